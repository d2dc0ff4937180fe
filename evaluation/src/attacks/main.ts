/**
 * The attack laboratory: simulated people and attacks before the engine's challenge, counted.
 *
 *   npm run evaluate:attacks -- --data <folder of portraits> [--trials n] [--species name …]
 *     [--profile ordinary|slow|no-motion|no-colour|all] [--seed n] [--policy file] [--out folder]
 *
 * What is asked and what the answer must show is read from the policy: the shipped settings are what is measured.
 *
 * Exit codes: 0 measured, 2 input that could not be used.
 */
import { CHALLENGE_PROFILES, type ChallengeProfile } from '@bonin/core';
import { openEngine, type Engine, type Reference } from '@bonin/engine';
import type { PersonModel, RgbPicture } from '@bonin/simulated-person';
import { streamOf } from '@bonin/simulated-person';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { drawCardView } from '../degradation/index.ts';
import { readPolicy } from '../policy.ts';
import { personOf, SPECIES, SPECIES_NAMES, type Species } from './index.ts';
import { presentLaboratory, type Counted, type Measured } from './laboratory-report.ts';
import { runSession } from './run-session.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', multiple: true, default: [] },
    trials: { type: 'string', default: '150' },
    species: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string', default: 'ordinary' },
    seed: { type: 'string', default: '1' },
    policy: { type: 'string', default: 'policies/default.json' },
    out: { type: 'string', default: 'docs/performance' },
  },
});

const REPORT = 'attack-laboratory-2026-11';

/** Somebody whose portrait can be a reference, and what the simulation needs of it. */
interface Sitter {
  readonly model: PersonModel;
  readonly reference: Reference;
}

const unknown = options.species.filter((name) => !Object.hasOwn(SPECIES, name));
const files = options.data.flatMap((folder) =>
  globSync('**/*.{jpg,jpeg,png}', { cwd: folder }).map((file) => join(folder, file)),
);
const trials = Number(options.trials);
if (files.length < 2 || unknown.length > 0 || !Number.isInteger(trials) || trials < 1) {
  console.error('name two portraits or more with --data (none are shipped), and known species:');
  console.error(`  ${SPECIES_NAMES.join(', ')}`);
  process.exit(2);
}

const policy = await readPolicy(options.policy);
const profiles = CHALLENGE_PROFILES.filter(
  (name) => options.profile === 'all' || options.profile === name,
);
const absent = profiles.filter((name) => policy.challenges?.[name] === undefined);
if (profiles.length === 0 || absent.length > 0) {
  console.error(`--profile takes one that the policy offers, or all; not ${options.profile}`);
  process.exit(2);
}
await using engine = await openEngine({
  manifestFile: 'models/manifest.json',
  modelFolder: 'models/files',
});
const sitters = await seatAll(engine, files.sort());
if (sitters.length < 2) {
  console.error('fewer than two portraits could be a reference');
  process.exit(2);
}

const person: Species = ({ victim }, seed) => personOf(victim, seed);
const wanted = options.species.length > 0 ? options.species : SPECIES_NAMES;
const presented: readonly (readonly [string, Species])[] = [
  ['person', person],
  ...wanted.map((name) => [name, SPECIES[name as keyof typeof SPECIES]] as const),
];
const measured: Measured[] = [];
for (const profile of profiles) measured.push(await measure(profile));
const report = presentLaboratory(measured, { seed: options.seed, portraits: sitters.length });
mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, `${REPORT}.md`), report);
console.log(report);

async function measure(profile: ChallengeProfile): Promise<Measured> {
  const { outline, evidence } = policy.challenges![profile]!;
  const terms = { profile, outline, policy: { ...policy.face, challenge: evidence } };
  const counted: Counted[] = [];
  for (const [name, species] of presented) {
    const sessions: Counted['sessions'][number][] = [];
    for (let trial = 0; trial < trials; trial += 1) {
      sessions.push(await present(species, trial, terms));
      if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${trial + 1}/${trials}   `);
    }
    console.error(`${profile}, ${name}: ${trials} sessions`);
    counted.push({ name, sessions });
  }
  return { ...terms, counted };
}

async function seatAll(from: Engine, portraits: readonly string[]): Promise<readonly Sitter[]> {
  const seated: Sitter[] = [];
  for (const [number, file] of portraits.entries()) {
    const bytes = new Uint8Array(readFileSync(file));
    const located = await from.locate(bytes);
    const extracted = await from.extract(bytes, 'reference');
    if (located.kind !== 'located' || extracted.kind !== 'extracted') continue;
    // A card without glare: what is asked here is whether attacks pass, so the card is made easy.
    const card = await drawCardView(bytes, {
      view: 'combined-no-glare',
      eyeDistancePx: extracted.eyeDistancePx,
      seed: [options.seed, 'laboratory', number],
    });
    const acquired = await from.acquireReference(card, policy.face);
    if (acquired.kind === 'acquired')
      seated.push({ model: located, reference: acquired.reference });
  }
  return seated;
}

async function present(
  species: Species,
  trial: number,
  terms: Pick<Measured, 'policy' | 'outline'>,
): Promise<Counted['sessions'][number]> {
  const victim = sitters[trial % sitters.length] as Sitter;
  const attacker = sitters[(trial + 1 + (trial % 7)) % sitters.length] as Sitter;
  const other = attacker === victim ? sitters[(trial + 1) % sitters.length]! : attacker;
  const seed = Number(options.seed) * 100_000 + trial;
  const random = streamOf(seed, 'challenge');
  return runSession(
    species({ victim: victim.model, attacker: other.model }, seed),
    victim.reference,
    {
      engine,
      ...terms,
      draw: (below) => Math.floor(random() * below),
      encode,
    },
  );
}

async function encode({ width, height, pixels }: RgbPicture): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}
