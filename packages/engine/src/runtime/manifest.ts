import { readFile } from 'node:fs/promises';
import { parseModelId, type ModelId } from '@bonin/core';
import type { PixelInput } from '../alignment/warp.ts';
import { EngineError } from '../engine-error.ts';

/**
 * The list of networks as the engine reads it: only what running them needs.
 *
 * Here: what `docs/formats/model-manifest.md` says of files, inputs, outputs and known answers.
 * Not here: sources and transformations, which the install step reads.
 */
export interface ManifestEntry {
  readonly id: ModelId;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly input: PixelInput;
  readonly outputs: readonly string[];
  readonly knownAnswer: KnownAnswer;
}

export interface KnownAnswer {
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  readonly tolerance: number;
  readonly values: readonly {
    readonly output: string;
    readonly index: number;
    readonly value: number;
  }[];
}

const FORMAT = 'bonin-models/1';

/**
 * Reads networks from the list in a file, those of the given ids.
 *
 * The others may be of kinds that this engine does not run, and are not looked at.
 *
 * @throws {EngineError} `MODEL_MISSING` when there is no such file
 * @throws {EngineError} `MANIFEST_MALFORMED` when it is no list of networks in this format
 */
export async function readManifest(
  file: string,
  ids: ReadonlySet<string>,
): Promise<readonly ManifestEntry[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new EngineError('MODEL_MISSING', { file: 'manifest' });
  }
  return parseManifest(text, ids);
}

/** @throws {EngineError} `MANIFEST_MALFORMED` */
export function parseManifest(text: string, ids: ReadonlySet<string>): readonly ManifestEntry[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('document');
  }
  const root = record(document, 'document');
  if (root['format'] !== FORMAT) throw malformed('format');
  return list(root['networks'], 'networks')
    .map((value) => record(value, 'networks'))
    .filter((entry) => ids.has(string(entry['id'], 'id')))
    .map(parseEntry);
}

function parseEntry(entry: Record<string, unknown>): ManifestEntry {
  const file = record(entry['file'], 'file');
  const sha256 = string(file['sha256'], 'file.sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw malformed('file.sha256');
  const fileName = string(file['name'], 'file.name');
  // A name, never a way out of the folder.
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(fileName)) throw malformed('file.name');
  return {
    id: parseModelId(string(entry['id'], 'id')),
    fileName,
    sizeBytes: count(file['size'], 'file.size', LARGEST_FILE),
    sha256,
    input: parseInput(record(entry['input'], 'input')),
    outputs: list(entry['outputs'], 'outputs').map((output) =>
      string(record(output, 'outputs')['name'], 'outputs.name'),
    ),
    knownAnswer: parseKnownAnswer(record(entry['knownAnswer'], 'knownAnswer')),
  };
}

function parseInput(input: Record<string, unknown>): PixelInput {
  const { layout, colour, channels } = input;
  if (layout !== 'nchw' && layout !== 'nhwc') throw malformed('input.layout');
  if (colour !== 'rgb' && colour !== 'bgr') throw malformed('input.colour');
  if (channels !== 3) throw malformed('input.channels');
  const divisor = number(input['deviation'], 'input.deviation');
  if (divisor === 0) throw malformed('input.deviation');
  return {
    width: count(input['width'], 'input.width', LARGEST_SIDE),
    height: count(input['height'], 'input.height', LARGEST_SIDE),
    layout,
    colourOrder: colour,
    mean: number(input['mean'], 'input.mean'),
    divisor,
  };
}

function parseKnownAnswer(answer: Record<string, unknown>): KnownAnswer {
  const values = list(answer['values'], 'knownAnswer.values').map((entry) => {
    const value = record(entry, 'knownAnswer.values');
    return {
      output: string(value['output'], 'knownAnswer.values.output'),
      index: number(value['index'], 'knownAnswer.values.index'),
      value: number(value['value'], 'knownAnswer.values.value'),
    };
  });
  // Without a single number nothing would be checked.
  if (values.length === 0) throw malformed('knownAnswer.values');
  return {
    seed: number(answer['seed'], 'knownAnswer.seed'),
    low: number(answer['low'], 'knownAnswer.low'),
    high: number(answer['high'], 'knownAnswer.high'),
    tolerance: number(answer['tolerance'], 'knownAnswer.tolerance'),
    values,
  };
}

function malformed(field: string): EngineError {
  return new EngineError('MANIFEST_MALFORMED', { field });
}

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(field);
  return value as Record<string, unknown>;
}

function list(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(field);
  return value as readonly unknown[];
}

function string(value: unknown, field: string): string {
  if (typeof value !== 'string') throw malformed(field);
  return value;
}

function number(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed(field);
  return value;
}

const LARGEST_SIDE = 4096;
const LARGEST_FILE = 1_000_000_000;

function count(value: unknown, field: string, largest: number): number {
  const found = number(value, field);
  if (!Number.isInteger(found) || found < 1 || found > largest) throw malformed(field);
  return found;
}
