import { CHALLENGE_PROFILES, type ChallengeProfile } from '@bonin/core';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { SPECIES_NAMES } from './index.ts';
import { PERSON } from './session-record.ts';

export const LABORATORY_USAGE = `npm run evaluate:attacks -- --data <folder of portraits> [options]

  --data <folder>     portraits (JPEG or PNG), each of another person; none are shipped
  --profile <name>    ${CHALLENGE_PROFILES.join(', ')} or all (ordinary)
  --species <name>    only this one, or person; may be given more than once (all of them)
  --trials <n>        sessions of each species (150; 60 in the profiles that are not ordinary)
  --people <n>        simulated people (300; 150 in the profiles that are not ordinary)
  --beyond <n>        sessions of each species that go on after a missed step, to tell what each piece is worth (10)
  --blind <n>         instead: play recordings blindly to so many fresh challenges
  --seed <text>       (1)
  --jobs <n>          processes (as many as there are cores)
  --resume            go on with the sessions that are stored
  --report            hold no session: only report those that are stored
  --policy <file>     (policies/default.json)
  --out <folder>      the report, and the sessions in sessions/ below it (docs/performance)

species: ${SPECIES_NAMES.join(', ')}
`;

/** How many are presented when nobody says otherwise. */
const PRESENTED = {
  ordinary: { trials: 150, people: 300 },
  other: { trials: 60, people: 150 },
} as const;

export interface LaboratoryArguments {
  readonly data: readonly string[];
  readonly profiles: readonly ChallengeProfile[];
  readonly names: readonly string[];
  readonly beyond: number;
  readonly blind: number | undefined;
  readonly seed: string;
  readonly jobs: number;
  readonly resume: boolean;
  readonly reportOnly: boolean;
  readonly policyFile: string;
  readonly outFolder: string;
  /** How many sessions of a name. */
  readonly trialsOf: (profile: ChallengeProfile, name: string) => number;
}

/** Reads the command line; what it cannot use it names. */
export function parseLaboratoryArguments(
  args: readonly string[],
):
  | { readonly kind: 'run'; readonly run: LaboratoryArguments }
  | { readonly kind: 'refused'; readonly reason: string } {
  const refuse = (reason: string) => ({ kind: 'refused', reason }) as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', multiple: true, default: [] },
        profile: { type: 'string', default: 'ordinary' },
        species: { type: 'string', multiple: true, default: [] },
        trials: { type: 'string' },
        people: { type: 'string' },
        beyond: { type: 'string', default: '10' },
        blind: { type: 'string' },
        seed: { type: 'string', default: '1' },
        jobs: { type: 'string', default: String(availableParallelism()) },
        resume: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        policy: { type: 'string', default: 'policies/default.json' },
        out: { type: 'string', default: 'docs/performance' },
      },
    }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'the options could not be read');
  }
  const known: readonly string[] = [PERSON, ...SPECIES_NAMES];
  const unknown = values.species.find((name) => !known.includes(name));
  if (unknown !== undefined) return refuse(`no species ${unknown}`);
  const profiles = CHALLENGE_PROFILES.filter(
    (profile) => values.profile === 'all' || values.profile === profile,
  );
  if (profiles.length === 0) return refuse(`no profile ${values.profile}`);
  const numbers = [values.trials, values.people, values.beyond, values.blind, values.jobs].map(
    (text) => (text === undefined ? undefined : /^\d{1,6}$/.test(text) ? Number(text) : null),
  );
  if (numbers.includes(null)) return refuse('an option takes a whole number');
  const [trials, people, beyond, blind, jobs] = numbers as (number | undefined)[];
  if (jobs === 0) return refuse('--jobs takes one or more');
  return {
    kind: 'run',
    run: {
      data: values.data,
      profiles,
      names: values.species.length > 0 ? [...new Set(values.species)] : known,
      beyond: beyond ?? 0,
      blind,
      seed: values.seed,
      jobs: jobs ?? 1,
      resume: values.resume,
      reportOnly: values.report,
      policyFile: values.policy,
      outFolder: values.out,
      trialsOf(profile, name) {
        const usual = PRESENTED[profile === 'ordinary' ? 'ordinary' : 'other'];
        return name === PERSON ? (people ?? usual.people) : (trials ?? usual.trials);
      },
    },
  };
}
