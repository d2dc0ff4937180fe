import { instant } from '@bonin/core';
import { parseStatement, type PolicyStatement } from '@bonin/ledger';
import { fakeClock, memoryLedgerStore, memoryRoutePolicyArchive } from '@bonin/testkit';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OPERATORS, ruleNote } from '../../test/rule-notes.ts';
import { consentDigests } from '../consent-digests.ts';
import { openRuleShelf } from './rule-shelf.ts';

const NOW = instant(Date.parse('2026-11-27T12:00:00+09:00'));
const LATER = '2026-12-01T00:00:00+09:00';

function parts(archive = memoryRoutePolicyArchive()) {
  const clock = fakeClock(NOW);
  const ledger = memoryLedgerStore();
  return { archive, clock, ledger, operators: OPERATORS, consentTexts: consentDigests() };
}

const next = (change: object = {}) => ruleNote({ version: 5, inForce: { from: LATER }, ...change });

describe('route policies of a service', () => {
  it('are none before one is published', async () => {
    const shelf = await openRuleShelf(parts());
    assert.equal(shelf.inForce(NOW), undefined);
    assert.equal(shelf.current(), undefined);
  });

  it('come into force when two persons have published one, and stay known to other nodes', async () => {
    const given = parts();
    const shelf = await openRuleShelf(given);
    await shelf.publish(ruleNote());
    assert.equal(shelf.inForce(NOW)?.policy.version, 4);
    const other = await openRuleShelf(given);
    assert.deepEqual(other.current(), { id: 'kr-facial-authentication', version: 4 });
    assert.equal(other.version({ id: 'kr-facial-authentication', version: 4 }).policy.version, 4);
    assert.throws(() => other.version({ id: 'kr-facial-authentication', version: 9 }), {
      code: 'POLICY_NOT_IN_FORCE',
    });
  });

  it('change at the moment that the next one names', async () => {
    const given = parts();
    const shelf = await openRuleShelf(given);
    await shelf.publish(ruleNote());
    await shelf.publish(next());
    const at = Date.parse(LATER);
    const versions = [at - 1, at].map((when) => shelf.inForce(instant(when))?.policy.version);
    assert.deepEqual(versions, [4, 5]);
  });

  for (const [what, note, code] of [
    ['is not signed', ruleNote({ version: 5, inForce: { from: LATER } }, 0), 'POLICY_NOT_SIGNED'],
    ['one person signed', ruleNote({ version: 5 }, 1), 'POLICY_SIGNERS_TOO_FEW'],
    ['was changed afterwards', next().replace('"P3D"', '"P30D"'), 'POLICY_SIGNATURE_INVALID'],
    [
      'is over',
      next({ inForce: { from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' } }),
      'POLICY_EXPIRED',
    ],
    [
      'begins in the past',
      next({ inForce: { from: '2026-11-01T00:00:00Z' } }),
      'POLICY_BEGINS_IN_PAST',
    ],
    ['is not newer', ruleNote(), 'POLICY_VERSION_NOT_NEW'],
    ['is a draft', next({ standing: 'draft' }), 'POLICY_NOT_ENACTED'],
    [
      'leaves a gap',
      next({
        rules: [{ name: 'a', when: { channel: ['store'] }, terms: { kind: 'not-required' } }],
      }),
      'POLICY_LEAVES_GAP',
    ],
    ['is malformed', next({ rules: [] }), 'ROUTE_POLICY_MALFORMED'],
    [
      'lays down a text that this service does not show',
      next({ texts: { consent: { ko: 'A'.repeat(43) } } }),
      'POLICY_TEXT_UNKNOWN',
    ],
  ] as const) {
    it(`refuse what ${what}, and stay as they were`, async () => {
      const given = parts();
      const shelf = await openRuleShelf(given);
      await shelf.publish(ruleNote());
      await assert.rejects(shelf.publish(note), { code });
      assert.equal(shelf.inForce(instant(Date.parse(LATER)))?.policy.version, 4);
      assert.equal((await given.archive.list()).length, 1);
    });
  }

  it('do not believe the database: what operators did not sign decides nothing', async () => {
    const given = parts();
    await given.archive.publish(
      { policy: { id: 'kr-facial-authentication', version: 4 }, note: ruleNote({}, 1) },
      NOW,
    );
    const shelf = await openRuleShelf(given);
    // Without a rule everything would be allowed that some rule forbids.
    assert.throws(() => shelf.inForce(NOW), { code: 'POLICY_NOT_IN_FORCE' });
    assert.deepEqual(
      (await shelf.refresh()).map((fault) => (fault as { code?: string }).code),
      ['POLICY_SIGNERS_TOO_FEW'],
    );
  });

  it('leave the last one in force when it ends and no other has begun, and say so', async () => {
    const given = parts();
    const shelf = await openRuleShelf(given);
    await shelf.publish(
      ruleNote({ inForce: { from: '2026-07-06T00:00:00Z', until: '2026-12-01T00:00:00Z' } }),
    );
    assert.deepEqual(await shelf.refresh(), []);
    given.clock.advanceBy(10 * 86_400_000);
    assert.equal(shelf.inForce(given.clock.now())?.policy.version, 4);
    const [fault] = await shelf.refresh();
    assert.equal((fault as { code?: string }).code, 'POLICY_EXPIRED');
  });

  it('are told to the ledger: each publication once, and each coming into force', async () => {
    const given = parts();
    const shelf = await openRuleShelf(given);
    await shelf.publish(ruleNote());
    await shelf.publish(next());
    given.clock.advanceBy(10 * 86_400_000);
    await shelf.refresh();
    await shelf.refresh();
    const told = given.ledger.statements().map((bytes) => parseStatement(bytes) as PolicyStatement);
    assert.deepEqual(
      told.map(({ change, policy }) => `${change} ${String(policy.version)}`),
      ['published 4', 'in-force 4', 'published 5', 'withdrawn 4', 'in-force 5'],
    );
    assert.equal(new Set(told.map(({ policyDigest }) => policyDigest)).size, 2);
  });
});
