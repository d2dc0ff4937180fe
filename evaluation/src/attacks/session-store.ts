import type { ChallengeProfile, DecisionPolicy } from '@bonin/core';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';
import { formatRecord, parseRecord, type SessionRecord } from './session-record.ts';

const FORMAT = 'bonin-attack-sessions/1';
const ROOT = resolve(import.meta.dirname, '../../..');

/** What a session hangs on: two that differ in it are not counted together. */
const CODE = [
  'packages/{core,engine,simulated-person}/src/**/*.ts',
  'evaluation/src/degradation/*.ts',
  'evaluation/src/attacks/{display,encode-picture,hold-session,ingredients,run-session,sitters,species,timetable}.ts',
];

export interface SeriesName {
  readonly profile: ChallengeProfile;
  /** A species, or `person`. */
  readonly name: string;
}

/** Sessions of one profile and one species, as they are kept. */
export interface StoredSeries extends SeriesName {
  readonly sessions: readonly SessionRecord[];
}

/**
 * Sessions on disk, a file for each profile and species, so that a run that was cut off can be taken up and parts that
 * were run apart can be reported together.
 *
 * Personal data: scores of sessions by number; no picture, no name.
 *
 * @see docs/formats/attack-sessions.md
 */
export interface SessionStore {
  /** Begins a series anew, or goes on with what is there. @throws {EvaluationError} `SESSIONS_UNUSABLE` */
  begin(series: SeriesName, options: { readonly resume: boolean }): readonly SessionRecord[];
  add(series: SeriesName, record: SessionRecord): void;
  /** All that is there. @throws {EvaluationError} `SESSIONS_UNUSABLE` */
  all(): readonly StoredSeries[];
}

/** @param settings - digest of all that sessions hang on, by profile */
export function openSessionStore(
  folder: string,
  settings: (profile: ChallengeProfile) => string,
): SessionStore {
  mkdirSync(folder, { recursive: true });
  const known = new Map<ChallengeProfile, string>();
  /** Once for a run: what changes meanwhile does not concern the processes that are running. */
  const settingsOf = (profile: ChallengeProfile): string => {
    const digest = known.get(profile) ?? settings(profile);
    known.set(profile, digest);
    return digest;
  };
  const fileOf = ({ profile, name }: SeriesName): string =>
    join(folder, `${profile}.${name}.jsonl`);

  function read(file: string): StoredSeries {
    const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
    const header = parseHeader(first);
    if (header === undefined) throw unusable(file, 'malformed');
    if (header.settings !== settingsOf(header.profile))
      throw unusable(file, 'other settings or code');
    // The last line may have been cut off with the run.
    const sessions = lines.flatMap((line) => parseRecord(line) ?? []);
    return { profile: header.profile, name: header.name, sessions };
  }

  return {
    begin(series, { resume }) {
      const file = fileOf(series);
      const sessions = resume && existsSync(file) ? read(file).sessions : [];
      const header = { format: FORMAT, ...series, settings: settingsOf(series.profile) };
      writeFileSync(
        file,
        `${[JSON.stringify(header), ...sessions.map(formatRecord)].join('\n')}\n`,
      );
      return sessions;
    },
    add(series, record) {
      appendFileSync(fileOf(series), `${formatRecord(record)}\n`);
    },
    all() {
      return globSync('*.jsonl', { cwd: folder })
        .sort()
        .map((file) => read(join(folder, file)));
    },
  };
}

interface Header extends SeriesName {
  readonly settings: string;
}

function parseHeader(line: string): Header | undefined {
  try {
    const value = JSON.parse(line) as Partial<Record<keyof Header | 'format', unknown>>;
    const isHeader =
      value.format === FORMAT &&
      typeof value.profile === 'string' &&
      typeof value.name === 'string' &&
      typeof value.settings === 'string';
    return isHeader ? (value as Header) : undefined;
  } catch {
    return undefined;
  }
}

function unusable(file: string, because: string): EvaluationError {
  return new EvaluationError('SESSIONS_UNUSABLE', { file, because });
}

/**
 * The digest of all that sessions of a profile hang on: what is asked and what must be shown (a booth that has seen
 * enough asks for no more), floors and networks, portraits, seed and code.
 */
export function settingsDigest({
  policy,
  profile,
  manifestFile,
  portraits,
  seed,
}: {
  readonly policy: DecisionPolicy;
  readonly profile: ChallengeProfile;
  readonly manifestFile: string;
  readonly portraits: readonly string[];
  readonly seed: string;
}): string {
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array): void => {
    hash.update(`${part.length}:`).update(part);
  };
  add(JSON.stringify([policy.face, policy.challenges?.[profile], profile, seed]));
  add(readFileSync(manifestFile));
  for (const file of portraits) add(readFileSync(file));
  for (const file of CODE.flatMap((files) => globSync(files, { cwd: ROOT })).sort()) {
    if (file.endsWith('.test.ts')) continue;
    add(file);
    add(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}
