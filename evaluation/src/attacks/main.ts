/**
 * The attack laboratory: simulated people and attacks before the challenge of the policy, counted.
 *
 *   npm run evaluate:attacks -- --data <folder of portraits> [options]
 *
 * What is asked and what the answer must show is read from the policy: the shipped settings are what is measured.
 *
 * Exit codes: 0 measured, 2 input that could not be used, 3 our fault.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { EvaluationError } from '../evaluation-error.ts';
import { readPolicy } from '../policy.ts';
import {
  LABORATORY_USAGE,
  parseLaboratoryArguments,
  type LaboratoryArguments,
} from './laboratory-arguments.ts';
import { startWorker } from './laboratory-workers.ts';
import { presentLaboratory } from './laboratory-report.ts';
import { runLaboratory } from './run-laboratory.ts';
import { openSessionStore, settingsDigest } from './session-store.ts';

const MANIFEST = 'models/manifest.json';
const MODELS = 'models/files';

const parsed = parseLaboratoryArguments(process.argv.slice(2));
if (parsed.kind === 'refused') {
  process.stderr.write(`${parsed.reason}\n\n${LABORATORY_USAGE}`);
  process.exitCode = 2;
} else {
  process.exitCode = await measure(parsed.run);
}

async function measure(run: LaboratoryArguments): Promise<number> {
  const portraits = run.data
    .flatMap((folder) =>
      globSync('**/*.{jpg,jpeg,png}', { cwd: folder }).map((file) => join(folder, file)),
    )
    .sort();
  if (portraits.length < 2) {
    process.stderr.write(`no two portraits: name a folder with --data\n\n${LABORATORY_USAGE}`);
    return 2;
  }
  try {
    const policy = await readPolicy(run.policyFile);
    const absent = run.profiles.find((profile) => policy.challenges?.[profile] === undefined);
    if (absent !== undefined) {
      process.stderr.write(`the policy offers no profile ${absent}\n`);
      return 2;
    }
    const { seed } = run;
    const store = openSessionStore(join(run.outFolder, 'sessions'), (profile) =>
      settingsDigest({ policy, profile, manifestFile: MANIFEST, portraits, seed }),
    );
    if (!run.reportOnly) {
      const settings = {
        policyFile: run.policyFile,
        manifestFile: MANIFEST,
        modelFolder: MODELS,
        portraits,
        seed,
      };
      await runLaboratory(run, {
        policy,
        store,
        startWorker: () => startWorker(settings),
        onProgress: showProgress,
      });
    }
    const report = presentLaboratory(store.all(), { policy, seed, portraits: portraits.length });
    const [calibration = 'attack-laboratory'] = run.profiles.flatMap(
      (profile) => policy.challenges?.[profile]?.evidence.calibration ?? [],
    );
    mkdirSync(run.outFolder, { recursive: true });
    writeFileSync(join(run.outFolder, `${calibration}.md`), report);
    console.log(report);
    return 0;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const details = Object.entries(error.details).map(([name, value]) => `  ${name}: ${value}\n`);
    process.stderr.write(`${error.code}\n${details.join('')}`);
    return error.code === 'LABORATORY_FAILED' ? 3 : 2;
  }
}

function showProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${of}   `);
  else if (done % 10 === 0 || done === of) process.stderr.write(`${done}/${of}\n`);
}
