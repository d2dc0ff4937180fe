import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';

const PEERS_FOLDER = path.join(import.meta.dirname, '../../peers');

export interface PeerProgram {
  readonly file: string;
  readonly args: readonly string[];
}

/** One of the peers in two ways: whichever does better is the one to be compared with. */
export const PEER_PROGRAMS: readonly PeerProgram[] = [
  { file: path.join(PEERS_FOLDER, 'face-api.mjs'), args: [] },
  { file: path.join(PEERS_FOLDER, 'human.mjs'), args: ['rotation'] },
  { file: path.join(PEERS_FOLDER, 'human.mjs'), args: ['defaults'] },
];

/** How a peer compares and decides as it is shipped, or as it is found in use. */
export interface PeerMeasure {
  readonly recogniser: string;
  readonly measure: string;
  /** Least similarity that counts as a match; distances are negated. */
  readonly minimum: number;
  readonly decision: string;
}

export const PEER_MEASURES: readonly PeerMeasure[] = [
  {
    recogniser: '@vladmandic/face-api',
    measure: 'euclidean',
    minimum: -0.6,
    decision: 'Euclidean distance up to 0.6, its default',
  },
  {
    recogniser: '@vladmandic/face-api',
    measure: 'cosine',
    minimum: 0.6,
    decision: 'cosine from 0.60, as some products use it',
  },
  {
    recogniser: '@vladmandic/human',
    measure: 'similarity',
    minimum: 0.5,
    decision: 'similarity from 0.5, as its documentation says',
  },
];

/**
 * Installs the peers from their own lockfile where they are not installed yet.
 *
 * @throws {EvaluationError} `PEERS_NOT_INSTALLED`
 */
export async function installPeers(say: (line: string) => void): Promise<void> {
  if (existsSync(path.join(PEERS_FOLDER, 'node_modules/.package-lock.json'))) return;
  say('The peers are not installed: running npm ci in evaluation/peers (about 390 MB) …');
  const code = await new Promise<number | null>((resolve) => {
    const npm = spawn('npm', ['ci', '--no-fund', '--no-audit'], {
      cwd: PEERS_FOLDER,
      stdio: ['ignore', 'inherit', 'inherit'],
      // Without npm's own variables, which would send it to the folder of the run that called us.
      env: Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^npm_(?:config|package)_/i.test(name)),
      ),
    });
    npm.on('error', () => resolve(null));
    npm.on('exit', resolve);
  });
  if (code !== 0) throw new EvaluationError('PEERS_NOT_INSTALLED', { exitCode: code ?? -1 });
}
