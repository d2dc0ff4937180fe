import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import {
  connectDevice,
  joinAndConsent,
  requestAttempt,
  sealCapture,
  tokenOf,
} from '../../test/test-device.ts';
import { HANBIT, ORDINARY_BODY, startTestServer, type TestServer } from '../../test/test-server.ts';

/** What must be nowhere afterwards; each mark goes in by one door. */
const MARKS = {
  orderReference: 'MARKED-order-kim-19900101',
  apiKey: 'MARKED-api-key-0123456789',
  idempotencyKey: 'MARKED-idempotency-key',
  correlator: 'MARKED-correlator',
  userAgent: 'MARKED-user-agent',
  forwardedFor: 'MARKED-forwarded-for',
  url: 'MARKED-url',
  query: 'MARKED-query',
  bodyMember: 'MARKED-member',
  bodyValue: 'MARKED-value',
  text: 'MARKED-text',
  frame: 'MARKED-frame-bytes',
  consent: 'MARKED-consent',
} as const;
const ANY_MARK = /MARKED/;

describe('personal data that came in by any door', () => {
  let service: TestServer;
  const said: string[] = [];
  const tokens: string[] = [];

  before(async () => {
    const booths = fakeBoothPool(2, verdictOnLast('match'));
    service = await startTestServer({ booths, storage: 'pglite' });
    await throughRestDoors();
    await throughCaptureDoor();
  });
  after(() => service.stop());

  it('is in no log line', () => {
    assert.ok(service.logLines.length > 10);
    for (const line of service.logLines) {
      assert.doesNotMatch(line, ANY_MARK);
      for (const token of tokens) assert.ok(!line.includes(token));
      assert.ok(!line.includes('reg_') && !line.includes('127.0.0.1'), line);
    }
  });

  it('is in no answer', () => {
    for (const answer of said) assert.doesNotMatch(answer, ANY_MARK);
  });

  it('is in no metric', async () => {
    const metrics = (await service.app.inject('/metrics')).body;
    assert.doesNotMatch(metrics, ANY_MARK);
    assert.ok(!metrics.includes('reg_') && !metrics.includes(HANBIT.id));
  });

  it('is in no file of the database, nor is a key or a capture token', async () => {
    await service.server.stop();
    const files = filesUnder(join(service.dataFolder, 'storage'));
    const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
    // The scan finds what is there, so that it means something when it finds nothing.
    assert.ok(bytes.includes('attempt-decided') && bytes.includes('reg_'));
    for (const mark of Object.values(MARKS)) assert.ok(!bytes.includes(mark), mark);
    for (const token of tokens) {
      assert.ok(!bytes.includes(token));
      assert.ok(!bytes.includes(token.split('.')[1] ?? token));
    }
    assert.ok(!bytes.includes(HANBIT.apiKey));
    const keyring = readFileSync(join(service.dataFolder, 'keys/keyring.json'), 'utf8');
    for (const [, secret] of keyring.matchAll(/"(?:d|registrationSecret)": "([^"]+)"/g)) {
      assert.ok(secret !== undefined && !bytes.includes(secret));
    }
  });

  async function throughRestDoors(): Promise<void> {
    const headers = {
      authorization: `Bearer ${HANBIT.apiKey}`,
      'idempotency-key': MARKS.idempotencyKey,
      'user-agent': MARKS.userAgent,
      'x-forwarded-for': MARKS.forwardedFor,
    };
    const correlated = { ...headers, 'x-correlator': MARKS.correlator };
    const body = { ...ORDINARY_BODY, orderReference: MARKS.orderReference };
    const post = { method: 'POST', url: '/v1/registrations' } as const;
    const answers = [
      await service.app.inject({ ...post, headers: correlated, payload: body }),
      await service.app.inject({ ...post, headers, payload: { ...body, channel: 'store' } }),
      await service.app.inject({
        ...post,
        headers,
        payload: { ...body, kind: MARKS.bodyValue, [MARKS.bodyMember]: MARKS.bodyValue },
      }),
      await service.app.inject({
        ...post,
        headers: { ...headers, 'content-type': 'application/json' },
        payload: `{"${MARKS.bodyValue}`,
      }),
      await service.app.inject({ url: `/v1/registrations/${MARKS.url}?q=${MARKS.query}`, headers }),
      await service.app.inject({ url: `/${MARKS.url}?q=${MARKS.query}`, headers }),
      await service.app.inject({ url: `/c/${MARKS.url}?q=${MARKS.query}`, headers }),
      await service.app.inject({ url: `/%E0%A4%A/${MARKS.url}`, headers }),
      await service.app.inject({
        url: '/v1/registrations/x',
        headers: { authorization: `Bearer ${MARKS.apiKey}` },
      }),
    ];
    assert.deepEqual(
      answers.map((each) => each.statusCode),
      [201, 422, 400, 400, 404, 404, 404, 400, 401],
    );
    for (const answer of answers) said.push(answer.body);
  }

  async function throughCaptureDoor(): Promise<void> {
    const opened = await service.open({
      body: { orderReference: MARKS.orderReference },
    });
    tokens.push(tokenOf(opened));
    const device = await joinAndConsent(service.url, opened);
    device.say({ kind: 'consent-given', consentTextDigest: MARKS.consent.padEnd(43, 'x') });
    await device.refusal();
    const offer = await requestAttempt(device);
    const frame = Buffer.from(MARKS.frame);
    for (const chunk of await sealCapture(offer, frame)) device.sendChunk(chunk);
    await device.hear('attempt-decided');
    device.sendChunk(frame);
    await device.refusal();
    device.sayText(`{"kind":"${MARKS.text}"}`);
    await device.refusal();
    await device.closed;

    const stranger = await connectDevice(service.url);
    stranger.say({ kind: 'capture-joined', captureToken: MARKS.text });
    await stranger.refusal();
    await stranger.closed;
    for (const message of [...device.heard, ...stranger.heard]) said.push(JSON.stringify(message));
  }
});

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
