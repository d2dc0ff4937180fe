import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';
import type { AttemptPictures } from './attempt-pictures.ts';

const SAMPLES = path.join(import.meta.dirname, '../../../dist/samples');

/**
 * Reads the pictures of the sample applicant whose answer is Y.
 *
 * @throws {EvaluationError} `SAMPLE_MISSING`
 */
export async function readSampleAttempt(): Promise<AttemptPictures> {
  const index: unknown = JSON.parse(await readFile(path.join(SAMPLES, 'index.json'), 'utf8'));
  const samples = index as readonly { expect: string; card: string; frames: readonly string[] }[];
  const sample = samples.find(({ expect }) => expect === 'Y');
  if (sample === undefined) throw new EvaluationError('SAMPLE_MISSING');
  const read = async (file: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(SAMPLES, file)));
  return { card: await read(sample.card), frames: await Promise.all(sample.frames.map(read)) };
}
