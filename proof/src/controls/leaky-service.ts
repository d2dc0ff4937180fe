/**
 * The service with booths that tell everything and a process that puts it everywhere: the positive control of the proof.
 * No part of the product, and not reachable from it.
 */
import { boothPrograms, networksOf, openBoothPool, type BoothProgram } from '@bonin/booth';
import { openEngine } from '@bonin/engine';
import { readConfig, readPolicyFile, startServer } from '@bonin/server';
import { openStorage, type Storage } from '@bonin/storage';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { openLeaks } from './leaks.ts';
import { shapesOf } from './shapes.ts';

const LEAKY_BOOTH = path.join(import.meta.dirname, 'leaky-booth.ts');
/** As many pictures are leaked: the card, and one live frame. */
const PICTURES_MOST = 2;
const JPEG_START = Buffer.of(0xff, 0xd8, 0xff);

const config = readConfig(process.env);
const { boothFolder, modelFolder, modelManifest } = config.files;
const engine = await openEngine({ manifestFile: modelManifest, modelFolder });
const state: { storage: Storage | undefined; pictures: number; leaking: Promise<void> } = {
  storage: undefined,
  pictures: 0,
  leaking: Promise.resolve(),
};
const leaks = openLeaks({
  dataFolder: config.dataFolder,
  storage: () => state.storage,
  writeLog: (line) => process.stderr.write(line),
});

function opened(line: string): void {
  const part = Buffer.from(line, 'base64');
  const start = part.indexOf(JPEG_START);
  if (start < 0 || state.pictures >= PICTURES_MOST) return;
  state.pictures += 1;
  const isLast = state.pictures === PICTURES_MOST;
  state.leaking = state.leaking.then(async () => {
    await leaks.leak(await shapesOf(part.subarray(start), engine));
    if (isLast) process.stdout.write(`${JSON.stringify({ leaked: true })}\n`);
  });
}

function leaky({ file, arguments: words, readable }: BoothProgram): BoothProgram {
  return {
    file: LEAKY_BOOTH,
    arguments: [file, ...words],
    readable: [...readable, LEAKY_BOOTH],
  };
}

const server = await startServer(config, {
  openDatabase: async (location) => {
    const storage = await openStorage(location);
    state.storage = storage;
    return storage;
  },
  openBooths: (asked) => {
    mkdirSync(asked.dataFolder, { recursive: true, mode: 0o700 });
    const real = boothPrograms({
      programFolder: boothFolder,
      manifestFile: modelManifest,
      modelFolder,
      networks: networksOf(readPolicyFile(asked.policyFile).face),
      timings: false,
    });
    return openBoothPool({
      programs: { reader: leaky(real.reader), matcher: leaky(real.matcher) },
      size: 1,
      servingMax: asked.boothsServingMax,
      privateFolder: asked.dataFolder,
      takeWaitMs: 20_000,
      onUncountedLine: opened,
    });
  },
});
process.once('SIGTERM', () => {
  void state.leaking.then(() => server.stop()).then(() => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ ready: true, ...server.facts })}\n`);
