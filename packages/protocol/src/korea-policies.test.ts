import {
  compilePolicy,
  decideRoute,
  instant,
  openHistory,
  parseRouteId,
  type RouteFacts,
  type RouteOutcome,
  type RouteTrial,
  type Situation,
} from '@bonin/core';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseRoutePolicy } from './route-policy-document.ts';

const FOLDER = join(import.meta.dirname, '../../../policies/korea');
const POLICIES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => parseRoutePolicy(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))));
const HISTORY = openHistory(POLICIES);

const SOMEBODY: Situation = {
  channel: 'store',
  kind: 'new-line',
  document: 'resident-card',
  nationality: 'domestic',
  tenantClass: 'mno',
};

/** A moment of a day in Korea. */
const on = (day: string, time = '12:00') => instant(Date.parse(`${day}T${time}:00+09:00`));

function trial(day: string, outcome: RouteOutcome, route = 'face', time = '12:00'): RouteTrial {
  const evidence = outcome === 'verified' ? { evidence: 'e' } : {};
  return { route: parseRouteId(route), at: on(day, time), outcome, ...evidence };
}

function decidedOn(
  day: string,
  situation: Partial<Situation> = {},
  trials: readonly RouteTrial[] = [],
  rest: Partial<RouteFacts> = {},
) {
  const policy = HISTORY.at(on(day));
  assert.ok(policy, 'a rule is in force');
  return decideRoute(
    {
      situation: { ...SOMEBODY, ...situation },
      asOf: on(day, '13:00'),
      trials,
      lines: { kind: 'not-counted' },
      ...rest,
    },
    policy,
  );
}

const routesOf = ({ next }: ReturnType<typeof decidedOn>) =>
  next.flatMap((step) => (step.kind === 'route' ? [step.route] : []));

describe('the Korean rule', () => {
  it('asked nobody for a face before 2025-12-23', () => {
    assert.equal(HISTORY.at(on('2025-12-22', '23:59')), undefined);
    assert.equal(HISTORY.at(on('2025-12-23', '00:00'))?.policy.version, 1);
  });

  it('in the pilot: a foreigner in a store on 2026-01-10 was outside', () => {
    const foreigner = { nationality: 'foreign', document: 'foreign-registration-card' } as const;
    assert.equal(decidedOn('2026-01-10', foreigner).standing, 'not-required');
  });

  it('in the pilot: somebody in the store of a network operator had the face, and the exception', () => {
    const decision = decidedOn('2026-01-10');
    assert.deepEqual(routesOf(decision), ['face']);
    assert.ok(decision.next.some(({ kind }) => kind === 'ask-exception'));
  });

  it('in the pilot: somebody at a virtual operator was asked online, and not in a store', () => {
    const mvno = { tenantClass: 'mvno' } as const;
    assert.equal(decidedOn('2026-01-10', mvno).standing, 'not-required');
    assert.equal(decidedOn('2026-01-10', { ...mvno, channel: 'online' }).standing, 'open');
  });

  it('in the pilot: three failures on 2026-01-10 led to a line by exception, which is no confirmation', () => {
    const failed = ['12:01', '12:02', '12:03'].map((time) =>
      trial('2026-01-10', 'rejected', 'face', time),
    );
    assert.equal(decidedOn('2026-01-10', {}, failed).standing, 'open');
    const granted = decidedOn('2026-01-10', {}, failed, {
      exception: { ground: 'face-rejected', persons: 1, at: on('2026-01-10', '12:10') },
    });
    assert.equal(granted.standing, 'excepted');
  });

  it('in the pilot: who declined the face got the line by exception without a try', () => {
    const granted = decidedOn('2026-01-10', {}, [], {
      exception: { ground: 'face-declined', persons: 1, at: on('2026-01-10', '12:10') },
    });
    assert.equal(granted.standing, 'excepted');
  });

  it('of 2026-03-23, as planned, never decided anything', () => {
    assert.equal(HISTORY.at(on('2026-03-23'))?.policy.version, 3);
    const planned = POLICIES.find(({ standing }) => standing === 'never-in-force');
    assert.ok(planned);
    // Tried on a case all the same: three failures would have been the end.
    const { standing } = decideRoute(
      {
        situation: SOMEBODY,
        asOf: on('2026-03-24'),
        trials: [1, 2, 3].map(() => trial('2026-03-23', 'rejected')),
        lines: { kind: 'not-counted' },
      },
      compilePolicy(planned),
    );
    assert.equal(standing, 'refused');
  });

  it('was the pilot to 2026-06-30, and none for five days', () => {
    assert.equal(HISTORY.at(on('2026-06-30', '23:59'))?.policy.version, 3);
    assert.equal(HISTORY.at(on('2026-07-01', '00:00')), undefined);
    assert.equal(HISTORY.at(on('2026-07-06', '00:00'))?.policy.version, 4);
  });

  it('since 2026-07-06: everybody chooses one of three, in stores and online, at every operator', () => {
    for (const channel of ['store', 'online'] as const) {
      for (const tenantClass of ['mno', 'mvno'] as const) {
        const decision = decidedOn('2026-07-06', { channel, tenantClass });
        assert.deepEqual(routesOf(decision), ['face', 'mobile-id', 'resident-abstract']);
      }
    }
  });

  it('since 2026-07-06: three failures on 2026-07-07 close the face and leave the other two', () => {
    const failed = ['12:01', '12:02', '12:03'].map((time) =>
      trial('2026-07-07', 'rejected', 'face', time),
    );
    const decision = decidedOn('2026-07-07', {}, failed);
    assert.equal(decision.standing, 'open');
    assert.deepEqual(routesOf(decision), ['mobile-id', 'resident-abstract']);
    const verified = [...failed, trial('2026-07-07', 'verified', 'resident-abstract', '12:09')];
    const after = decidedOn('2026-07-07', {}, verified);
    assert.deepEqual([after.standing, after.route], ['confirmed', 'resident-abstract']);
  });

  it('since 2026-07-06: a device change on 2026-07-08 is outside', () => {
    assert.equal(decidedOn('2026-07-08', { kind: 'device-change' }).standing, 'not-required');
  });

  it('since 2026-07-06: a foreigner is still outside', () => {
    const foreigner = { nationality: 'foreign', document: 'foreign-registration-card' } as const;
    assert.equal(decidedOn('2026-07-08', foreigner).standing, 'not-required');
  });

  it('since 2026-07-06: a source that is out lets a line be activated, to be confirmed within three days', () => {
    const out = [trial('2026-09-26', 'unavailable', 'resident-abstract')];
    const decision = decidedOn('2026-09-26', {}, out);
    const step = decision.next.find(({ kind }) => kind === 'conditional-activation');
    assert.deepEqual(step, {
      kind: 'conditional-activation',
      deadline: on('2026-09-29', '13:00'),
    });
    const later = decidedOn('2026-09-30', {}, out, {
      conditionalSince: on('2026-09-26', '13:00'),
    });
    assert.equal(later.standing, 'lapsed');
  });

  it('since 2026-07-06: a fourth line within thirty days is refused', () => {
    const decision = decidedOn('2026-07-08', {}, [trial('2026-07-08', 'verified')], {
      lines: { kind: 'counted', lines: 3 },
    });
    assert.deepEqual(decision.grounds, ['line-limit-reached']);
  });

  it('as drafted, offers a foreigner the face and the mobile ID', () => {
    const draft = POLICIES.find(({ standing }) => standing === 'draft');
    assert.ok(draft);
    const decision = decideRoute(
      {
        situation: {
          ...SOMEBODY,
          nationality: 'foreign',
          document: 'foreign-registration-card',
        },
        asOf: on('2027-02-01'),
        trials: [],
        lines: { kind: 'not-counted' },
      },
      compilePolicy(draft),
    );
    assert.deepEqual(routesOf(decision), ['face', 'mobile-id']);
  });
});
