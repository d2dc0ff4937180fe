/**
 * Prints the manifest entry of a network that an operator brings.
 *
 *     node tools/models/describe.ts network.onnx --id my-network --role feature-extraction \
 *       --colour bgr --mean 127.5 --deviation 128 \
 *       --licence '…' --provenance '…' --training-data '…' [--transformations flush-tiny-weights]
 *
 * `docs/operations/own-model.md` says where it goes.
 */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '@bonin/core';
import { parseEntry, TRANSFORMATIONS } from '../install/manifest.ts';
import { describeNetwork, type NetworkFacts } from './describe-network.ts';

const TEXTS = [
  'id',
  'role',
  'colour',
  'mean',
  'deviation',
  'licence',
  'provenance',
  'training-data',
] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries(
      [...TEXTS, 'transformations'].map((name) => [name, { type: 'string' as const }]),
    ),
  });
  const texts: Readonly<Record<string, string | boolean | undefined>> = values;
  const text = (name: string): string => String(texts[name] ?? '');
  const given = text('transformations').split(',').filter(Boolean);
  const transformations = given.flatMap((name) =>
    TRANSFORMATIONS.filter((known) => known === name),
  );
  const [file] = positionals;
  const missing = TEXTS.filter((name) => text(name) === '');
  if (file === undefined || missing.length > 0 || transformations.length < given.length) {
    process.stderr.write(
      `needed: a file, ${TEXTS.map((name) => `--${name}`).join(', ')};` +
        ` possible: --transformations with any of ${TRANSFORMATIONS.join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const facts = {
    id: text('id'),
    role: text('role'),
    path: resolve(file),
    transformations,
    colour: text('colour'),
    mean: Number(text('mean')),
    deviation: Number(text('deviation')),
    licence: text('licence'),
    provenance: text('provenance'),
    trainingData: text('training-data'),
  } as NetworkFacts;
  const entry = await describeNetwork(await readFile(file), facts);
  // Reading it back refuses what was given wrongly: a role, a colour, a number.
  parseEntry(JSON.parse(JSON.stringify(entry)), 'entry', new Map());
  process.stdout.write(`${JSON.stringify(entry, undefined, 2)}\n`);
}

try {
  await main();
} catch (failure) {
  const known = failure instanceof CodedError;
  const details = known ? JSON.stringify(failure.details) : '';
  process.stderr.write(`${known ? failure.code : String(failure)} ${details}\n`);
  process.exitCode = 1;
}
