/**
 * What the passive attack score does to portraits and to drawings of attacks, under the shipped policy.
 *
 *   npm run evaluate:attack-score -- --data <folder of pictures> [--data …] [--limit n] [--seed n] [--out folder]
 *     [--policy file] [--manifest file] [--models folder]
 *
 * It works with the networks that the policy names. Exit codes: 0 measured, 2 input that could not be used.
 */
import { decidePad, type FacePolicy, type PadDecision, type PadThreshold } from '@bonin/core';
import { EngineError, openEngine, type Engine } from '@bonin/engine';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EvaluationError } from '../evaluation-error.ts';
import { clopperPearson, upperBound } from '../metrics/rate-bounds.ts';
import { seededRandom, type SeededRandom } from '../metrics/seeded-random.ts';
import { readFacePolicy } from '../policy.ts';
import { formatShare, table } from '../reports/format.ts';
import { DRAWN_SPECIES, drawAttack } from './drawn-attacks.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', multiple: true, default: [] },
    limit: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    policy: { type: 'string', default: 'policies/default.json' },
    manifest: { type: 'string', default: 'models/manifest.json' },
    models: { type: 'string', default: 'models/files' },
    out: { type: 'string', default: 'docs/performance' },
  },
});

type Tally = Record<PadDecision | 'failure-to-acquire', number>;

const files = options.data.flatMap((folder) =>
  globSync('**/*.{jpg,jpeg,png}', { cwd: folder }).map((file) => join(folder, file)),
);
if (files.length === 0) {
  console.error('no pictures: name a folder of portraits with --data; none are shipped');
  process.exit(2);
}

const limit = Number(options.limit);
if (!Number.isInteger(limit) || limit < 1) {
  console.error('--limit takes a whole number of at least 1');
  process.exit(2);
}

const policy = await readFacePolicy(options.policy).catch((error: unknown) => {
  if (!(error instanceof EvaluationError)) throw error;
  console.error('POLICY_UNUSABLE: the policy document cannot be read');
  process.exit(2);
});
const random = seededRandom('passive-attack-score', options.seed);
const chosen = chooseSome(files.sort(), limit, random);
await using engine = await openScorer(policy);

const rows: [name: string, tally: Tally][] = [];
rows.push([
  'portraits as they are',
  await tallyOf(
    engine,
    chosen.map((file) => () => readFileSync(file)),
  ),
]);
for (const species of DRAWN_SPECIES) {
  const drawings = chosen.map((file) => () => drawAttack(readFileSync(file), species, random));
  rows.push([species, await tallyOf(engine, drawings)]);
}

mkdirSync(options.out, { recursive: true });
const report = reportOf(policy.pad, rows);
writeFileSync(join(options.out, `${policy.pad.calibration}.md`), report);
console.log(report);

/** The engine with the networks that the policy names; ends the command when they cannot be used. */
async function openScorer({ comparison, pad }: FacePolicy): Promise<Engine> {
  try {
    return await openEngine({
      manifestFile: options.manifest,
      modelFolder: options.models,
      recognition: comparison.scale,
      pad: pad.scale,
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(
      `NETWORKS_UNUSABLE (${error.code}): a network that the policy names is not listed, not installed, or not as it is listed`,
    );
    process.exit(2);
  }
}

async function tallyOf(
  scorer: Pick<Engine, 'padScore'>,
  pictures: readonly (() => Uint8Array | Promise<Uint8Array>)[],
): Promise<Tally> {
  const tally: Tally = {
    'bona-fide': 0,
    undecided: 0,
    'attack-presentation': 0,
    'failure-to-acquire': 0,
  };
  for (const picture of pictures) {
    const result = await scorer.padScore(await picture());
    if (result.kind === 'not-evaluated') tally['failure-to-acquire'] += 1;
    else tally[decidePad(result, policy.pad)] += 1;
  }
  return tally;
}

function chooseSome(
  from: readonly string[],
  count: number,
  source: SeededRandom,
): readonly string[] {
  const left = [...from];
  const some: string[] = [];
  while (some.length < count && left.length > 0) {
    some.push(...left.splice(source.below(left.length), 1));
  }
  return some;
}

function reportOf(threshold: PadThreshold, tallies: readonly [string, Tally][]): string {
  const lines = tallies.map(([name, tally], index) => {
    const trials = tally['bona-fide'] + tally.undecided + tally['attack-presentation'];
    const errors = index === 0 ? trials - tally['bona-fide'] : tally['bona-fide'];
    const bounds = clopperPearson(errors, trials);
    return [
      name,
      index === 0 ? 'BPCER' : 'APCER',
      `${errors}/${trials}`,
      formatShare(trials === 0 ? Number.NaN : errors / trials),
      `${formatShare(bounds.lower)} to ${formatShare(bounds.upper)}`,
      formatShare(upperBound(errors, trials)),
      String(tally.undecided),
      String(tally['attack-presentation']),
      String(tally['failure-to-acquire']),
    ];
  });
  return `# ${threshold.calibration}

What the passive attack score of \`${threshold.scale}\` does at the shipped thresholds: under ${threshold.attackBelow} an attack, from
${threshold.bonaFideFrom} on bona fide, between them undecided. Made by \`npm run evaluate:attack-score\`, seed ${options.seed}.

${table(
  [
    'pictures',
    'rate',
    'errors/trials',
    'rate',
    '95 %, two-sided',
    '95 %, upper',
    'undecided',
    'attack',
    'not acquired',
  ],
  lines,
)}

- The two thresholds were set before this was measured and are not derived from it: the report says what they do.
- The portraits are photographs, not people before a camera: their BPCER says little about live captures.
- The attacks are **drawn** from the same portraits. A drawing of an attack is no attack; an APCER on drawings is no claim
  about real prints and screens. It shows that this score must not be relied on alone.
- Trials are pictures; pictures of one person are not independent.
- Not measured: real prints, screens and masks, injected video, other cameras.
`;
}
