import { globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseCsv } from '../cohorts/csv.ts';
import { EvaluationError } from '../evaluation-error.ts';

/** What a recording shows. */
export type ClipLabel = 'bona-fide' | 'attack';

/** One recording: pictures in order, and what is known of it. Names are used to find files and are not reported. */
export interface Clip {
  readonly name: string;
  readonly label: ClipLabel;
  /** Of an attack: which kind; of a bona fide recording whatever tells recordings apart. */
  readonly species: string;
  /** Who is shown; of an attack, who is meant. */
  readonly subject: string;
  readonly framesPerSecond: number;
  readonly files: readonly string[];
}

const COLUMNS = ['clip', 'label', 'species', 'subject', 'fps'] as const;
/** No camera of a telephone is beyond these. */
const FPS_MOST = 1_000;

/**
 * Reads recordings: one folder a clip, its pictures in the order of their names, and `labels.csv`.
 *
 * Nothing is left out quietly: a row that cannot be used makes the whole folder unusable.
 *
 * @throws {EvaluationError} `DATA_FOLDER_UNUSABLE`, naming what is missing and in which row
 * @see docs/formats/attack-clips.md
 */
export async function readClips(folder: string): Promise<readonly Clip[]> {
  const name = path.basename(path.resolve(folder));
  const unusable = (missing: string): EvaluationError =>
    new EvaluationError('DATA_FOLDER_UNUSABLE', { folder: name, missing });
  if (!(await isFolder(folder))) throw unusable('the folder itself');

  const text = await readFile(path.join(folder, 'labels.csv'), 'utf8').catch(() => undefined);
  if (text === undefined) throw unusable('labels.csv');
  const table = parseCsv(text, COLUMNS);
  if (table === undefined) throw unusable(`the columns ${COLUMNS.join(', ')} in labels.csv`);
  if (table.unusableRows > 0) {
    throw unusable(`a cell in each column of labels.csv, in ${table.unusableRows} of its rows`);
  }
  if (table.rows.length === 0) throw unusable('a row in labels.csv');

  const seen = new Set<string>();
  const clips: Clip[] = [];
  for (const [at, row] of table.rows.entries()) {
    // The header is the first line.
    const where = `in line ${at + 2} of labels.csv`;
    const clipFolder = path.resolve(folder, row.clip);
    const isInside = path.dirname(clipFolder) === path.resolve(folder);
    if (!isInside || !(await isFolder(clipFolder)))
      throw unusable(`the folder of the clip ${where}`);
    if (seen.has(row.clip)) throw unusable(`a clip that is not named twice, ${where}`);
    seen.add(row.clip);
    if (row.label !== 'bona-fide' && row.label !== 'attack')
      throw unusable(`the label bona-fide or attack ${where}`);
    const framesPerSecond = /^\d+(?:\.\d+)?$/.test(row.fps) ? Number(row.fps) : Number.NaN;
    if (!(framesPerSecond > 0 && framesPerSecond <= FPS_MOST))
      throw unusable(`pictures a second (fps), a number above 0, ${where}`);
    const files = globSync('*.{jpg,jpeg,png,JPG,JPEG,PNG}', { cwd: clipFolder })
      .sort()
      .map((file) => path.join(clipFolder, file));
    if (files.length === 0) throw unusable(`pictures (JPEG or PNG) of the clip ${where}`);
    const { clip, label, species, subject } = row;
    clips.push({ name: clip, label, species, subject, framesPerSecond, files });
  }
  return clips;
}

async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
