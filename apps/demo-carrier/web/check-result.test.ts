import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { parseTrustPolicy } from '@bonin/audit/result';
import {
  BUILD,
  MODEL,
  SmallService,
  THRESHOLDS,
  idOf,
  makeKeys,
  type Keys,
} from '../../audit/test/small-service.ts';
import {
  CHECKS,
  checkResult,
  readAnswer,
  type Check,
  type CheckFinding,
  type CheckResult,
  type CheckedResult,
} from './check-result.ts';
import { commitToOrder } from './order-commitment.ts';

const ORDER = {
  registrationId: idOf('reg', 1),
  orderReference: 'DEMO-0001',
  orderSalt: 'A'.repeat(43),
};
const FLOOR = {
  thresholds: THRESHOLDS,
  isolation: ['network-denied'],
  attackDetection: 'challenge-and-passive',
};
const OF_THE_FLOOR: readonly Check[] = ['thresholds', 'isolation', 'attack-detection'];
const OTHER_DIGEST = 'f0'.repeat(32);

const keys = await makeKeys();
const txn = await commitToOrder(ORDER.orderSalt, ORDER.orderReference);
const PINNED = {
  format: 'bonin/trust-policy/v1',
  issuer: 'https://bonin.example',
  audience: 'carrier',
  builds: [BUILD],
  models: [MODEL],
  resultKeys: [keys.results.kid],
  floor: FLOOR,
  ledger: keys.policyText.trimEnd().split('\n'),
};

/** A result of this order as a service gave it, with its receipt, and the moment after. */
async function given(
  claims: Readonly<Record<string, unknown>> = {},
  change: { readonly signer?: Keys['results']; readonly isToldN?: boolean } = {},
): Promise<Pick<CheckResult, 'token' | 'receipt' | 'now'>> {
  const service = new SmallService(keys);
  service.begin();
  service.openAttempt(1);
  service.endAttempt(1);
  const index = await service.giveResult(1, { txn, ...claims }, change.signer);
  const { statement } = service.kept[index]!;
  const token = service.kept[index]!.token!;
  if (change.isToldN === true) {
    assert.ok(statement.kind === 'result');
    service.kept.pop();
    service.state({ ...statement, result: 'N', ground: 'attempts-exhausted' }, token);
  }
  await service.publish();
  return { token, receipt: await service.receipt(index), now: new Date(service.now) };
}

async function checked(
  change: Partial<CheckResult> = {},
  trusted: Readonly<Record<string, unknown>> = {},
  result?: Awaited<ReturnType<typeof given>>,
): Promise<CheckedResult> {
  return checkResult({
    ...ORDER,
    ...(result ?? (await given())),
    keySet: { keys: [keys.results.jwk] },
    trust: parseTrustPolicy(JSON.stringify({ ...PINNED, ...trusted })),
    ...change,
  });
}

function those({ checks }: CheckedResult, finding: CheckFinding): readonly Check[] {
  return CHECKS.filter((check) => checks[check] === finding);
}

describe('checkResult', () => {
  it('finds that a result of this order holds in everything that is asked', async () => {
    const result = await checked();
    assert.deepEqual(those(result, 'holds'), CHECKS);
    assert.deepEqual(readAnswer(result), { kind: 'answered', answer: 'Y', ground: undefined });
  });

  it('finds each thing that is not as the trust policy asks', async () => {
    const floor = (change: object) => ({ floor: { ...FLOOR, ...change } });
    const low = [{ ...THRESHOLDS[0], minimum: '0.99' }];
    const cases: [Check, ReturnType<typeof readAnswer>['kind'], object][] = [
      ['issuer', 'not-trusted', { issuer: 'https://other.example' }],
      ['audience', 'not-trusted', { audience: 'other-mobile' }],
      ['result-key', 'not-trusted', { resultKeys: ['k'.repeat(43)] }],
      ['build', 'not-trusted', { builds: [OTHER_DIGEST] }],
      ['networks', 'not-trusted', { models: [OTHER_DIGEST] }],
      ['receipt', 'not-trusted', { ledger: (await makeKeys()).policyText.trimEnd().split('\n') }],
      ['thresholds', 'below-floor', floor({ thresholds: low })],
      ['thresholds', 'below-floor', floor({ thresholds: [{ ...low[0], scale: 'other' }] })],
      ['isolation', 'below-floor', floor({ isolation: ['mount-namespace'] })],
    ];
    for (const [check, kind, trusted] of cases) {
      const result = await checked({}, { ...trusted });
      assert.deepEqual([those(result, 'fails'), readAnswer(result)], [[check], { kind }]);
    }
    const passive = await checked(await given({ attackDetection: 'passive-only' }));
    assert.deepEqual(those(passive, 'fails'), ['attack-detection']);
    assert.deepEqual(readAnswer(passive), { kind: 'below-floor' });
  });

  it('says of what the trust policy does not ask that it is not asked', async () => {
    const nothing = { thresholds: [], isolation: [], attackDetection: 'passive-only' };
    const any = { issuer: 'any', audience: 'any', builds: 'any', models: 'any', resultKeys: 'any' };
    const result = await checked({ receipt: undefined }, { ...any, floor: nothing, ledger: 'any' });
    assert.deepEqual(those(result, 'holds'), ['signature', 'registration', 'order', 'freshness']);
    assert.equal(those(result, 'not-asked').length, CHECKS.length - 4);
    assert.equal(readAnswer(result).kind, 'answered');
  });

  it('asks no floor of an N', async () => {
    const refused = await given(
      { result: 'N', ground: 'attempts-exhausted', attackDetection: 'passive-only' },
      { isToldN: true },
    );
    const result = await checked(refused);
    assert.deepEqual([those(result, 'fails'), those(result, 'not-asked')], [[], OF_THE_FLOOR]);
    assert.deepEqual(readAnswer(result), {
      kind: 'answered',
      answer: 'N',
      ground: 'attempts-exhausted',
    });
  });

  it('finds a result of another registration or another order', async () => {
    const another = await checked({ registrationId: idOf('reg', 2) });
    assert.deepEqual(those(another, 'fails'), ['registration']);
    const order = await checked({ orderReference: 'DEMO-0002' });
    assert.deepEqual(those(order, 'fails'), ['order']);
    assert.deepEqual(
      [readAnswer(another), readAnswer(order)],
      [{ kind: 'not-trusted' }, { kind: 'not-trusted' }],
    );
  });

  it('finds a signature of another key, claims that were altered and another kind of token, and reads no further', async () => {
    const { token } = await given({ result: 'N' });
    const [header = '', claims = '', signature = ''] = token.split('.');
    const altered = Buffer.from(claims, 'base64url').toString().replace('"N"', '"Y"');
    const other = { ...(await makeKeys()).results, kid: keys.results.kid };
    const wrong: Partial<CheckResult>[] = [
      { token: [header, Buffer.from(altered).toString('base64url'), signature].join('.') },
      await given({}, { signer: other }),
      { keySet: { keys: [(await makeKeys()).results.jwk] } },
      { keySet: 'no set' },
    ];
    for (const change of wrong) {
      const result = await checked(change);
      assert.deepEqual(those(result, 'fails'), ['signature']);
      assert.equal(those(result, 'not-checked').length, CHECKS.length - 1);
      assert.deepEqual(readAnswer(result), { kind: 'not-trusted' });
    }
  });

  it('tells a result that may no longer be acted on from one that cannot be trusted', async () => {
    const now = new Date((await given()).now.getTime() + 15 * 60_000);
    for (const receipt of [undefined, (await given()).receipt]) {
      const { token } = await given();
      const alone = receipt === undefined ? { receipt } : {};
      const result = await checked({ ...(await given()), token, ...alone, now }, { ledger: 'any' });
      assert.deepEqual(those(result, 'fails'), ['freshness']);
      assert.deepEqual(readAnswer(result), { kind: 'out-of-date' });
    }
    assert.deepEqual(readAnswer(await checked(await given({ exp: undefined }))), {
      kind: 'out-of-date',
    });
  });

  it('waits for the receipt where the trust policy names a ledger, and takes no other', async () => {
    const awaited = await checked({ receipt: undefined });
    assert.deepEqual(those(awaited, 'not-checked'), ['receipt']);
    assert.deepEqual(readAnswer(awaited), { kind: 'receipt-awaited' });
    const { receipt } = await given({ attempt: 1, jti: `res_${'s'.repeat(32)}` });
    const another = await checked({ ...(await given()), receipt });
    assert.deepEqual(those(another, 'fails'), ['receipt']);
    assert.deepEqual(readAnswer(another), { kind: 'not-trusted' });
  });

  it('gives no answer where it is not told by what threshold', async () => {
    const result = await checked(await given({ thresholds: undefined }));
    assert.deepEqual(those(result, 'not-checked'), ['thresholds']);
    assert.deepEqual(readAnswer(result), { kind: 'not-checked' });
  });

  it('gives no answer that is neither Y nor N', async () => {
    const result = await checked(await given({ result: 'yes' }), { ledger: 'any' });
    assert.deepEqual(readAnswer(result), { kind: 'not-trusted' });
  });

  it('does not call a signature forged that this browser cannot check', async () => {
    const result = await given();
    const unable = mock.method(crypto.subtle, 'importKey', () =>
      Promise.reject(new DOMException('no Ed25519 here', 'NotSupportedError')),
    );
    try {
      const { checks, ...rest } = await checked({}, {}, result);
      assert.equal(checks.signature, 'not-checked');
      assert.deepEqual(readAnswer({ checks, ...rest }), { kind: 'not-checked' });
    } finally {
      unable.mock.restore();
    }
  });
});
