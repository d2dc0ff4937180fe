import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  drawSetup,
  openSimulatedPerson,
  streamOf,
  type PersonModel,
  type Presentation,
} from '@bonin/simulated-person';
import sharp from 'sharp';
import { EvaluationError } from '../evaluation-error.ts';
import type { AttemptPictures } from './attempt-pictures.ts';

const SAMPLES = path.join(import.meta.dirname, '../../../dist/samples');

interface Sample {
  readonly id: string;
  readonly card: string;
  readonly presentation: {
    readonly kind: string;
    readonly frames?: readonly string[];
    readonly person?: string;
    readonly portrait?: string;
  };
}

/** The man on the card, as a simulated living person: another one, in another place, for each seed. */
export interface SampleApplicant {
  readonly card: Uint8Array;
  readonly presentationOf: (seed: number) => Presentation;
}

/**
 * Reads the pictures of the sample applicant who is a recording of the man on the card.
 *
 * @throws {EvaluationError} `SAMPLE_MISSING`
 */
export async function readSampleAttempt(): Promise<AttemptPictures> {
  const sample = (await readIndex()).find(({ presentation }) => presentation.kind === 'recording');
  const frames = sample?.presentation.frames;
  if (sample === undefined || frames === undefined) throw new EvaluationError('SAMPLE_MISSING');
  return { card: await read(sample.card), frames: await Promise.all(frames.map(read)) };
}

/**
 * Reads the sample applicant who answers a challenge and whose card it is.
 *
 * @throws {EvaluationError} `SAMPLE_MISSING`
 */
export async function readSampleApplicant(): Promise<SampleApplicant> {
  const sample = (await readIndex()).find(({ id }) => id === 'own-card');
  const { person, portrait } = sample?.presentation ?? {};
  if (sample === undefined || person === undefined || portrait === undefined) {
    throw new EvaluationError('SAMPLE_MISSING');
  }
  const { width, height, points } = JSON.parse(new TextDecoder().decode(await read(person))) as {
    readonly width: number;
    readonly height: number;
    readonly points: readonly number[];
  };
  const rgb = await sharp(await read(portrait))
    .removeAlpha()
    .raw()
    .toBuffer();
  const model: PersonModel = { width, height, rgb, points: Float32Array.from(points) };
  return {
    card: await read(sample.card),
    presentationOf: (seed) =>
      openSimulatedPerson(model, { seed, setup: drawSetup(streamOf(seed, 'setup')) }),
  };
}

async function readIndex(): Promise<readonly Sample[]> {
  const index: unknown = JSON.parse(new TextDecoder().decode(await read('index.json')));
  return index as readonly Sample[];
}

async function read(file: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path.join(SAMPLES, file)));
}
