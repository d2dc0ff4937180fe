import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant, milliseconds } from '../../time/time.ts';
import { compilePolicy } from './compile-policy.ts';
import { decideRoute, type RouteFacts, type RouteTrial } from './decide-route.ts';
import {
  parseRouteId,
  type AfterFailure,
  type RouteOutcome,
  type RouteTerms,
  type RuleTerms,
} from './route-policy.ts';
import { routePolicyFor } from './testing/route-policies.ts';

const MINUTE = 60_000;
const FACE = parseRouteId('face');
const MOBILE_ID = parseRouteId('mobile-id');

const face: RouteTerms = { route: FACE, attempts: { min: 1, max: 3, counts: ['rejected'] } };
const mobileId: RouteTerms = {
  route: MOBILE_ID,
  attempts: { min: 1, max: 2, counts: ['rejected', 'unusable'] },
};

function under(
  routes: readonly RouteTerms[],
  rest: Partial<Extract<RuleTerms, { kind: 'required' }>> = {},
) {
  return compilePolicy(routePolicyFor({ kind: 'required', routes, afterFailure: [], ...rest }));
}

function facts(trials: readonly RouteTrial[] = [], rest: Partial<RouteFacts> = {}): RouteFacts {
  return {
    situation: {
      channel: 'store',
      kind: 'new-line',
      document: 'resident-card',
      nationality: 'domestic',
      tenantClass: 'mno',
    },
    asOf: instant(1_000 * MINUTE),
    trials,
    lines: { kind: 'not-counted' },
    ...rest,
  };
}

function tried(outcome: RouteOutcome, atMinute: number, route = FACE): RouteTrial {
  const evidence = outcome === 'verified' ? { evidence: 'attempt-1' } : {};
  return { route, at: instant(atMinute * MINUTE), outcome, ...evidence };
}

const thrice = [tried('rejected', 1), tried('rejected', 2), tried('rejected', 3)];

describe('decideRoute', () => {
  it('offers all routes before anything was tried', () => {
    const { standing, next } = decideRoute(facts(), under([face, mobileId]));
    assert.equal(standing, 'open');
    assert.deepEqual(next, [
      { kind: 'route', route: 'face', attemptsLeft: 3 },
      { kind: 'route', route: 'mobile-id', attemptsLeft: 2 },
    ]);
  });

  it('confirms whom an offered route has verified, and names the route', () => {
    const decision = decideRoute(facts([tried('verified', 1)]), under([face, mobileId]));
    assert.equal(decision.standing, 'confirmed');
    assert.equal(decision.route, 'face');
    assert.deepEqual(decision.next, [{ kind: 'activate' }]);
  });

  it('takes no word for a verification that rests on nothing', () => {
    const trial = { route: FACE, at: instant(1), outcome: 'verified' } as const;
    const decision = decideRoute(facts([trial]), under([face]));
    assert.equal(decision.standing, 'open');
    assert.ok(decision.grounds.includes('evidence-missing'));
  });

  it('takes no verification by a route that the rule does not offer', () => {
    const decision = decideRoute(facts([tried('verified', 1, MOBILE_ID)]), under([face]));
    assert.equal(decision.standing, 'open');
    assert.ok(decision.grounds.includes('verified-off-the-rule'));
  });

  it('keeps the other routes open when one is used up', () => {
    const { standing, next } = decideRoute(facts(thrice), under([face, mobileId]));
    assert.equal(standing, 'open');
    assert.deepEqual(next, [{ kind: 'route', route: 'mobile-id', attemptsLeft: 2 }]);
  });

  it('counts what the rule counts, and never what was left or was out', () => {
    const trials = [tried('unusable', 1), tried('left', 2), tried('unavailable', 3)];
    const { next } = decideRoute(facts(trials), under([face]));
    assert.deepEqual(next, [{ kind: 'route', route: 'face', attemptsLeft: 3 }]);
    const other = [tried('unusable', 1, MOBILE_ID)];
    assert.deepEqual(decideRoute(facts(other), under([mobileId])).next, [
      { kind: 'route', route: 'mobile-id', attemptsLeft: 1 },
    ]);
  });

  it('does not let a closed route verify', () => {
    const decision = decideRoute(facts([...thrice, tried('verified', 4)]), under([face]));
    assert.equal(decision.standing, 'refused');
  });

  it('opens a route again when its lock-out is over, and says until when to wait before', () => {
    const locked = under([{ ...face, lockout: milliseconds(30 * MINUTE) }]);
    const soon = decideRoute(facts(thrice, { asOf: instant(10 * MINUTE) }), locked);
    assert.equal(soon.standing, 'refused');
    assert.deepEqual(soon.next[0], { kind: 'wait', route: 'face', until: 33 * MINUTE });
    const later = decideRoute(facts(thrice, { asOf: instant(33 * MINUTE) }), locked);
    assert.deepEqual(later.next, [{ kind: 'route', route: 'face', attemptsLeft: 3 }]);
    const again = [...thrice, tried('verified', 34)];
    assert.equal(decideRoute(facts(again), locked).standing, 'confirmed');
  });

  it('refuses when every way is used up, and still says what can be done', () => {
    const decision = decideRoute(facts(thrice), under([face]));
    assert.equal(decision.standing, 'refused');
    assert.deepEqual(decision.next, [{ kind: 'appeal' }]);
  });

  it('asks nothing where the rule asks nothing', () => {
    const policy = compilePolicy({
      ...under([face]).policy,
      rules: [{ name: 'outside', when: {}, terms: { kind: 'not-required' } }],
    });
    const decision = decideRoute(facts(thrice), policy);
    assert.deepEqual(
      [decision.standing, decision.rule, decision.next],
      ['not-required', 'outside', [{ kind: 'activate' }]],
    );
  });
});

describe('decideRoute: exceptions', () => {
  const exception: AfterFailure = {
    kind: 'exception',
    grounds: ['face-rejected', 'disability'],
    persons: 2,
  };
  const policy = under([face], { afterFailure: [exception] });
  const granted = (ground: 'face-rejected' | 'disability' | 'injury', persons: number) => ({
    exception: { ground, persons, at: instant(9 * MINUTE) },
  });

  it('can be asked for on the grounds that hold now', () => {
    const before = decideRoute(facts(), policy).next.find(({ kind }) => kind === 'ask-exception');
    assert.deepEqual(before, { kind: 'ask-exception', grounds: ['disability'], persons: 2 });
    const after = decideRoute(facts(thrice), policy);
    assert.deepEqual(after.next, [
      { kind: 'ask-exception', grounds: ['face-rejected', 'disability'], persons: 2 },
    ]);
  });

  it('are no confirmation', () => {
    const decision = decideRoute(facts(thrice, granted('face-rejected', 2)), policy);
    assert.equal(decision.standing, 'excepted');
    assert.equal(decision.route, undefined);
  });

  it('need as many persons as the rule says, a ground that it names, and the tries that the ground speaks of', () => {
    for (const [trials, given, why] of [
      [thrice, granted('face-rejected', 1), 'exception-incomplete'],
      [thrice, granted('face-rejected', Number.NaN), 'exception-not-allowed'],
      [thrice, granted('injury', 2), 'exception-not-allowed'],
      [[], granted('face-rejected', 2), 'exception-not-allowed'],
    ] as const) {
      const decision = decideRoute(facts(trials, given), policy);
      assert.equal(decision.standing, 'open');
      assert.ok(decision.grounds.includes(why));
    }
  });
});

describe('decideRoute: activation under a condition', () => {
  const onOutage = under([mobileId], {
    afterFailure: [
      { kind: 'conditional-activation', on: 'outage', deadline: milliseconds(60 * MINUTE) },
    ],
  });
  const out = [tried('unavailable', 1, MOBILE_ID)];
  const since = { conditionalSince: instant(10 * MINUTE) };

  it('is offered after an outage only', () => {
    const kinds = (trials: readonly RouteTrial[]) =>
      decideRoute(facts(trials), onOutage).next.map(({ kind }) => kind);
    assert.ok(kinds(out).includes('conditional-activation'));
    assert.ok(!kinds([tried('rejected', 1, MOBILE_ID)]).includes('conditional-activation'));
    // The source is back.
    assert.ok(!kinds([...out, tried('rejected', 2, MOBILE_ID)]).includes('conditional-activation'));
  });

  it('holds until its deadline, in which the routes stay open', () => {
    const decision = decideRoute(facts(out, { ...since, asOf: instant(69 * MINUTE) }), onOutage);
    assert.equal(decision.standing, 'conditional');
    assert.deepEqual(decision.next, [{ kind: 'route', route: 'mobile-id', attemptsLeft: 2 }]);
  });

  it('ends in a confirmation when somebody is verified in time', () => {
    const trials = [...out, tried('verified', 60, MOBILE_ID)];
    assert.equal(decideRoute(facts(trials, since), onOutage).standing, 'confirmed');
  });

  it('lapses at the deadline, and takes no verification after it', () => {
    const late = [...out, tried('verified', 70, MOBILE_ID)];
    for (const trials of [out, late]) {
      const decision = decideRoute(
        facts(trials, { ...since, asOf: instant(70 * MINUTE) }),
        onOutage,
      );
      assert.equal(decision.standing, 'lapsed');
      assert.deepEqual(decision.next, [{ kind: 'cancel-line' }, { kind: 'appeal' }]);
    }
  });

  it('lapses at once when the check that was put off fails for good', () => {
    const trials = [...out, tried('rejected', 20, MOBILE_ID), tried('rejected', 21, MOBILE_ID)];
    const asOf = { asOf: instant(22 * MINUTE) };
    assert.equal(decideRoute(facts(trials, { ...since, ...asOf }), onOutage).standing, 'lapsed');
  });

  it('never outlives a clock that says nothing', () => {
    const broken = facts(out, { ...since, asOf: instant(Number.NaN) });
    assert.equal(decideRoute(broken, onOutage).standing, 'lapsed');
  });
});

describe('decideRoute: lines of a person', () => {
  const limit = { lines: 3, within: milliseconds(30 * 24 * 60 * MINUTE) } as const;
  const counted = (lines: number) => ({ lines: { kind: 'counted', lines } as const });
  const verified = [tried('verified', 1)];

  it('are limited, also for whoever is confirmed', () => {
    const policy = under([face], { lineLimit: { ...limit, whenUnknown: 'go-on' } });
    assert.equal(decideRoute(facts(verified, counted(2)), policy).standing, 'confirmed');
    for (const lines of [3, 4, Number.NaN]) {
      const decision = decideRoute(facts(verified, counted(lines)), policy);
      assert.deepEqual(
        [decision.standing, decision.grounds, decision.next],
        ['refused', ['line-limit-reached'], [{ kind: 'appeal' }]],
      );
    }
  });

  it('that could not be counted are what the rule says of them', () => {
    const refusing = under([face], { lineLimit: { ...limit, whenUnknown: 'refuse' } });
    assert.deepEqual(decideRoute(facts(verified), refusing).grounds, ['lines-not-counted']);
    const lenient = under([face], { lineLimit: { ...limit, whenUnknown: 'go-on' } });
    assert.equal(decideRoute(facts(verified), lenient).standing, 'confirmed');
  });
});
