import { isVerdict } from '@bonin/core';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { buildBoothPrograms } from '../build.ts';
import { collect, deliverAll, END, INFO, POLICY, startBooth } from '../test/booth-testing.ts';
import { matcherProgram } from './launch.ts';
import { openBoothPool } from './pool.ts';
import { isAlive } from './process-facts.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/booth/matcher.mjs');
const SAMPLES = join(ROOT, 'samples/files/man-a-clip-1');

function program(recognition: string) {
  return matcherProgram({
    programFile: PROGRAM,
    manifestFile: join(ROOT, 'models/manifest.json'),
    modelFolder: join(ROOT, 'models/files'),
    networks: { recognition, pad: 'fr-liveness' },
    timings: false,
  });
}

async function killAfter(ms: number): Promise<void> {
  const recognition = 'mobilefacenet';
  const booth = startBooth(program(recognition));
  await booth.ready;
  const comparison = { ...POLICY.comparison, scale: recognition } as typeof POLICY.comparison;
  const pad = { ...POLICY.pad, scale: 'fr-liveness' } as typeof POLICY.pad;
  booth.begin({ info: INFO, facePolicy: { ...POLICY, comparison, pad } });
  const pictures = readdirSync(SAMPLES).slice(0, 6);
  const payloads = pictures.map((name) => new Uint8Array(readFileSync(join(SAMPLES, name))));
  const parts = payloads.map((payload, at) => ({
    kind: at === 0 ? ('card' as const) : ('frame' as const),
    last: false,
    payload,
  }));
  const delivered = deliverAll(booth, [...parts, END]);
  setTimeout(() => {
    // Once it is gone its number may be somebody else's.
    if (isAlive(booth.pid)) process.kill(booth.pid, 'SIGKILL');
  }, ms);
  const symbols = await collect(booth.symbols);
  const ending = await booth.ended;
  await delivered;
  assert.equal(isAlive(booth.pid), false);
  assert.equal(symbols.some(isVerdict), ending.kind === 'concluded');
}

describe('the matcher with its real networks', () => {
  before(async () => {
    if (!existsSync(PROGRAM)) await buildBoothPrograms(join(ROOT, 'dist/booth'));
  });

  it('does not start with a network that nobody listed', async () => {
    for (const recognition of ['nobody-knows', 'mobilefacenet.50+fr-feature-bgr.40']) {
      const opening = openBoothPool({
        program: program(recognition),
        size: 1,
        servingMax: 1,
        takeWaitMs: 1_000,
      });
      await assert.rejects(opening, { code: 'BOOTH_NETWORKS_UNUSABLE' });
    }
  });

  it('ends with a verdict or without one, and is gone, whenever it is killed', async () => {
    for (const ms of [0, 60, 200, 500, 900]) await killAfter(ms);
  });
});
