/**
 * The command that prints the figures of the product as it is shipped: times, memory, sizes.
 *
 * `npm run measure -- [--attempts 30] [--out <file>]`; needs `npm run build` before it.
 */

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readFacePolicy } from './policy.ts';
import {
  measureAttempts,
  measureStages,
  type MeasuredProduct,
} from './product/measure-attempts.ts';
import { measureService } from './product/measure-service.ts';
import { readSampleApplicant, readSampleAttempt } from './product/sample-attempt.ts';
import { presentProduct, presentSizes } from './reports/product-report.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const at = (...parts: string[]): string => path.join(ROOT, ...parts);
const NEEDED = [
  'dist/booth/reader.mjs',
  'dist/booth/matcher.mjs',
  'dist/samples/index.json',
  'models/files',
] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { attempts: { type: 'string', default: '30' }, out: { type: 'string' } },
  });
  const attempts = Number(values.attempts);
  const missing = NEEDED.filter((file) => !existsSync(at(file)));
  if (!Number.isInteger(attempts) || attempts < 1 || missing.length > 0) {
    process.stderr.write(
      missing.length > 0
        ? `Not there: ${missing.join(', ')}. Run npm ci and npm run build first.\n`
        : '--attempts takes a whole number of at least 1.\n',
    );
    return 2;
  }

  const product: MeasuredProduct = {
    programFolder: at('dist/booth'),
    manifestFile: at('models/manifest.json'),
    modelFolder: at('models/files'),
    facePolicy: await readFacePolicy(at('policies/default.json')),
    pictures: await readSampleAttempt(),
  };
  const loadBefore = os.loadavg()[0] ?? 0;
  process.stderr.write(`Running ${attempts} attempts through the service …\n`);
  const throughService = await measureService(await readSampleApplicant(), attempts);
  process.stderr.write(`Running ${attempts} attempts in booths alone …\n`);
  const inBooths = await measureAttempts(product, attempts);
  const stages = await measureStages(product);
  const page = presentProduct({
    throughService,
    inBooths,
    stages,
    sizes: presentSizes(ROOT),
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.cpus().length,
      node: process.version,
      loadBefore,
      loadAfter: os.loadavg()[0] ?? 0,
    },
  });
  process.stdout.write(page);
  if (values.out !== undefined) await writeFile(values.out, page);
  return 0;
}

process.exitCode = await main();
