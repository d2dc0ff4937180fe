import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { EvaluationError } from '../evaluation-error.ts';
import { formatRecord, parseRecord } from './session-record.ts';
import { openSessionStore } from './session-store.ts';
import { probeFindings, sessionRecord } from './testing/session-records.ts';

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sessions-'));
  made.push(folder);
  return folder;
}

const MIRRORED = { profile: 'ordinary', name: 'mirrored' } as const;
const open = (folder: string, settings = 'these') => openSessionStore(folder, () => settings);

describe('the stored sessions of the laboratory', () => {
  it('are read as they were written', () => {
    const record = sessionRecord({
      missed: 'pose',
      beyond: probeFindings(),
      findings: probeFindings({ relief: { kind: 'not-evaluated', reason: 'no-turn' } }),
    });
    assert.deepEqual(parseRecord(formatRecord(record)), record);
  });

  it('keep a number that is none from speaking for anybody', () => {
    const findings = probeFindings({ padScore: Number.NaN });
    const read = parseRecord(formatRecord(sessionRecord({ findings })));
    assert.deepEqual(read?.findings, findings);
  });

  it('go on after the last whole line of a run that was cut off', () => {
    const folder = newFolder();
    const store = open(folder);
    store.begin(MIRRORED, { resume: false });
    store.add(MIRRORED, sessionRecord({ trial: 0 }));
    const file = path.join(folder, 'ordinary.mirrored.jsonl');
    appendFileSync(file, formatRecord(sessionRecord({ trial: 1 })).slice(0, 90));
    const again = open(folder);
    assert.deepEqual(
      again.begin(MIRRORED, { resume: true }).map(({ trial }) => trial),
      [0],
    );
    again.add(MIRRORED, sessionRecord({ trial: 1 }));
    const [series] = open(folder).all();
    assert.deepEqual(
      series?.sessions.map(({ trial }) => trial),
      [0, 1],
    );
    assert.equal(readFileSync(file, 'utf8').split('\n').length, 4);
  });

  it('begin anew where nobody wants to resume', () => {
    const folder = newFolder();
    const store = open(folder);
    store.begin(MIRRORED, { resume: false });
    store.add(MIRRORED, sessionRecord());
    assert.deepEqual(store.begin(MIRRORED, { resume: false }), []);
    assert.deepEqual(store.all()[0]?.sessions, []);
  });

  it('are put together from parts that were run apart', () => {
    const folder = newFolder();
    for (const name of ['mirrored', 'person'] as const) {
      const store = open(folder);
      store.begin({ profile: 'slow', name }, { resume: false });
      store.add({ profile: 'slow', name }, sessionRecord());
    }
    assert.deepEqual(
      open(folder)
        .all()
        .map(({ profile, name, sessions }) => [profile, name, sessions.length]),
      [
        ['slow', 'mirrored', 1],
        ['slow', 'person', 1],
      ],
    );
  });

  it('are not mixed with those of other settings or other code', () => {
    const folder = newFolder();
    open(folder).begin(MIRRORED, { resume: false });
    const later = open(folder, 'others');
    const refused = (error: unknown): boolean =>
      error instanceof EvaluationError && error.code === 'SESSIONS_UNUSABLE';
    assert.throws(() => later.begin(MIRRORED, { resume: true }), refused);
    assert.throws(() => later.all(), refused);
    later.begin(MIRRORED, { resume: false });
    assert.equal(later.all().length, 1);
  });

  it('are refused when the file is something else', () => {
    const folder = newFolder();
    appendFileSync(path.join(folder, 'ordinary.mirrored.jsonl'), '{"format":"another/1"}\n');
    assert.throws(() => open(folder).all(), EvaluationError);
  });
});
