/** Whatever a verifier asks of a result, a result that is less is named. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  FINDINGS,
  TrustPolicyError,
  auditExport,
  auditResult,
  parseTrustPolicy,
  readResultKeys,
  type AuditReport,
  type AuditRequest,
  type FindingName,
  type PolicyFloor,
  type TrustPolicy,
} from '@bonin/audit';
import { judgeResult, type Claims } from '../src/trust/judge-result.ts';
import { ASK_NOTHING } from '../src/trust/trust-policy.ts';
import { MINUTE, SmallService, makeKeys, servedBy } from './small-service.ts';

const VECTORS = join(import.meta.dirname, '../../../vectors/trust-policy');

interface Vector {
  readonly input: { readonly trust: object; readonly claims: Claims; readonly kid: string };
  readonly expect: { readonly findings: readonly FindingName[] } | { readonly malformed: string };
}

describe('trust-policy vectors', () => {
  const files = readdirSync(VECTORS);
  const vectors = files.map(
    (file) => JSON.parse(readFileSync(join(VECTORS, file), 'utf8')) as Vector,
  );
  assert.ok(files.length > 20);
  for (const [at, { input, expect }] of vectors.entries()) {
    it(`holds ${files[at]!}`, () => {
      const text = JSON.stringify(input.trust);
      if ('malformed' in expect) {
        assert.throws(
          () => parseTrustPolicy(text),
          (error) => error instanceof TrustPolicyError && error.member === expect.malformed,
        );
        return;
      }
      assert.deepEqual(
        judgeResult(input.claims, input.kid, parseTrustPolicy(text)),
        expect.findings,
      );
    });
  }

  it('have every refusal that is no fault of the result', () => {
    const named = new Set(
      vectors.flatMap(({ expect }) => ('findings' in expect ? expect.findings : [])),
    );
    for (const [name, [kind]] of Object.entries(FINDINGS)) {
      // Of time a vector says nothing, and a page is no part of a result.
      const isOfAnother = name === 'result-out-of-date' || name === 'page-manifest-unexpected';
      if (kind === 'disproved' || kind === 'could-not-check' || isOfAnother) continue;
      assert.ok(named.has(name as FindingName), name);
    }
  });
});

describe('a result in the hands of a mobile operator', async () => {
  const keys = await makeKeys();
  const service = await servedBy(keys, 2);
  const result = service.kept.find(({ token }) => token !== undefined)!;
  const { token } = result;
  const trust: TrustPolicy = {
    ...parseTrustPolicy(
      JSON.stringify(
        (JSON.parse(readFileSync(join(VECTORS, 'nothing-asked.json'), 'utf8')) as Vector).input
          .trust,
      ),
    ),
    ledger: keys.policy,
  };
  const ask = {
    token: token!,
    keys: (await readResultKeys({ keys: [keys.results.jwk] }))!,
    trust,
    now: service.now,
  };
  const receipt = async (index: number, policy = keys.policy) => ({
    text: await service.receipt(index),
    policy,
  });
  const names = ({ findings }: { findings: readonly { name: FindingName }[] }) =>
    findings.map(({ name }) => name);

  it('holds with its receipt, and says what was signed', async () => {
    await service.publish();
    const index = service.kept.indexOf(result);
    const report = await auditResult({ ...ask, now: service.now, receipt: await receipt(index) });
    assert.equal(report.verdict, 'holds');
    assert.equal(report.claims?.['result'], 'Y');
  });

  it('is disproved with the receipt of another, or of whom the verifier does not trust', async () => {
    const index = service.kept.indexOf(result);
    const cases: [FindingName, Awaited<ReturnType<typeof receipt>>][] = [
      ['token-unexpected', await receipt(0)],
      [
        'token-differs',
        await receipt(service.kept.findLastIndex((kept) => kept.token !== undefined)),
      ],
      ['receipt-disproved', await receipt(index, (await makeKeys()).policy)],
      ['receipt-malformed', { ...(await receipt(index)), text: 'a receipt' }],
    ];
    for (const [name, given] of cases) {
      const report = await auditResult({ ...ask, now: service.now, receipt: given });
      assert.deepEqual([report.verdict, names(report)], ['disproved', [name]]);
    }
  });

  it('is read no further when its signature does not hold', async () => {
    const [header, payload, signature] = token!.split('.');
    const flipped = Buffer.from(payload!, 'base64url').toString().replace('"Y"', '"N"');
    const forged = `${header!}.${Buffer.from(flipped).toString('base64url')}.${signature!}`;
    for (const [name, wrong] of [
      ['token-signature-invalid', { ...ask, token: forged }],
      ['token-key-unknown', { ...ask, token: 'no token' }],
      ['token-key-unknown', { ...ask, keys: new Map() }],
    ] as const) {
      const report = await auditResult(wrong);
      assert.deepEqual(
        [report.verdict, names(report), report.claims],
        ['disproved', [name], undefined],
      );
    }
  });

  it('is not to be acted on later than it says, or before, and can be read at any time', async () => {
    const issued = service.now - 60 * MINUTE;
    for (const now of [service.now + 30 * MINUTE, issued]) {
      const report = await auditResult({ ...ask, now });
      assert.deepEqual([report.verdict, names(report)], ['not-trusted', ['result-out-of-date']]);
      assert.equal((await auditResult({ ...ask, now, isOfAnyAge: true })).verdict, 'holds');
    }
  });

  it('is disproved rather than not trusted, and not trusted rather than below the floor', async () => {
    const low = { ...trust.floor, isolation: ['no-capabilities'] };
    const below = await auditResult({ ...ask, trust: { ...trust, floor: low } });
    assert.equal(below.verdict, 'below-floor');
    const builds = new Set(['f0'.repeat(32)]);
    const unknown = await auditResult({ ...ask, trust: { ...trust, floor: low, builds } });
    assert.equal(unknown.verdict, 'not-trusted');
    const both = await auditResult({
      ...ask,
      trust: { ...trust, floor: low, builds },
      receipt: await receipt(0),
    });
    assert.equal(both.verdict, 'disproved');
  });
});

describe('a ledger in the hands of who sets a floor', async () => {
  const keys = await makeKeys();
  const audit = async (
    more: Partial<AuditRequest>,
    minimum = '0.58',
    decides: readonly string[] = ['comparison', 'attack-detection'],
    claims: Claims = {},
  ) => {
    const service = new SmallService(keys);
    service.thresholds = decides.map((each) => ({
      decides: each,
      scale: 'mobilefacenet',
      minimum,
    }));
    service.begin();
    await service.publish();
    await service.serve(1, claims);
    service.openAttempt(2);
    service.endAttempt(2);
    await service.publish();
    const folder = await service.export();
    try {
      return await auditExport({
        folder,
        policy: keys.policy,
        builds: 'any',
        now: service.now,
        ...more,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const asking = (floor: Partial<PolicyFloor>, more: Partial<TrustPolicy> = {}) => ({
    trust: { ...ASK_NOTHING, ...more, floor: { ...ASK_NOTHING.floor, ...floor } },
  });
  const comparison = { decides: 'comparison', scale: 'mobilefacenet', minimum: 0.58 };

  it('holds at the floor and above', async () => {
    const isolation = ['network-denied'];
    const report = await audit(asking({ thresholds: [comparison], isolation }));
    assert.deepEqual([report.verdict, report.found], ['holds', {}]);
  });

  it('is below it by the thresholds of every Y, and by the isolation of every booth', async () => {
    const cases: [Partial<Record<FindingName, number>>, () => Promise<AuditReport>][] = [
      [{ 'threshold-below-floor': 1 }, () => audit(asking({ thresholds: [comparison] }), '0.57')],
      [
        { 'scale-without-floor': 1 },
        () => audit(asking({ thresholds: [{ ...comparison, scale: 'another' }] })),
      ],
      [{ 'isolation-below-floor': 2 }, () => audit(asking({ isolation: ['no-capabilities'] }))],
    ];
    for (const [found, report] of cases) {
      const { verdict, found: named } = await report();
      assert.deepEqual([verdict, named], ['below-floor', found]);
    }
  });

  it('is asked by its tokens what only they tell: for whom, by whom, with which key, with what attack detection', async () => {
    const cases: [FindingName, Parameters<typeof asking>][] = [
      ['issuer-differs', [{}, { issuer: 'https://other.example' }]],
      ['audience-differs', [{}, { audience: 'another-carrier' }]],
      ['result-key-not-trusted', [{}, { resultKeys: new Set(['k'.repeat(43)]) }]],
    ];
    for (const [name, asked] of cases) {
      const report = await audit(asking(...asked));
      assert.deepEqual([report.verdict, report.found], ['not-trusted', { [name]: 1 }]);
    }
    const trusted = {
      issuer: 'https://bonin.example',
      audience: 'carrier',
      resultKeys: new Set([keys.results.kid]),
    };
    const floor = { attackDetection: 'challenge-and-passive' } as const;
    assert.deepEqual((await audit(asking(floor, trusted))).found, {});
    const low = await audit(asking(floor), undefined, undefined, {
      attackDetection: 'passive-only',
    });
    assert.deepEqual(
      [low.verdict, low.found],
      ['below-floor', { 'attack-detection-below-floor': 1 }],
    );
  });

  it('could not be checked where the ledger tells no threshold', async () => {
    const report = await audit(asking({ thresholds: [comparison] }), '0.58', ['attack-detection']);
    assert.deepEqual(
      [report.verdict, report.found],
      ['could-not-check', { 'threshold-not-told': 1 }],
    );
  });

  it('is not trusted with networks that are not listed, at the end of every booth and at every result', async () => {
    const report = await audit(asking({}, { models: new Set(['f0'.repeat(32)]) }));
    assert.deepEqual([report.verdict, report.found], ['not-trusted', { 'model-unknown': 3 }]);
  });
});
