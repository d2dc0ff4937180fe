import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upperBound } from '../metrics/rate-bounds.ts';
import { presentLaboratory } from './laboratory-report.ts';
import { countPeople } from './people-count.ts';
import type { SessionRecord } from './session-record.ts';
import type { StoredSeries } from './session-store.ts';
import {
  AGAINST,
  ORDINARY,
  POLICY,
  probeFindings,
  sessionRecord,
} from './testing/session-records.ts';

function sessions(count: number, other: Partial<SessionRecord> = {}): readonly SessionRecord[] {
  return Array.from({ length: count }, (_, trial) => sessionRecord({ trial, ...other }));
}

function series(name: string, of: readonly SessionRecord[]): StoredSeries {
  return { profile: 'ordinary', name, sessions: of };
}

const present = (...all: readonly StoredSeries[]): string =>
  presentLaboratory(all, { policy: POLICY, seed: '1', portraits: 9 });

/** The first table of the section: its rows as cells. */
function rows(report: string, section: string): readonly (readonly string[])[] {
  const after = report.slice(report.indexOf(section));
  const lines = after.slice(after.indexOf('\n|') + 1).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

const ATTACKS = '### Attacks, by species';
const stopped = (count: number) => sessions(count, { findings: AGAINST.colours });

describe('the report of the laboratory', () => {
  it('puts the worst species in front: by what was accepted, then by what may be', () => {
    const report = present(
      series('mirrored', stopped(150)),
      series('print-flat', [...stopped(9), ...sessions(1)]),
      series('two-faces', stopped(20)),
    );
    assert.deepEqual(
      rows(report, ATTACKS).map(([name, accepted]) => [name, accepted]),
      [
        ['print-flat', '1/10'],
        ['two-faces', '0/20'],
        ['mirrored', '0/150'],
      ],
    );
  });

  it('gives two-sided bounds, and the upper one by itself', () => {
    const [row] = rows(present(series('mirrored', stopped(150))), ATTACKS);
    assert.deepEqual(row?.slice(1, 4), ['0/150', '0 to 2.43 %', '1.98 %']);
    // What the figure of 7 % asks of the other profiles: 60 without one accepted.
    assert.ok(upperBound(0, 60) < 0.05 && upperBound(0, 42) < 0.07 && upperBound(0, 41) > 0.07);
  });

  it('names the worst species in short, never a mean', () => {
    const report = present(
      series('mirrored', stopped(100)),
      series('two-faces', [...stopped(99), ...sessions(1)]),
    );
    const [short] = rows(report, '## In short');
    assert.equal(short?.[2], 'two-faces: 1/100');
    assert.equal(/\b(?:mean|average) of/i.test(report), false);
  });

  it('counts a puppet in real time apart, as what is not covered', () => {
    const report = present(
      series('mirrored', stopped(10)),
      series('puppet-on-screen', sessions(10)),
    );
    assert.deepEqual(
      rows(report, ATTACKS).map(([name]) => name),
      ['mirrored'],
    );
    assert.deepEqual(rows(report, 'Not covered')[0]?.slice(0, 2), ['puppet-on-screen', '10/10']);
  });

  it('says where sessions ended and which pieces did not speak for them', () => {
    const ended = sessions(3, { missed: 'pose', stepsDone: 1, findings: AGAINST.poses });
    const report = present(series('mirrored', [...ended, ...stopped(2)]));
    const [row] = rows(report, '### Where they ended');
    assert.deepEqual(row?.slice(1, 6), ['0', '3', '0', '2', '1: 3, 4: 2']);
    assert.deepEqual(row.slice(10, 15), ['3', '0', '0', '2', '0']);
  });

  it('tells what a piece is worth by what passes without it, from sessions that went on', () => {
    const cutShort = sessions(4, { missed: 'pose', findings: AGAINST.colours });
    const wentOn = sessions(2, {
      missed: 'pose',
      findings: AGAINST.colours,
      beyond: AGAINST.poses,
    });
    const [row] = rows(
      present(series('mirrored', [...cutShort, ...wentOn])),
      '### What each piece',
    );
    assert.deepEqual(row?.slice(0, 4), ['mirrored', '2', '0', '2']);
    assert.deepEqual(row.slice(4), ['0', '0', '0', '0', '0', '0']);
  });

  it('adds what is accepted and who is refused for the RIAPAR of the worst species', () => {
    const people = [
      ...sessions(9),
      ...[1, 2, 3].map((attempt) =>
        sessionRecord({ trial: 9, attempt, findings: AGAINST.colours }),
      ),
    ];
    const report = present(
      series('person', people),
      series('mirrored', [...stopped(8), ...sessions(2)]),
      series('two-faces', stopped(10)),
    );
    const figures = new Map(
      rows(report, '### Simulated people').map(([figure, value]) => [figure, value]),
    );
    assert.equal(figures.get('RIAPAR of the system (worst species, mirrored)'), '30 %');
    assert.equal(figures.get('BPCER, first try'), '1/10 = 10 %');
    assert.equal(figures.get('not confirmed within three tries'), '1/10 = 10 %');
  });

  it('says where a profile does not ask for what would give a species away', () => {
    const held = { profile: 'no-motion', name: 'mirrored', sessions: sessions(3) } as const;
    const [row] = rows(present(held), ATTACKS);
    assert.deepEqual([row?.[1], row?.at(-1)], ['3/3', 'poses (not asked for)']);
    const [ordinary] = rows(present(series('mirrored', stopped(3))), ATTACKS);
    assert.equal(ordinary?.at(-1), 'poses');
  });

  it('says what it is, and what it is not', () => {
    const report = present(series('mirrored', stopped(1)));
    assert.match(report, /Nobody was before a camera/);
    assert.match(report, /\d\d\.\d bits against a recording/);
  });

  it('reports blind replays by how far they came', () => {
    const replays = [
      ...sessions(3, { stepsDone: 1, missed: 'pose', findings: AGAINST.poses }),
      sessionRecord({ findings: AGAINST.colours }),
    ];
    const [row] = rows(present(series('blind-replay', replays)), '## Blind replays');
    assert.deepEqual(row?.slice(0, 2), ['ordinary', '0/4']);
    assert.equal(row[3], '1');
    assert.equal(row[4], '0: 0, 1: 3, 2: 0, 3: 0, 4: 1');
  });
});

describe('the count of simulated people', () => {
  it('takes a person for confirmed who is at the second or third try', () => {
    const count = countPeople(
      [
        sessionRecord({ trial: 0 }),
        sessionRecord({ trial: 1, findings: AGAINST.colours }),
        sessionRecord({ trial: 1, attempt: 2, findings: AGAINST.comparison }),
        sessionRecord({ trial: 1, attempt: 3 }),
        sessionRecord({ trial: 2, findings: AGAINST.comparison }),
      ],
      ORDINARY,
    );
    assert.deepEqual(
      [count.trials, count.first.notBonaFide, count.first.notConfirmed, count.notConfirmedInThree],
      [3, 1, 2, 1],
    );
    assert.equal(count.triesMissing, 1);
  });

  it('takes no capture for a try that was not good enough', () => {
    const unusable = {
      findings: AGAINST.colours,
      hindrance: 'adjust-light',
      missed: 'colours',
    } as const;
    const count = countPeople(
      [
        sessionRecord({ trial: 0, ...unusable }),
        sessionRecord({ trial: 0, attempt: 2 }),
        ...[1, 2, 3, 4, 5, 6].map((attempt) => sessionRecord({ trial: 1, attempt, ...unusable })),
      ],
      ORDINARY,
    );
    assert.deepEqual(
      [count.trials, count.unusable, count.first.notConfirmed, count.notConfirmedInThree],
      [2, 2, 1, 1],
    );
    assert.equal(count.triesMissing, 0);
  });

  it('keeps lights, cameras and skins apart', () => {
    const dim = { ...sessionRecord().place, light: 'dim', skin: 'dark' } as const;
    const count = countPeople(
      [
        sessionRecord({ trial: 0 }),
        sessionRecord({ trial: 1, place: dim, findings: AGAINST.colours }),
      ],
      ORDINARY,
    );
    const by = (value: string) => count.apart.find((one) => one.value === value);
    assert.deepEqual([by('dim')?.of, by('dim')?.notBonaFide], [1, 1]);
    assert.deepEqual([by('light')?.of, by('light')?.notBonaFide], [1, 0]);
  });

  it('takes seconds from sessions that were answered to the end', () => {
    const of = [5, 6, 7, 8, 9].map((seconds, trial) =>
      sessionRecord({ trial, lastedMs: 1_000 * seconds }),
    );
    const cut = sessionRecord({ trial: 9, lastedMs: 60_000, missed: 'pose' });
    assert.equal(countPeople([...of, cut], ORDINARY).secondsAt(0.5), 7);
    assert.equal(Number.isNaN(countPeople([cut], ORDINARY).secondsAt(0.5)), true);
  });

  it('does not confirm anybody on findings that are no numbers', () => {
    const record = sessionRecord({ findings: probeFindings({ padScore: Number.NaN }) });
    assert.equal(countPeople([record], ORDINARY).first.notBonaFide, 1);
  });
});
