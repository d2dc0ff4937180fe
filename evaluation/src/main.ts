/** The command of the evaluation. Exit codes: 0 measured, 2 input that could not be used, 3 our fault. */

import process from 'node:process';
import { parseArguments, USAGE } from './arguments.ts';
import { runClips } from './clips/run-clips.ts';
import { runComparison } from './comparison/run-comparison.ts';
import { EvaluationError, type EvaluationErrorCode } from './evaluation-error.ts';

const SENTENCES: Readonly<Record<EvaluationErrorCode, string>> = {
  DATA_FOLDER_UNUSABLE: 'A data folder cannot be used; what is missing is named below.',
  POLICY_UNUSABLE: 'The policy document cannot be read.',
  NETWORKS_UNUSABLE:
    'A network that the policy names is not listed, not installed, or not as it is listed.',
  CALIBRATION_IMPOSSIBLE: 'No cohort has the 10,000 non-mated pairs that FMR 1e-4 needs.',
  PEERS_NOT_INSTALLED: 'The peers could not be installed: npm ci failed in evaluation/peers.',
  RECOGNISER_FAILED: 'A recogniser ended or could not answer. Are the networks installed?',
  BOOTH_UNAVAILABLE: 'No booth became ready.',
  SERVICE_UNUSABLE: 'The service did not start, or did not answer as its documents say.',
  SAMPLE_MISSING: 'There is no sample applicant; npm run build makes it.',
  LABORATORY_FAILED: 'A process of the attack laboratory ended or could not answer.',
  SESSIONS_UNUSABLE:
    'Stored sessions of the attack laboratory cannot be read, or were held under other settings or by other code.',
};

const USER_CODES: ReadonlySet<EvaluationErrorCode> = new Set<EvaluationErrorCode>([
  'DATA_FOLDER_UNUSABLE',
  'POLICY_UNUSABLE',
  'NETWORKS_UNUSABLE',
  'CALIBRATION_IMPOSSIBLE',
]);

async function main(): Promise<number> {
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed.kind === 'refused') {
    process.stderr.write(`${parsed.reason}\n\n${USAGE}`);
    return 2;
  }
  try {
    if (parsed.kind === 'attacks') process.stdout.write(await runClips(parsed.run));
    else await runComparison(parsed.run);
    return 0;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const details = Object.entries(error.details).map(([name, value]) => `  ${name}: ${value}\n`);
    process.stderr.write(`${error.code}: ${SENTENCES[error.code]}\n${details.join('')}`);
    return USER_CODES.has(error.code) ? 2 : 3;
  }
}

process.exitCode = await main();
