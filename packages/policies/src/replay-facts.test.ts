import { compilePolicy, decideRoute, instant, openHistory, parseRouteId } from '@bonin/core';
import { parseRoutePolicy } from '@bonin/protocol';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  encodeFacts,
  explainDecision,
  parseFacts,
  replayFacts,
  type RecordedFacts,
} from './index.ts';

const KOREA = join(import.meta.dirname, '../../../policies/korea');
const POLICIES = readdirSync(KOREA).map((name) =>
  parseRoutePolicy(JSON.parse(readFileSync(join(KOREA, name), 'utf8'))),
);
const HISTORY = openHistory(POLICIES);
const at = (text: string) => instant(Date.parse(`${text}+09:00`));

function recorded(day: string, rest: Partial<RecordedFacts['facts']> = {}): RecordedFacts {
  return {
    registrationId: 'registration-1',
    tenantId: 'first-mno',
    facts: {
      situation: {
        channel: 'store',
        kind: 'new-line',
        document: 'resident-card',
        nationality: 'domestic',
        tenantClass: 'mno',
      },
      asOf: at(`${day}T13:00:00`),
      trials: ['12:01', '12:02', '12:03'].map((time) => ({
        route: parseRouteId('face'),
        at: at(`${day}T${time}:00`),
        outcome: 'rejected',
      })),
      lines: { kind: 'counted', lines: 1 },
      ...rest,
    },
  };
}

describe('recorded facts', () => {
  const full = recorded('2026-01-10', {
    exception: { ground: 'face-rejected', at: at('2026-01-10T12:30:00'), persons: 1 },
    conditionalSince: at('2026-01-10T12:40:00'),
  });

  it('are read as they were written', () => {
    assert.deepEqual(parseFacts(encodeFacts(full)), full);
  });

  it('are none when any part of them is not what it should be', () => {
    const json = JSON.parse(encodeFacts(full)) as Record<string, unknown>;
    const broken: unknown[] = [
      null,
      [],
      'x',
      ...Object.keys(json)
        .filter((name) => name !== 'exception' && name !== 'conditionalSince')
        .map((name) => ({ ...json, [name]: undefined })),
      { ...json, situation: { channel: 'by-post' } },
      { ...json, trials: [{ route: 'Face', at: 1, outcome: 'rejected' }] },
      { ...json, trials: [{ route: 'face', at: 1, outcome: 'passed' }] },
      { ...json, trials: [{ route: 'face', at: -1, outcome: 'rejected' }] },
      { ...json, exception: { ground: 'likes-me', at: 1, persons: 1 } },
      { ...json, lines: { kind: 'counted', lines: -1 } },
      { ...json, conditionalSince: '2026' },
    ];
    for (const one of broken) assert.equal(parseFacts(JSON.stringify(one)), undefined);
    assert.equal(parseFacts('{'), undefined);
  });
});

describe('a replay', () => {
  const planned = POLICIES.find(({ standing }) => standing === 'never-in-force');
  assert.ok(planned);

  it('tells what would change, by cause, channel and operator, with counts', () => {
    const replay = replayFacts((when) => HISTORY.at(when), compilePolicy(planned));
    const granted = {
      exception: { ground: 'face-rejected', at: at('2026-01-10T12:30:00'), persons: 1 },
    } as const;
    for (const one of [
      recorded('2026-01-10', granted),
      recorded('2026-01-10', granted),
      { ...recorded('2026-01-10'), tenantId: 'first-mvno' },
      recorded('2026-01-10', { trials: [] }),
    ]) {
      replay.take(one);
    }
    const common = { to: 'refused', cause: 'routes-closed', channel: 'store' } as const;
    assert.deepEqual(replay.counts(), {
      facts: 4,
      unchanged: 1,
      changes: [
        { ...common, from: 'excepted', tenantId: 'first-mno', count: 2 },
        { ...common, from: 'open', tenantId: 'first-mvno', count: 1 },
      ],
    });
  });

  it('under the policy of the day itself changes nothing', () => {
    const choice = HISTORY.at(at('2026-07-07T12:00:00'));
    assert.ok(choice);
    const replay = replayFacts((when) => HISTORY.at(when), choice);
    replay.take(recorded('2026-07-07'));
    assert.deepEqual(replay.counts(), { facts: 1, unchanged: 1, changes: [] });
  });

  it('says so where no rule was in force', () => {
    const replay = replayFacts((when) => HISTORY.at(when), compilePolicy(planned));
    replay.take(recorded('2026-07-03'));
    assert.equal(replay.counts().changes[0]?.from, 'no-rule');
  });
});

describe('a decision in words', () => {
  it('names the rule, what was tried, why, and what can be done', () => {
    const { facts } = recorded('2026-07-07');
    const policy = HISTORY.at(facts.asOf);
    assert.ok(policy);
    const decision = decideRoute(facts, policy);
    assert.deepEqual(explainDecision(facts, decision, 'en'), [
      'The rule that applied is “one-of-three-routes”.',
      'Tried, in this order: face (not confirmed); face (not confirmed); face (not confirmed).',
      'It is open: nothing has been decided.',
      'There are tries left.',
      'What can be done now: try mobile-id (3 left); try resident-abstract (3 left).',
    ]);
    const korean = explainDecision(facts, decision, 'ko').join(' ');
    assert.match(korean, /얼굴|face/);
    assert.match(korean, /남은 횟수가 있습니다/);
  });
});
