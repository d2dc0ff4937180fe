/**
 * How this installation runs: the only reader of environment and arguments.
 *
 * Not here: anything that decides about a person; that is a policy (docs/formats/policy.md).
 */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import {
  TENANT_CLASSES,
  parseRegistrationId,
  parseTenantId,
  type RegistrationId,
  type TenantClass,
  type TenantId,
} from '@bonin/core';
import { z } from 'zod';
import { readToldByHand, type ToldByHand } from './ledger/hand-words.ts';
import { readTrustPins, type TrustPins } from './results/trust-policy.ts';
import { ServerError } from './server-error.ts';

export const REPOSITORY_ROOT = resolve(import.meta.dirname, '../../..');

export interface DemonstrationConfig {
  readonly apiKey: string;
}

export interface ServerConfig {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** Where the outside reaches this service; `undefined`: the address it listens on. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly policyFile: string;
  /** Names who may publish route policies; `undefined`: nobody, and there are none. */
  readonly policyOperatorsFile: string | undefined;
  /** Signed route policies that are published at the start. */
  readonly routePolicyFolder: string | undefined;
  /** Names the witnesses that are asked to sign the ledger; `undefined`: nobody is. */
  readonly witnessPolicyFile: string | undefined;
  /** Booths kept warm. */
  readonly boothsWarm: number;
  /** Booths that may serve at once. */
  readonly boothsServingMax: number;
  /** Days after which the salts of a finished registration are destroyed; `undefined`: never. */
  readonly eraseAfterDays: number | undefined;
  readonly requestsPerSecond: number;
  readonly selfSignedTls: boolean;
  /** Addresses of proxies that are believed when they say for whom they ask; `undefined`: nobody is. */
  readonly trustProxy: string | undefined;
  /** Whether `/metrics` answers other machines. */
  readonly metricsPublic: boolean;
  readonly demonstration: DemonstrationConfig | undefined;
  readonly files: InstalledFiles;
}

/** What the build and the installation put where. */
export interface InstalledFiles {
  readonly root: string;
  /** Where the built programs of the booths lie. */
  readonly boothFolder: string;
  readonly modelFolder: string;
  readonly modelManifest: string;
  readonly applicantPage: string;
  readonly samples: string;
}

export type Command =
  | { readonly kind: 'serve' }
  | {
      readonly kind: 'tenant-add';
      readonly id: TenantId;
      readonly name: string;
      readonly tenantClass: TenantClass | undefined;
    }
  | { readonly kind: 'policy-publish'; readonly file: string }
  | { readonly kind: 'facts-export' }
  | { readonly kind: 'keys-rotate' }
  | { readonly kind: 'build-digest'; readonly withFiles: boolean }
  | { readonly kind: 'page-manifest' }
  | { readonly kind: 'ledger-key' }
  | { readonly kind: 'ledger-export'; readonly folder: string }
  | { readonly kind: 'ledger-erase'; readonly id: RegistrationId }
  | { readonly kind: 'ledger-erase-older'; readonly days: number }
  | { readonly kind: 'ledger-tell'; readonly told: ToldByHand }
  | { readonly kind: 'trust-policy'; readonly pins: TrustPins };

const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1');

const integer = (minimum: number, maximum: number, otherwise: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(otherwise);

const addresses = z
  .string()
  .refine((value) => value.split(',').every((each) => isAddressOrNetwork(each.trim())))
  .transform((value) => value.replaceAll(' ', ''));

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const most = family === 4 ? 32 : 128;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
  );
}

/** A hundred years. */
const MOST_DAYS = 36_500;

const environmentSchema = z.object({
  BONIN_DATA_FOLDER: z.string().min(1).default('./data'),
  BONIN_HOST: z.string().min(1).optional(),
  BONIN_PORT: integer(0, 65_535, 8080),
  BONIN_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BONIN_POLICY_FILE: z.string().min(1).default(join(REPOSITORY_ROOT, 'policies/default.json')),
  BONIN_POLICY_OPERATORS_FILE: z.string().min(1).optional(),
  BONIN_ROUTE_POLICY_FOLDER: z.string().min(1).optional(),
  BONIN_WITNESS_POLICY_FILE: z.string().min(1).optional(),
  BONIN_LEDGER_ERASE_AFTER_DAYS: z.coerce.number().int().min(1).max(MOST_DAYS).optional(),
  BONIN_BOOTHS: integer(1, 256, 2),
  BONIN_BOOTHS_SERVING: integer(1, 256, 8),
  BONIN_REQUESTS_PER_SECOND: integer(1, 100_000, 100),
  BONIN_TLS: flag,
  BONIN_TRUST_PROXY: addresses.optional(),
  BONIN_METRICS_PUBLIC: flag,
  BONIN_DEMONSTRATION: flag,
  BONIN_DEMONSTRATION_API_KEY: z.string().min(32).max(200).optional(),
  NODE_ENV: z.string().optional(),
});

/** What stands before the name of a variable of this service. */
const OWN_PREFIX = 'BONIN_';

/** Longest part of an unknown name that is shown. */
const NAME_SHOWN_MAX = 64;

/**
 * Variables that look like ours and are none: a misspelt limit must not leave the service without it.
 *
 * The name is shown as far as it has the shape of one, never the value.
 */
function unknownVariables(given: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(given)
    .filter((name) => name.startsWith(OWN_PREFIX) && !Object.hasOwn(environmentSchema.shape, name))
    .map((name) => name.replaceAll(/[^A-Z0-9_]/gi, '?').slice(0, NAME_SHOWN_MAX));
}

/**
 * Reads how this installation is to run.
 *
 * @throws {ServerError} `CONFIGURATION_UNKNOWN` and `CONFIGURATION_INVALID` naming the variables,
 *   `DEMONSTRATION_IN_PRODUCTION`
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ServerConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = unknownVariables(given);
  if (unknown.length > 0) {
    throw new ServerError('CONFIGURATION_UNKNOWN', { variables: unknown.join(' ') });
  }
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const variables = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    throw new ServerError('CONFIGURATION_INVALID', { variables: [...variables].join(' ') });
  }
  const read = parsed.data;
  return Object.freeze({
    dataFolder: resolve(read.BONIN_DATA_FOLDER),
    host: read.BONIN_HOST ?? (read.BONIN_TLS ? '0.0.0.0' : '127.0.0.1'),
    port: read.BONIN_PORT,
    publicUrl: read.BONIN_PUBLIC_URL,
    databaseUrl: read.DATABASE_URL,
    policyFile: resolve(read.BONIN_POLICY_FILE),
    policyOperatorsFile: resolved(read.BONIN_POLICY_OPERATORS_FILE),
    routePolicyFolder: resolved(read.BONIN_ROUTE_POLICY_FOLDER),
    witnessPolicyFile: resolved(read.BONIN_WITNESS_POLICY_FILE),
    boothsWarm: read.BONIN_BOOTHS,
    boothsServingMax: read.BONIN_BOOTHS_SERVING,
    eraseAfterDays: read.BONIN_LEDGER_ERASE_AFTER_DAYS,
    requestsPerSecond: read.BONIN_REQUESTS_PER_SECOND,
    selfSignedTls: read.BONIN_TLS,
    trustProxy: read.BONIN_TRUST_PROXY,
    metricsPublic: read.BONIN_METRICS_PUBLIC,
    demonstration: readDemonstration(read),
    files: {
      root: REPOSITORY_ROOT,
      boothFolder: join(REPOSITORY_ROOT, 'dist/booth'),
      modelFolder: join(REPOSITORY_ROOT, 'models/files'),
      modelManifest: join(REPOSITORY_ROOT, 'models/manifest.json'),
      applicantPage: join(REPOSITORY_ROOT, 'dist/applicant'),
      samples: join(REPOSITORY_ROOT, 'dist/samples'),
    },
  });
}

function resolved(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function readDemonstration(
  read: z.infer<typeof environmentSchema>,
): DemonstrationConfig | undefined {
  if (!read.BONIN_DEMONSTRATION) return undefined;
  if (read.NODE_ENV === 'production') throw new ServerError('DEMONSTRATION_IN_PRODUCTION');
  if (read.BONIN_DEMONSTRATION_API_KEY === undefined) {
    throw new ServerError('CONFIGURATION_INVALID', { variables: 'BONIN_DEMONSTRATION_API_KEY' });
  }
  return { apiKey: read.BONIN_DEMONSTRATION_API_KEY };
}

/**
 * Reads which command is given.
 *
 * @throws {ServerError} `COMMAND_UNKNOWN`, `LEDGER_WORD_UNKNOWN`
 * @throws {RegistrationError} `REGISTRATION_ID_MALFORMED`, `TENANT_ID_MALFORMED`
 */
export function readCommand(words: readonly string[]): Command {
  if (words.length === 0 || (words.length === 1 && words[0] === 'serve')) return { kind: 'serve' };
  const [subject, verb, id, option, name] = words;
  if (subject === 'build' && verb === 'digest' && words.length <= 3) {
    if (id === undefined || id === '--files') {
      return { kind: 'build-digest', withFiles: id !== undefined };
    }
  }
  if (subject === 'page' && verb === 'manifest' && words.length === 2) {
    return { kind: 'page-manifest' };
  }
  if (subject === 'keys' && verb === 'rotate' && words.length === 2) return { kind: 'keys-rotate' };
  if (subject === 'ledger' && verb === 'key' && words.length === 2) return { kind: 'ledger-key' };
  if (subject === 'ledger' && verb === 'export' && id !== undefined && words.length === 3) {
    return { kind: 'ledger-export', folder: id };
  }
  if (subject === 'ledger' && verb === 'erase' && id !== undefined) {
    if (words.length === 3) return { kind: 'ledger-erase', id: parseRegistrationId(id) };
    const days = Number(option);
    if (id === '--older-than' && words.length === 4 && Number.isInteger(days) && days >= 0) {
      return { kind: 'ledger-erase-older', days };
    }
  }
  if (subject === 'trust' && verb === 'policy') {
    return { kind: 'trust-policy', pins: readTrustPins(words.slice(2)) };
  }
  if (subject === 'ledger' && (verb === 'incident' || verb === 'exception')) {
    return { kind: 'ledger-tell', told: readToldByHand(verb, words.slice(2)) };
  }
  if (subject === 'policy' && verb === 'publish' && id !== undefined && words.length === 3) {
    return { kind: 'policy-publish', file: id };
  }
  if (subject === 'facts' && verb === 'export' && words.length === 2) {
    return { kind: 'facts-export' };
  }
  if (subject === 'tenant' && verb === 'add' && id !== undefined && option === '--name') {
    const [classOption, tenantClass] = words.slice(5);
    const isClass = classOption === '--class' && isTenantClass(tenantClass) && words.length === 7;
    if (name !== undefined && (words.length === 5 || isClass)) {
      return {
        kind: 'tenant-add',
        id: parseTenantId(id),
        name,
        tenantClass: isClass ? tenantClass : undefined,
      };
    }
  }
  throw new ServerError('COMMAND_UNKNOWN');
}

function isTenantClass(word: string | undefined): word is TenantClass {
  return TENANT_CLASSES.some((one) => one === word);
}
