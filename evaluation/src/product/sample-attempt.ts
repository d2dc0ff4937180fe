import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';
import type { AttemptPictures } from './attempt-pictures.ts';

const SAMPLES = path.join(import.meta.dirname, '../../../dist/samples');

interface Sample {
  readonly card: string;
  readonly presentation: { readonly kind: string; readonly frames?: readonly string[] };
}

/**
 * Reads the pictures of the sample applicant who is a recording of the man on the card.
 *
 * @throws {EvaluationError} `SAMPLE_MISSING`
 */
export async function readSampleAttempt(): Promise<AttemptPictures> {
  const index: unknown = JSON.parse(await readFile(path.join(SAMPLES, 'index.json'), 'utf8'));
  const samples = index as readonly Sample[];
  const sample = samples.find(({ presentation }) => presentation.kind === 'recording');
  const frames = sample?.presentation.frames;
  if (sample === undefined || frames === undefined) throw new EvaluationError('SAMPLE_MISSING');
  const read = async (file: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(SAMPLES, file)));
  return { card: await read(sample.card), frames: await Promise.all(frames.map(read)) };
}
