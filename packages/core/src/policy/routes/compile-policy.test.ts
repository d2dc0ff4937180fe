import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../../time/time.ts';
import { compilePolicy } from './compile-policy.ts';
import { openHistory } from './policy-history.ts';
import type { RoutePolicy, RouteRule } from './route-policy.ts';
import { SITUATION_VALUES, allSituations } from './situation.ts';
import { routePolicy } from './testing/route-policies.ts';

const outside: RouteRule = { name: 'outside', when: {}, terms: { kind: 'not-required' } };

describe('the table of a route policy', () => {
  it('has one rule for every situation, the first that fits', () => {
    const stores: RouteRule = { ...outside, name: 'stores', when: { channel: ['store'] } };
    const table = compilePolicy(routePolicy([stores, outside]));
    const all = allSituations();
    const sizes = Object.values(SITUATION_VALUES).map((values) => values.length);
    assert.equal(
      all.length,
      sizes.reduce((product, size) => product * size, 1),
    );
    for (const situation of all) {
      assert.equal(
        table.ruleOf(situation).name,
        situation.channel === 'store' ? 'stores' : 'outside',
      );
    }
  });

  it('is refused when a situation has no rule', () => {
    const stores: RouteRule = { ...outside, when: { channel: ['store'] } };
    assert.throws(() => compilePolicy(routePolicy([stores])), {
      code: 'POLICY_LEAVES_GAP',
      details: {
        channel: 'online',
        kind: 'new-line',
        document: 'resident-card',
        nationality: 'domestic',
        tenantClass: 'mno',
      },
    });
  });

  it('is refused when nothing reaches a rule', () => {
    const stores: RouteRule = { ...outside, name: 'stores', when: { channel: ['store'] } };
    assert.throws(() => compilePolicy(routePolicy([outside, stores])), {
      code: 'POLICY_RULE_UNREACHED',
      details: { rule: 1 },
    });
  });

  it('has no rule for what it cannot name', () => {
    const table = compilePolicy(routePolicy([outside]));
    const [situation] = allSituations();
    assert.ok(situation);
    const strange = { ...situation, channel: 'by-post' } as unknown as typeof situation;
    assert.throws(() => table.ruleOf(strange), { code: 'SITUATION_UNKNOWN' });
  });
});

describe('a history of route policies', () => {
  const first = routePolicy([outside], { version: 1, from: instant(100) });
  const second = routePolicy([outside], { version: 2, from: instant(200) });
  const versionAt = (policies: readonly RoutePolicy[], at: number) =>
    openHistory(policies).at(instant(at))?.policy.version;

  it('has the latest one that has begun in force', () => {
    const versions = [99, 100, 199, 200].map((at) => versionAt([second, first], at));
    assert.deepEqual(versions, [undefined, 1, 1, 2]);
  });

  it('has none in force between an end and the next beginning', () => {
    const ended = { ...first, until: instant(150) };
    const versions = [149, 150, 200].map((at) => versionAt([ended, second], at));
    assert.deepEqual(versions, [1, undefined, 2]);
  });

  it('leaves out drafts, and what never came into force', () => {
    const draft = { ...second, standing: 'draft' } as const;
    const never = { ...second, standing: 'never-in-force' } as const;
    assert.equal(versionAt([first, draft, never], 250), 1);
  });

  it('is refused when two of it would be in force at one moment', () => {
    const longer = { ...first, until: instant(201) };
    const beside = { ...second, from: first.from };
    for (const policies of [
      [longer, second],
      [first, beside],
    ]) {
      assert.throws(() => openHistory(policies), { code: 'POLICY_OVERLAPS' });
    }
  });
});
