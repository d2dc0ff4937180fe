import { isVerdict } from '@bonin/core';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { buildBoothPrograms } from '../build.ts';
import { beginPair, collect, deliverAll, END, LIMITS, POLICY } from '../test/booth-testing.ts';
import { BOOTH_ROLES, type BoothRole } from './booth-role.ts';
import { boothPrograms } from './launch.ts';
import { openBoothPool } from './pool.ts';
import { isAlive } from './process-facts.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAMS = join(ROOT, 'dist/booth');
const SAMPLES = join(ROOT, 'samples/files/man-a-clip-1');

function programs(recognition: string) {
  return boothPrograms({
    programFolder: PROGRAMS,
    manifestFile: join(ROOT, 'models/manifest.json'),
    modelFolder: join(ROOT, 'models/files'),
    networks: { recognition, pad: 'fr-liveness' },
    timings: false,
  });
}

async function killAfter(role: BoothRole, ms: number): Promise<void> {
  const recognition = 'mobilefacenet';
  const comparison = { ...POLICY.comparison, scale: recognition } as typeof POLICY.comparison;
  const pad = { ...POLICY.pad, scale: 'fr-liveness' } as typeof POLICY.pad;
  const booths = await beginPair({ ...POLICY, comparison, pad }, LIMITS, programs(recognition));
  const pictures = readdirSync(SAMPLES).slice(0, 6);
  const payloads = pictures.map((name) => new Uint8Array(readFileSync(join(SAMPLES, name))));
  const parts = payloads.map((payload, at) => ({
    kind: at === 0 ? ('card' as const) : ('frame' as const),
    last: at === 0,
    payload,
  }));
  const delivered = deliverAll(booths, [...parts, END]);
  setTimeout(() => {
    // Once it is gone its number may be somebody else's.
    const pid = booths.pids[BOOTH_ROLES.indexOf(role)] ?? 0;
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }, ms);
  const symbols = await collect(booths.symbols);
  const ending = await booths.ended;
  await delivered;
  assert.deepEqual(booths.pids.filter(isAlive), []);
  assert.equal(symbols.some(isVerdict), ending.kind === 'concluded');
}

describe('the booths with their real networks', () => {
  before(async () => {
    const isBuilt = BOOTH_ROLES.every((role) => existsSync(join(PROGRAMS, `${role}.mjs`)));
    if (!isBuilt) await buildBoothPrograms(PROGRAMS);
  });

  it('does not start with a network that nobody listed', async () => {
    for (const recognition of ['nobody-knows', 'mobilefacenet.50+fr-feature-bgr.40']) {
      const opening = openBoothPool({
        programs: programs(recognition),
        size: 1,
        servingMax: 1,
        takeWaitMs: 1_000,
      });
      await assert.rejects(opening, { code: 'BOOTH_NETWORKS_UNUSABLE' });
    }
  });

  it('ends with a verdict or without one, and both are gone, whenever one is killed', async () => {
    for (const role of BOOTH_ROLES) {
      for (const ms of [0, 60, 200, 500, 900]) await killAfter(role, ms);
    }
  });
});
