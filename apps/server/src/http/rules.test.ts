import { CONSENT_TEXTS, canonicalConsentText, type RegistrationResource } from '@bonin/protocol';
import { testPolicy } from '@bonin/testkit';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CONSENT_DIGEST, joinAndConsent, joinCapture } from '../../test/test-device.ts';
import { ruleNote, rulesEnvironment } from '../../test/rule-notes.ts';
import { HANBIT, OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';
import { carryOut } from '../commands/commands.ts';
import { REPOSITORY_ROOT, readConfig } from '../config.ts';

describe('a service under rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-rules-'));
  const environment = rulesEnvironment(folder, [ruleNote()]);
  let service: TestServer;
  before(async () => {
    service = await startTestServer({
      dataFolder: folder,
      storage: 'pglite',
      environment,
    });
  });
  after(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  const read = async (id: string): Promise<RegistrationResource> => {
    const response = await service.app.inject({
      url: `/v1/registrations/${id}`,
      headers: { authorization: `Bearer ${HANBIT.apiKey}` },
    });
    return response.json<RegistrationResource>();
  };

  it('says which routes the rule gives, before anything was tried', async () => {
    const { rule, state, attempts } = await service.open();
    assert.equal(state, 'awaiting-consent');
    assert.equal(attempts.max, 3);
    assert.deepEqual(rule, {
      policy: { id: 'kr-facial-authentication', version: 4 },
      situation: { document: 'resident-card', nationality: 'domestic', tenantClass: 'mno' },
      name: 'one-of-three-routes',
      standing: 'open',
      grounds: ['not-tried-yet'],
      next: [
        { kind: 'route', route: 'face', attemptsLeft: 3 },
        { kind: 'route', route: 'mobile-id', attemptsLeft: 3 },
        { kind: 'route', route: 'resident-abstract', attemptsLeft: 3 },
      ],
    });
  });

  it('asks nothing of whom the rule leaves out, and records that', async () => {
    const foreigner = { nationality: 'foreign', identityDocument: 'foreign-registration-card' };
    for (const body of [foreigner, { kind: 'device-change' }]) {
      const { id, state, rule, result } = await service.open({ body });
      assert.deepEqual(
        [state, rule?.standing, result],
        ['not-required', 'not-required', undefined],
      );
      assert.deepEqual((await read(id)).rule?.next, [{ kind: 'activate' }]);
    }
  });

  it('lets nobody begin a check that the rule does not ask for', async () => {
    const opened = await service.open({ body: { kind: 'device-change' } });
    const device = await joinCapture(service.url, opened);
    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    assert.equal(await device.refusal(), 'REGISTRATION_FINISHED');
    device.leave();
  });

  it('leaves the other routes to whom left the face', async () => {
    const opened = await service.open();
    const { id } = opened;
    const device = await joinAndConsent(service.url, opened);
    device.say({ kind: 'face-route-left' });
    const { view } = await device.hear('registration-loaded');
    assert.equal(view.state, 'refused');
    device.leave();
    const { rule, result } = await read(id);
    assert.equal(result?.answer, 'N');
    assert.equal(rule?.standing, 'open');
    assert.ok(rule.next.some((step) => step.kind === 'route' && step.route === 'mobile-id'));
  });

  it('tells the device which routes there are, and records which other one was chosen', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    const joined = device.heard.find(({ kind }) => kind === 'registration-loaded');
    assert.ok(joined?.kind === 'registration-loaded');
    assert.deepEqual(joined.view.routes, ['face', 'mobile-id', 'resident-abstract']);
    for (const chosen of ['face', 'account-check']) {
      device.say({ kind: 'face-route-left', chosen });
      assert.equal(await device.refusal(), 'EVENT_NOT_ALLOWED');
    }
    device.say({ kind: 'face-route-left', chosen: 'mobile-id' });
    await device.hear('registration-loaded');
    device.leave();
    assert.equal((await read(opened.id)).rule?.chosen, 'mobile-id');
  });

  it('lets an applicant agree to the texts that the rule lays down, and to no other', async () => {
    const [laidDown] = [canonicalConsentText(CONSENT_TEXTS.ko)].map((text) =>
      createHash('sha256').update(text).digest('base64url'),
    );
    const other = mkdtempSync(join(tmpdir(), 'bonin-rules-'));
    const note = ruleNote({ texts: { consent: { ko: laidDown } } });
    const strict = await startTestServer({ environment: rulesEnvironment(other, [note]) });
    const opened = await strict.open();
    const device = await joinCapture(strict.url, opened);
    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    assert.equal(await device.refusal(), 'CONSENT_TEXT_UNKNOWN');
    device.say({ kind: 'consent-given', consentTextDigest: String(laidDown) });
    const { view } = await device.hear('registration-loaded');
    assert.equal(view.state, 'awaiting-capture');
    device.leave();
    await strict.stop();
    rmSync(other, { recursive: true });
  });

  it('knows a request again by what it says of the applicant', async () => {
    const key = 'one-key-for-two-requests';
    const first = await service.open({ key });
    assert.equal((await service.open({ key })).id, first.id);
    const response = await service.app.inject({
      method: 'POST',
      url: '/v1/registrations',
      headers: { authorization: `Bearer ${HANBIT.apiKey}`, 'idempotency-key': key },
      payload: {
        kind: 'new-line',
        channel: 'online',
        documentTypes: ['resident-card'],
        orderReference: 'order-2026-0001',
        nationality: 'foreign',
      },
    });
    assert.equal(response.json<{ code: string }>().code, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('refuses a nationality or a document that no rule can name', async () => {
    for (const body of [{ nationality: 'KR' }, { identityDocument: 'library-card' }]) {
      await assert.rejects(service.open({ body }), /400/);
    }
  });

  it('exports what was recorded, so that it can be explained and decided anew', async () => {
    await service.open({ tenant: OTHER });
    await service.server.stop();
    const config = readConfig({ BONIN_DATA_FOLDER: folder, ...environment });
    const facts = await carryOut({ kind: 'facts-export' }, config);
    const file = join(folder, 'facts.jsonl');
    writeFileSync(file, facts);
    const bonin = (...words: readonly string[]) =>
      spawnSync(
        process.execPath,
        [join(REPOSITORY_ROOT, 'apps/cli/bin/bonin.mjs'), 'policy', ...words],
        { encoding: 'utf8' },
      );
    const korea = join(REPOSITORY_ROOT, 'policies/korea');
    const choice = join(korea, '4-choice-2026-07-06.json');
    const draft = join(korea, '5-more-cards-draft.json');
    const given = ['--facts', file, '--in-force', choice];
    const replayed = bonin('replay', ...given, '--policy', draft, '--json');
    assert.equal(replayed.status, 0, replayed.stderr);
    const counts = JSON.parse(replayed.stdout) as {
      readonly facts: number;
      readonly changes: readonly {
        readonly from: string;
        readonly to: string;
        readonly count: number;
      }[];
    };
    assert.equal(counts.facts, facts.trimEnd().split('\n').length);
    // The foreigner would be asked under the draft.
    const [change, ...others] = counts.changes;
    assert.deepEqual(
      [change?.from, change?.to, change?.count, others],
      ['not-required', 'open', 1, []],
    );
    const [line = ''] = facts.split('\n');
    const { registrationId } = JSON.parse(line) as { readonly registrationId: string };
    const explained = bonin('explain', registrationId, ...given);
    assert.match(explained.stdout, /The rule that applied is/);
  });
});

describe('a service whose operators are not named', () => {
  it('does not start once a rule has been published', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-rules-'));
    const environment = rulesEnvironment(folder, [ruleNote()]);
    const first = await startTestServer({ dataFolder: folder, storage: 'pglite', environment });
    await first.stop();
    await assert.rejects(startTestServer({ dataFolder: folder, storage: 'pglite' }), {
      code: 'POLICY_OPERATORS_MISSING',
    });
    rmSync(folder, { recursive: true });
  });

  it('knows no rule, and opens registrations as before', async () => {
    const service = await startTestServer({ policy: testPolicy() });
    const { rule, state } = await service.open({ body: { kind: 'device-change' } });
    assert.deepEqual([rule, state], [undefined, 'awaiting-consent']);
    await service.stop();
  });
});
