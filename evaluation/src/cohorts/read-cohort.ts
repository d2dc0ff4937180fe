import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';
import type { Cohort, CohortPerson } from './cohort.ts';
import { parseCsv } from './csv.ts';

/**
 * Reads the layout of a data folder: which persons there are and where their images lie.
 *
 * Known layouts: `images/<id>/portrait.jpg` and `other.jpg` with `pairs.csv` and `persons.csv`, or
 * `portraits/*.jpg`. Identifiers are used to find files and are dropped here.
 *
 * @throws {EvaluationError} `DATA_FOLDER_UNUSABLE`, naming what is missing
 */
export async function readCohort(folder: string): Promise<Cohort> {
  const name = path.basename(path.resolve(folder));
  if (!(await exists(folder))) throw unusable(name, 'the folder itself');
  if (await exists(path.join(folder, 'portraits'))) return readPortraits(name, folder);
  if (await exists(path.join(folder, 'images'))) return readPhotographs(name, folder);
  throw unusable(name, 'images/ with pairs.csv and persons.csv, or portraits/');
}

async function readPortraits(name: string, folder: string): Promise<Cohort> {
  const portraits = path.join(folder, 'portraits');
  const files = (await readdir(portraits)).filter((file) => /\.(jpe?g|png|webp)$/i.test(file));
  if (files.length < 2) throw unusable(name, 'at least two images in portraits/');
  return {
    name,
    layout: 'one-portrait',
    persons: files.sort().map((file) => {
      const portrait = path.join(portraits, file);
      return { referenceFile: portrait, probeFile: portrait, sex: undefined, born: undefined };
    }),
    alikePairs: [],
    unusableRows: 0,
  };
}

async function readPhotographs(name: string, folder: string): Promise<Cohort> {
  const personRows = await readTable(name, folder, 'persons.csv', ['id', 'sex', 'born']);
  const pairRows = await readTable(name, folder, 'pairs.csv', ['mated', 'reference', 'probe']);
  let unusableRows = personRows.unusableRows + pairRows.unusableRows;

  const known = new Map(personRows.rows.map((row) => [row.id, row]));
  const persons: CohortPerson[] = [];
  const numberOf = new Map<string, number>();
  const files = { references: new Map<string, number>(), probes: new Map<string, number>() };
  for (const { mated, reference, probe } of pairRows.rows) {
    if (mated !== '1') continue;
    const id = reference.split('/').at(-2) ?? '';
    const [referenceFile, probeFile] = [inside(folder, reference), inside(folder, probe)];
    const isUsable =
      referenceFile !== undefined &&
      probeFile !== undefined &&
      !numberOf.has(id) &&
      (await exists(referenceFile)) &&
      (await exists(probeFile));
    if (!isUsable) {
      unusableRows++;
      continue;
    }
    const number = persons.length;
    numberOf.set(id, number);
    files.references.set(reference, number);
    files.probes.set(probe, number);
    persons.push({ referenceFile, probeFile, ...describePerson(known.get(id)) });
  }
  if (persons.length < 2) throw unusable(name, 'two mated rows of pairs.csv whose images exist');

  const alikePairs: { reference: number; probe: number }[] = [];
  for (const row of pairRows.rows) {
    if (row.mated === '1') continue;
    const reference = files.references.get(row.reference);
    const probe = files.probes.get(row.probe);
    const isPair = row.mated === '0' && reference !== undefined && probe !== undefined;
    if (isPair && reference !== probe) alikePairs.push({ reference, probe });
    else unusableRows++;
  }
  return { name, layout: 'two-photographs', persons, alikePairs, unusableRows };
}

async function readTable<Column extends string>(
  name: string,
  folder: string,
  file: string,
  columns: readonly Column[],
) {
  const place = path.join(folder, file);
  if (!(await exists(place))) throw unusable(name, file);
  const table = parseCsv(await readFile(place, 'utf8'), columns);
  if (table === undefined) throw unusable(name, `the columns ${columns.join(', ')} in ${file}`);
  return table;
}

function describePerson(
  row: { readonly sex: string; readonly born: string } | undefined,
): Pick<CohortPerson, 'sex' | 'born'> {
  const born = /^(?:19|20)\d\d$/.test(row?.born ?? '') ? Number(row?.born) : undefined;
  return { sex: row?.sex === 'F' || row?.sex === 'M' ? row.sex : undefined, born };
}

/** The place of a listed file, or `undefined` when it would lie outside the folder. */
function inside(folder: string, listed: string): string | undefined {
  const place = path.resolve(folder, listed);
  return place.startsWith(path.resolve(folder) + path.sep) ? place : undefined;
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

function unusable(folder: string, missing: string): EvaluationError {
  return new EvaluationError('DATA_FOLDER_UNUSABLE', { folder, missing });
}
