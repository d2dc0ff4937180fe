import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseLaboratoryArguments, type LaboratoryArguments } from './laboratory-arguments.ts';
import type { LaboratoryWorker } from './laboratory-workers.ts';
import { runLaboratory } from './run-laboratory.ts';
import type { PlannedSession, SessionRecord } from './session-record.ts';
import type { SeriesName, SessionStore, StoredSeries } from './session-store.ts';
import { AGAINST, POLICY, probeFindings, sessionRecord } from './testing/session-records.ts';

function memoryStore(): SessionStore {
  const kept = new Map<string, SeriesName & { sessions: SessionRecord[] }>();
  const keyOf = ({ profile, name }: SeriesName): string => `${profile} ${name}`;
  return {
    begin(series, { resume }) {
      const sessions = resume ? [...(kept.get(keyOf(series))?.sessions ?? [])] : [];
      kept.set(keyOf(series), { ...series, sessions: [...sessions] });
      return sessions;
    },
    add: (series, record) => void kept.get(keyOf(series))!.sessions.push(record),
    all: (): readonly StoredSeries[] => [...kept.values()],
  };
}

/** Holds nothing: what comes of a session is given. */
function worker(
  held: PlannedSession[],
  outcomeOf: (planned: PlannedSession) => SessionRecord['findings'] = () => probeFindings(),
): LaboratoryWorker {
  return {
    async hold(planned) {
      // Others come in between.
      await new Promise((resolve) => setImmediate(resolve));
      held.push(planned);
      const { trial, attempt } = planned;
      return sessionRecord({ trial, attempt, findings: outcomeOf(planned) });
    },
    replay: ({ replays }) => Promise.resolve(replays.map((trial) => sessionRecord({ trial }))),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function wanted(...args: string[]): LaboratoryArguments {
  const parsed = parseLaboratoryArguments(['--data', 'x', ...args]);
  assert.ok(parsed.kind === 'run');
  return parsed.run;
}

async function run(
  args: LaboratoryArguments,
  store: SessionStore,
  outcomeOf?: (planned: PlannedSession) => SessionRecord['findings'],
): Promise<readonly PlannedSession[]> {
  const held: PlannedSession[] = [];
  await runLaboratory(args, {
    policy: POLICY,
    store,
    startWorker: () => Promise.resolve(worker(held, outcomeOf)),
    onProgress: () => undefined,
  });
  return held;
}

const trialsOf = (store: SessionStore, name: string): readonly (readonly number[])[] =>
  store
    .all()
    .filter((series) => series.name === name)
    .flatMap(({ sessions }) => sessions.map(({ trial, attempt }) => [trial, attempt]))
    .toSorted(([one = 0, first = 0], [other = 0, second = 0]) => one - other || first - second);

describe('a run of the laboratory', () => {
  it('holds as many sessions of each species as wanted, whatever the number of processes', async () => {
    for (const jobs of ['1', '3']) {
      const store = memoryStore();
      const args = ['--species', 'mirrored', '--species', 'print-flat', '--trials', '5'];
      await run(wanted(...args, '--jobs', jobs), store);
      for (const name of ['mirrored', 'print-flat'])
        assert.deepEqual(
          trialsOf(store, name),
          [0, 1, 2, 3, 4].map((trial) => [trial, 1]),
        );
    }
  });

  it('lets a person who was not confirmed try again, three times in all, and an attack once', async () => {
    const store = memoryStore();
    const args = ['--species', 'person', '--species', 'mirrored', '--people', '3', '--trials', '1'];
    await run(wanted(...args), store, ({ name, trial, attempt }) => {
      const isConfirmed = name === 'person' && (trial === 0 || (trial === 1 && attempt === 2));
      return isConfirmed ? probeFindings() : AGAINST.colours;
    });
    assert.deepEqual(trialsOf(store, 'person'), [
      [0, 1],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    assert.deepEqual(trialsOf(store, 'mirrored'), [[0, 1]]);
  });

  it('holds only what is missing when it is resumed', async () => {
    const store = memoryStore();
    const args = ['--species', 'person', '--people', '2'];
    const isConfirmed = ({ attempt }: PlannedSession) =>
      attempt === 2 ? probeFindings() : AGAINST.colours;
    await run(wanted(...args), store, isConfirmed);
    assert.deepEqual(await run(wanted(...args, '--resume'), store, isConfirmed), []);
    const more = await run(wanted('--species', 'person', '--people', '3', '--resume'), store);
    assert.deepEqual(
      more.map(({ trial, attempt }) => [trial, attempt]),
      [[2, 1]],
    );
  });

  it('plays as many recordings as wanted, each number once', async () => {
    const store = memoryStore();
    await run(wanted('--blind', '120', '--jobs', '2'), store);
    assert.deepEqual(
      trialsOf(store, 'blind-replay').map(([trial]) => trial),
      Array.from({ length: 120 }, (_, trial) => trial),
    );
  });

  it('ends with what went wrong in a process, and begins nothing new', async () => {
    let held = 0;
    const failing: LaboratoryWorker = {
      ...worker([]),
      hold: () => {
        held += 1;
        return Promise.reject(new Error('gone'));
      },
    };
    await assert.rejects(
      runLaboratory(wanted('--species', 'mirrored', '--trials', '9', '--jobs', '1'), {
        policy: POLICY,
        store: memoryStore(),
        startWorker: () => Promise.resolve(failing),
        onProgress: () => undefined,
      }),
      /gone/,
    );
    assert.equal(held, 1);
  });
});

describe('the command line of the laboratory', () => {
  it('presents 150 of each species in the ordinary profile and 60 in the others', () => {
    const { trialsOf: count } = wanted('--profile', 'all');
    assert.deepEqual(
      [count('ordinary', 'mirrored'), count('slow', 'mirrored'), count('ordinary', 'person')],
      [150, 60, 300],
    );
  });

  it('refuses what it does not know with a sentence', () => {
    for (const args of [
      ['--species', 'masks'],
      ['--profile', 'quick'],
      ['--trials', 'many'],
      ['--jobs', '0'],
      ['--unknown'],
    ]) {
      const parsed = parseLaboratoryArguments(args);
      assert.ok(parsed.kind === 'refused' && parsed.reason.length > 5, args.join(' '));
    }
  });
});
