import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { instant, milliseconds } from '../../time/time.ts';
import { compilePolicy } from './compile-policy.ts';
import { decideRoute, type RouteFacts, type RouteTrial } from './decide-route.ts';
import {
  COUNTABLE_OUTCOMES,
  EXCEPTION_GROUNDS,
  ROUTE_OUTCOMES,
  parseRouteId,
  type AfterFailure,
  type RoutePolicy,
  type RouteTerms,
  type RuleTerms,
} from './route-policy.ts';
import { allSituations } from './situation.ts';
import { routePolicyFor } from './testing/route-policies.ts';

/** More in the long form: `npm run test:laws`. */
const numRuns = Number(process.argv.find((word) => word.startsWith('--runs='))?.slice(7) ?? 1_000);

const ROUTES = ['face', 'mobile-id', 'resident-abstract', 'account-check'].map(parseRouteId);
const DAY = 86_400_000;

const anInstant = fc.integer({ min: 0, max: 10 * DAY }).map(instant);
const aDuration = fc.integer({ min: 1, max: 5 * DAY }).map(milliseconds);

const routeTerms = (route: RouteTerms['route']): fc.Arbitrary<RouteTerms> =>
  fc
    .record({
      min: fc.integer({ min: 0, max: 3 }),
      more: fc.integer({ min: 0, max: 3 }),
      counts: fc.subarray([...COUNTABLE_OUTCOMES], { minLength: 1 }),
      lockout: fc.option(aDuration, { nil: undefined }),
    })
    .map(({ min, more, counts, lockout }) => ({
      route,
      attempts: { min, max: Math.max(1, min + more), counts },
      ...(lockout === undefined ? {} : { lockout }),
    }));

const afterFailure: fc.Arbitrary<readonly AfterFailure[]> = fc
  .tuple(
    fc.option(
      fc.record({
        kind: fc.constant('conditional-activation' as const),
        on: fc.constantFrom('failure' as const, 'outage' as const),
        deadline: aDuration,
      }),
      { nil: undefined },
    ),
    fc.option(
      fc.record({
        kind: fc.constant('exception' as const),
        grounds: fc.subarray([...EXCEPTION_GROUNDS], { minLength: 1 }),
        persons: fc.constantFrom(1 as const, 2 as const),
      }),
      { nil: undefined },
    ),
  )
  .map((some) => some.filter((one) => one !== undefined));

const terms: fc.Arbitrary<RuleTerms> = fc
  .subarray(ROUTES, { minLength: 1 })
  .chain((routes) =>
    fc.record({
      kind: fc.constant('required' as const),
      routes: fc.tuple(...routes.map(routeTerms)),
      afterFailure,
      lineLimit: fc.option(
        fc.record({
          lines: fc.integer({ min: 1, max: 5 }),
          within: aDuration,
          whenUnknown: fc.constantFrom('refuse' as const, 'go-on' as const),
        }),
        { nil: undefined },
      ),
    }),
  )
  .map(({ lineLimit, ...rest }) => (lineLimit === undefined ? rest : { ...rest, lineLimit }));

const policy = terms.map(routePolicyFor);

const trial: fc.Arbitrary<RouteTrial> = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    at: anInstant,
    outcome: fc.constantFrom(...ROUTE_OUTCOMES),
    hasEvidence: fc.boolean(),
  })
  .map(({ hasEvidence, ...rest }) => (hasEvidence ? { ...rest, evidence: 'e' } : rest));

const facts: fc.Arbitrary<RouteFacts> = fc
  .record({
    situation: fc.constantFrom(...allSituations()),
    asOf: anInstant,
    trials: fc.array(trial, { maxLength: 12 }),
    conditionalSince: fc.option(anInstant, { nil: undefined }),
    exception: fc.option(
      fc.record({
        ground: fc.constantFrom(...EXCEPTION_GROUNDS),
        at: anInstant,
        persons: fc.integer({ min: 0, max: 3 }),
      }),
      { nil: undefined },
    ),
    lines: fc.oneof(
      fc.record({ kind: fc.constant('counted' as const), lines: fc.integer({ min: 0, max: 6 }) }),
      fc.constant({ kind: 'not-counted' as const }),
    ),
  })
  .map(({ conditionalSince, exception, trials, ...rest }) => ({
    ...rest,
    trials: trials.toSorted((one, other) => one.at - other.at),
    ...(conditionalSince === undefined ? {} : { conditionalSince }),
    ...(exception === undefined ? {} : { exception }),
  }));

/** Whatever was recorded, under whatever rule. */
function always(law: (decision: ReturnType<typeof decideRoute>, given: Given) => void): void {
  fc.assert(
    fc.property(policy, facts, (rules, given) => {
      law(decideRoute(given, compilePolicy(rules)), { facts: given, terms: termsOf(rules) });
    }),
    { numRuns },
  );
}

interface Given {
  readonly facts: RouteFacts;
  readonly terms: Extract<RuleTerms, { kind: 'required' }>;
}

function termsOf({ rules }: RoutePolicy): Given['terms'] {
  const [rule] = rules;
  assert.ok(rule?.terms.kind === 'required');
  return rule.terms;
}

describe('the laws of deciding a route', () => {
  it('nobody is left without a next step', () => {
    always(({ next }) => {
      assert.ok(next.length > 0);
    });
  });

  it('nothing is confirmed without evidence of a route that the rule offers', () => {
    always(({ standing, route }, { facts: { trials }, terms: { routes } }) => {
      if (standing !== 'confirmed') {
        assert.equal(route, undefined);
        return;
      }
      assert.ok(routes.some((one) => one.route === route));
      assert.ok(
        trials.some(
          (one) => one.route === route && one.outcome === 'verified' && one.evidence !== undefined,
        ),
      );
    });
  });

  it('taking evidence away confirms nobody', () => {
    fc.assert(
      fc.property(policy, facts, (rules, given) => {
        const trials = given.trials.map(({ route, at, outcome }) => ({ route, at, outcome }));
        const { standing } = decideRoute({ ...given, trials }, compilePolicy(rules));
        assert.notEqual(standing, 'confirmed');
      }),
      { numRuns },
    );
  });

  it('no line is activated but by a confirmation, an exception that was granted, or a condition that runs', () => {
    always(({ standing, next }, { facts: given, terms: { afterFailure: after } }) => {
      const activates = next.some(({ kind }) => kind === 'activate');
      assert.equal(activates, standing === 'confirmed' || standing === 'excepted');
      if (standing === 'excepted') assert.notEqual(given.exception, undefined);
      if (standing === 'conditional' || standing === 'lapsed') {
        assert.notEqual(given.conditionalSince, undefined);
        assert.ok(after.some(({ kind }) => kind === 'conditional-activation'));
      }
    });
  });

  it('an exception is never granted by fewer persons than the rule says, nor on a ground that it does not name', () => {
    always(({ standing }, { facts: { exception }, terms: { afterFailure: after } }) => {
      if (standing !== 'excepted') return;
      const allowed = after.find((one) => one.kind === 'exception');
      assert.ok(exception !== undefined && allowed !== undefined);
      assert.ok(exception.persons >= allowed.persons);
      assert.ok(allowed.grounds.includes(exception.ground));
    });
  });

  it('a refusal comes only when every route is closed, or the lines are used up', () => {
    always(({ standing, grounds, next }) => {
      if (standing !== 'refused') return;
      assert.ok(!next.some(({ kind }) => kind === 'route'));
      assert.ok(
        grounds.some(
          (one) =>
            one === 'routes-closed' || one === 'line-limit-reached' || one === 'lines-not-counted',
        ),
      );
      assert.ok(next.some(({ kind }) => kind === 'appeal'));
    });
  });

  it('a route is never offered with no try left, nor more tries than the rule gives', () => {
    always(({ next }, { terms: { routes } }) => {
      for (const step of next) {
        if (step.kind !== 'route') continue;
        const max = routes.find(({ route }) => route === step.route)?.attempts.max ?? 0;
        assert.ok(step.attemptsLeft >= 1 && step.attemptsLeft <= max);
      }
    });
  });

  it('an outage, and leaving, take no try away', () => {
    fc.assert(
      fc.property(
        policy,
        facts,
        fc.constantFrom('left', 'unavailable'),
        (rules, given, outcome) => {
          // Without what an outage may open beside the routes.
          const { situation, lines } = given;
          const compiled = compilePolicy(rules);
          const [first] = termsOf(rules).routes;
          assert.ok(first);
          const last = given.trials.at(-1)?.at ?? instant(0);
          const more = { route: first.route, at: last, outcome } as const;
          // Asked after it: before, a lock-out may look as if it went on.
          const asOf = instant(Math.max(given.asOf, last));
          const offered = (trials: readonly RouteTrial[]) =>
            decideRoute({ situation, lines, asOf, trials }, compiled).next.filter(
              ({ kind }) => kind === 'route',
            );
          assert.deepEqual(offered([...given.trials, more]), offered(given.trials));
        },
      ),
      { numRuns },
    );
  });

  it('the same facts under the same policy are decided the same', () => {
    fc.assert(
      fc.property(policy, facts, (rules, given) => {
        const copy = structuredClone(given);
        assert.deepEqual(
          decideRoute(given, compilePolicy(rules)),
          decideRoute(copy, compilePolicy(structuredClone(rules))),
        );
      }),
      { numRuns },
    );
  });
});
