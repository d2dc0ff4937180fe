/**
 * The list of networks, `models/manifest.json`.
 *
 * `docs/formats/model-manifest.md` is the normative page; this reads what it describes.
 */

import { parseModelId, type ModelId } from '@bonin/core';
import { JsonFields, malformed, parseJson, parseWhole } from './json-fields.ts';
import { parseKnownAnswer, type KnownAnswer } from './known-answers.ts';
import { INNER_PATH, parsePackages, SHA256, type PinnedPackage } from './pinned-package.ts';

export const TRANSFORMATIONS = [
  'flush-tiny-weights',
  'unfold-parametric-relu',
  'tflite-to-onnx',
] as const;
export type Transformation = (typeof TRANSFORMATIONS)[number];

export type NetworkSource =
  | {
      readonly kind: 'package';
      readonly package: PinnedPackage;
      readonly path: string;
      /** Where the network lies inside a packed file: first byte, and the byte after the last. */
      readonly range: { readonly start: number; readonly end: number } | undefined;
      readonly sha256: string;
    }
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string };

export interface NetworkInput {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly colour: 'rgb' | 'bgr' | 'grey';
  /** A pixel of 0 to 255 is fed as (pixel − mean) / deviation. */
  readonly mean: number;
  readonly deviation: number;
  readonly layout: 'nchw' | 'nhwc';
}

export interface NetworkOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly meaning: string;
}

export interface NetworkEntry {
  readonly id: ModelId;
  readonly role: 'face-detection' | 'face-landmarks' | 'feature-extraction' | 'attack-detection';
  readonly use: 'shipped' | 'evaluation';
  readonly source: NetworkSource;
  readonly transformations: readonly Transformation[];
  readonly file: { readonly name: string; readonly size: number; readonly sha256: string };
  readonly input: NetworkInput;
  readonly outputs: readonly NetworkOutput[];
  readonly licence: string;
  readonly provenance: string;
  readonly trainingData: string;
  readonly knownAnswer: KnownAnswer;
}

const FORMAT = 'bonin-models/1';
const ENTRY_FIELDS = [
  'id',
  'role',
  'use',
  'source',
  'transformations',
  'file',
  'input',
  'outputs',
  'licence',
  'provenance',
  'trainingData',
  'knownAnswer',
] as const;

/** @throws {InstallError} `MANIFEST_MALFORMED` with the path of the field; `BiometricsError` for an id */
export function parseModelManifest(text: string): readonly NetworkEntry[] {
  const manifest = parseJson(text, 'models');
  manifest.onlyKnows('format', 'packages', 'networks');
  manifest.oneOf('format', [FORMAT]);
  const packages = parsePackages(manifest.fields('packages'));
  const networks = manifest.list('networks', (value, path) => parseEntry(value, path, packages));
  for (const key of ['id', 'fileName'] as const) {
    const seen = networks.map((entry) => (key === 'id' ? entry.id : entry.file.name));
    if (new Set(seen).size !== seen.length) throw malformed(`models.networks.${key}`);
  }
  return networks;
}

/** One entry alone, as the description tool prints it. @throws {InstallError} `MANIFEST_MALFORMED` */
export function parseEntry(
  value: unknown,
  path: string,
  packages: ReadonlyMap<string, PinnedPackage>,
): NetworkEntry {
  const entry = new JsonFields(value, path);
  entry.onlyKnows(...ENTRY_FIELDS);
  const file = entry.fields('file');
  file.onlyKnows('name', 'size', 'sha256');
  return {
    id: parseModelId(entry.text('id')),
    role: entry.oneOf('role', [
      'face-detection',
      'face-landmarks',
      'feature-extraction',
      'attack-detection',
    ]),
    use: entry.oneOf('use', ['shipped', 'evaluation']),
    source: parseSource(entry.fields('source'), packages),
    transformations: entry.list('transformations', parseTransformation),
    file: {
      name: file.text('name', /^[a-z0-9][a-z0-9.-]*\.onnx$/),
      size: file.whole('size', 1),
      sha256: file.text('sha256', SHA256),
    },
    input: parseInput(entry.fields('input')),
    outputs: entry.list('outputs', parseOutput),
    licence: entry.text('licence'),
    provenance: entry.text('provenance'),
    trainingData: entry.text('trainingData'),
    knownAnswer: parseKnownAnswer(entry.fields('knownAnswer')),
  };
}

function parseSource(
  source: JsonFields,
  packages: ReadonlyMap<string, PinnedPackage>,
): NetworkSource {
  const sha256 = source.text('sha256', SHA256);
  if (source.oneOf('kind', ['package', 'file']) === 'file') {
    source.onlyKnows('kind', 'path', 'sha256');
    return { kind: 'file', path: source.text('path'), sha256 };
  }
  source.onlyKnows('kind', 'package', 'path', 'range', 'sha256');
  const pinned = packages.get(source.text('package'));
  if (pinned === undefined) throw malformed(`${source.path}.package`);
  return {
    kind: 'package',
    package: pinned,
    path: source.text('path', INNER_PATH),
    range: source.has('range') ? parseRange(source.fields('range')) : undefined,
    sha256,
  };
}

function parseRange(range: JsonFields): { readonly start: number; readonly end: number } {
  range.onlyKnows('start', 'end');
  const start = range.whole('start');
  return { start, end: range.whole('end', start + 1) };
}

function parseTransformation(value: unknown, path: string): Transformation {
  const known = TRANSFORMATIONS.find((transformation) => transformation === value);
  if (known === undefined) throw malformed(path);
  return known;
}

function parseInput(input: JsonFields): NetworkInput {
  input.onlyKnows(
    ...['name', 'width', 'height', 'channels', 'colour', 'mean', 'deviation', 'layout'],
  );
  const colour = input.oneOf('colour', ['rgb', 'bgr', 'grey']);
  const channels = input.whole('channels', 1);
  const deviation = input.number('deviation');
  if (channels !== (colour === 'grey' ? 1 : 3)) throw malformed(`${input.path}.channels`);
  if (deviation === 0) throw malformed(`${input.path}.deviation`);
  return {
    name: input.text('name'),
    width: input.whole('width', 1),
    height: input.whole('height', 1),
    channels,
    colour,
    mean: input.number('mean'),
    deviation,
    layout: input.oneOf('layout', ['nchw', 'nhwc']),
  };
}

function parseOutput(value: unknown, path: string): NetworkOutput {
  const output = new JsonFields(value, path);
  output.onlyKnows('name', 'shape', 'meaning');
  return {
    name: output.text('name'),
    shape: output.list('shape', (size, at) => parseWhole(size, at, 1)),
    meaning: output.text('meaning'),
  };
}
