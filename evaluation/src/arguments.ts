import { parseArgs } from 'node:util';
import type { ClipArguments } from './clips/run-clips.ts';

/** What a run of the comparison evaluation was asked for. */
export interface ComparisonArguments {
  readonly dataFolders: readonly string[];
  readonly withPeers: boolean;
  readonly withCalibration: boolean;
  readonly outFolder: string;
  readonly policyFile: string;
  readonly manifestFile: string;
  readonly modelFolder: string;
  readonly seed: number;
  /** Only the first so many persons of each cohort. */
  readonly limit: number | undefined;
}

export type ParsedArguments =
  | { readonly kind: 'comparison'; readonly run: ComparisonArguments }
  | { readonly kind: 'attacks'; readonly run: ClipArguments }
  | { readonly kind: 'refused'; readonly reason: string };

export const USAGE = `Usage: npm run evaluate -- comparison --data <folder> [--data <folder> …] [options]

       npm run evaluate -- attacks --data <folder> [--out, --policy, --manifest, --models]

comparison:
  --data <folder>      images/<id>/portrait.jpg and other.jpg with pairs.csv and persons.csv,
                       or portraits/*.jpg; the layout is detected
  --korean <folder>    the same as a further --data
  --peers              run @vladmandic/face-api and @vladmandic/human beside the engine
  --calibrate          also recommend a threshold and write the calibration report
  --out <folder>       where the reports go (docs/performance)
  --policy <file>      whose threshold is measured (policies/default.json)
  --manifest <file>    networks of the engine (models/manifest.json)
  --models <folder>    their files (models/files)
  --seed <number>      seed of drawings and resampling (1)
  --limit <number>     only the first so many persons of each cohort; for trying out

attacks, on recordings:
  --data <folder>      a folder of pictures for each clip, and labels.csv (clip,label,species,subject,fps)
`;

/** Reads the command line; refuses with a sentence what it cannot use. */
export function parseArguments(args: readonly string[]): ParsedArguments {
  const refuse = (reason: string): ParsedArguments => ({ kind: 'refused', reason });
  let values;
  let positionals;
  try {
    ({ values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string', multiple: true, default: [] },
        korean: { type: 'string', multiple: true, default: [] },
        peers: { type: 'boolean', default: false },
        calibrate: { type: 'boolean', default: false },
        out: { type: 'string', default: 'docs/performance' },
        policy: { type: 'string', default: 'policies/default.json' },
        manifest: { type: 'string', default: 'models/manifest.json' },
        models: { type: 'string', default: 'models/files' },
        seed: { type: 'string', default: '1' },
        limit: { type: 'string' },
      },
    }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'the options could not be read');
  }
  const [evaluation] = positionals;
  if (positionals.length !== 1 || (evaluation !== 'comparison' && evaluation !== 'attacks')) {
    return refuse('name one evaluation: comparison or attacks');
  }
  const dataFolders = [...values.data, ...values.korean];
  if (dataFolders.length === 0) {
    return refuse('no data: name a folder with --data; faces to measure with are not shipped');
  }
  if (evaluation === 'attacks') {
    const [dataFolder] = dataFolders;
    if (dataFolder === undefined || dataFolders.length > 1) {
      return refuse('attacks takes one folder of recordings with --data');
    }
    return {
      kind: 'attacks',
      run: {
        dataFolder,
        outFolder: values.out,
        policyFile: values.policy,
        manifestFile: values.manifest,
        modelFolder: values.models,
      },
    };
  }
  const seed = wholeNumber(values.seed);
  const limit = values.limit === undefined ? undefined : wholeNumber(values.limit);
  if (seed === null || limit === null || (limit !== undefined && limit < 2)) {
    return refuse('--seed takes a whole number, --limit one of at least 2');
  }
  return {
    kind: 'comparison',
    run: {
      dataFolders,
      withPeers: values.peers,
      withCalibration: values.calibrate,
      outFolder: values.out,
      policyFile: values.policy,
      manifestFile: values.manifest,
      modelFolder: values.models,
      seed,
      limit,
    },
  };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
