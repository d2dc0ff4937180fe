import { COLOUR_LEAD_MS, type ChallengeStep } from '@bonin/core';
import type { LiveObservation } from '@bonin/engine';
import type { Shown } from '@bonin/simulated-person';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  conductSession,
  type Examined,
  type FrameSource,
  type SessionEnding,
} from './run-session.ts';
import { POLICY, probeFindings } from './testing/session-records.ts';
import { openTimetable } from './timetable.ts';

const { outline } = POLICY.challenges!.ordinary!;
const SEEN: LiveObservation = { kind: 'unreadable' };

interface Conducted {
  readonly ending: SessionEnding;
  readonly released: { readonly step: ChallengeStep; readonly atMs: number }[];
  readonly shown: { readonly shown: Shown; readonly atMs: number }[];
  readonly taken: number[];
  readonly examined: number;
}

/** A booth that sees a step done at the third frame after its release, unless it is one that it never sees. */
async function conduct({
  misses = () => false,
  goesBeyond = false,
}: {
  readonly misses?: (step: ChallengeStep) => boolean;
  readonly goesBeyond?: boolean;
} = {}): Promise<Conducted> {
  let number = 7;
  const released: Conducted['released'][number][] = [];
  const shown: Conducted['shown'][number][] = [];
  const taken: number[] = [];
  let frames = 0;
  let examined = 0;
  const source: FrameSource = {
    see: (what, atMs) => void shown.push({ shown: what, atMs }),
    take: (atMs) => {
      taken.push(atMs);
      return Promise.resolve(SEEN);
    },
  };
  const live = {
    release: (step: ChallengeStep, atMs: number) => {
      released.push({ step, atMs });
      frames = 0;
    },
    judge: () => {
      frames += 1;
      const step = released.at(-1)?.step;
      const stepDone = step !== undefined && frames === 3 && !misses(step);
      return Promise.resolve({ kind: 'taken', stepDone } as const);
    },
  };
  const ending = await conductSession(live, source, {
    outline,
    draw: (below) => {
      number = (Math.imul(number, 1103515245) + 12345) >>> 0;
      return Math.floor((number / 2 ** 32) * below);
    },
    examine: (): Promise<Examined> => {
      examined += 1;
      return Promise.resolve({ findings: probeFindings(), hindrance: undefined });
    },
    goesBeyond,
  });
  return { ending, released, shown, taken, examined };
}

const isPose = ({ kind }: ChallengeStep): boolean => kind === 'pose';

describe('a session of the laboratory', () => {
  it('releases a step only on the grid after the one before was seen', async () => {
    const { ending, released } = await conduct();
    assert.equal(ending.missed, undefined);
    assert.equal(ending.stepsDone, ending.steps);
    assert.equal(released.length, ending.steps);
    for (const { atMs } of released) assert.equal(atMs % 250, 20);
  });

  it('shows a step later than it is released, and the colours after their lead', async () => {
    const { released, shown } = await conduct();
    const colours = released.find(({ step }) => step.kind === 'colours');
    const first = shown.find(({ shown: what, atMs }) => what.kind === 'colour' && atMs > 0);
    assert.ok(colours !== undefined && first !== undefined);
    assert.ok(first.atMs >= colours.atMs + COLOUR_LEAD_MS + 25, `${first.atMs} ${colours.atMs}`);
  });

  it('goes on taking frames between the steps', async () => {
    const { taken } = await conduct();
    const gaps = taken.slice(1).map((atMs, at) => atMs - taken[at]!);
    assert.ok(Math.max(...gaps) <= 210 && Math.min(...gaps) >= 100);
  });

  it('draws a step that was missed anew once, then the challenge is over', async () => {
    const { ending, released, examined } = await conduct({ misses: isPose });
    assert.equal(ending.missed, 'pose');
    assert.equal(ending.repeats, 1);
    assert.equal(released.filter(({ step }) => isPose(step)).length, 2);
    assert.ok(ending.stepsDone < ending.steps);
    assert.deepEqual([examined, ending.beyond], [1, undefined]);
  });

  it('never draws the middle anew', async () => {
    const { ending, released } = await conduct({ misses: ({ kind }) => kind === 'straight' });
    assert.deepEqual([ending.missed, ending.stepsDone, released.length], ['straight', 0, 1]);
  });

  it('goes on after a step that was missed where that is wanted, and keeps apart what is decided', async () => {
    const short = await conduct({ misses: isPose });
    const beyond = await conduct({ misses: isPose, goesBeyond: true });
    assert.equal(beyond.ending.stepsDone, short.ending.stepsDone);
    assert.equal(beyond.ending.missed, 'pose');
    assert.equal(beyond.examined, 2);
    assert.notEqual(beyond.ending.beyond, undefined);
    assert.ok(beyond.released.length > short.released.length);
  });
});

describe('a timetable', () => {
  it('lets things happen in order of time, and those of one moment in order of planning', async () => {
    const happened: string[] = [];
    const timetable = openTimetable();
    const note = (name: string) => (atMs: number) => void happened.push(`${name} ${atMs}`);
    timetable.at(20, note('second'));
    timetable.at(10, async (atMs) => {
      await Promise.resolve();
      note('first')(atMs);
      timetable.at(20, note('third'));
      timetable.at(5, note('at once'));
    });
    await timetable.run();
    assert.deepEqual(happened, ['first 10', 'at once 10', 'second 20', 'third 20']);
  });
});
