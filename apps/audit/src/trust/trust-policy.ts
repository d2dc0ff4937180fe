/** What a verifier asks of a result before it acts on it. @see docs/formats/trust-policy.md */
import { LedgerError, parseWitnessPolicy, type WitnessPolicy } from '@bonin/ledger';

export const TRUST_POLICY_FORMAT = 'bonin/trust-policy/v1';

/** A least threshold on one scale; numbers of two scales say nothing of one another. */
export interface ThresholdFloor {
  readonly decides: string;
  readonly scale: string;
  readonly minimum: number;
}

/** What a policy of the service must at least ask for. */
export interface PolicyFloor {
  /** Empty: nothing is asked. */
  readonly thresholds: readonly ThresholdFloor[];
  /** Measures that have to hold for every booth that was shown anything. */
  readonly isolation: readonly string[];
  readonly attackDetection: 'challenge-and-passive' | 'passive-only';
}

/** `undefined`: any. That nothing is asked stands in the file, never by leaving a member away. */
export interface TrustPolicy {
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly builds: ReadonlySet<string> | undefined;
  readonly models: ReadonlySet<string> | undefined;
  /** RFC 7638 thumbprints. */
  readonly resultKeys: ReadonlySet<string> | undefined;
  readonly floor: PolicyFloor;
  /** Logs and witnesses; `undefined` when the ledger is asked nothing. */
  readonly ledger: WitnessPolicy | undefined;
}

/** Of a verifier who asks for nothing. */
export const ASK_NOTHING: TrustPolicy = {
  issuer: undefined,
  audience: undefined,
  builds: undefined,
  models: undefined,
  resultKeys: undefined,
  floor: { thresholds: [], isolation: [], attackDetection: 'passive-only' },
  ledger: undefined,
};

/** A trust policy is not as documented. */
export class TrustPolicyError extends Error {
  readonly member: string;

  constructor(member: string) {
    super('TRUST_POLICY_MALFORMED');
    this.member = member;
  }
}

const HEX = /^[0-9a-f]{64}$/;
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;
const WORD = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const ANY = 'any';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a trust policy.
 *
 * @throws {TrustPolicyError} naming the member; `json` when it is no object at all
 */
export function parseTrustPolicy(text: string): TrustPolicy {
  const file = objectOf(json(text), 'json');
  exactly(file, '', [
    'format',
    'issuer',
    'audience',
    'builds',
    'models',
    'resultKeys',
    'floor',
    'ledger',
  ]);
  if (file['format'] !== TRUST_POLICY_FORMAT) throw new TrustPolicyError('format');
  return {
    issuer: textOrAny(file['issuer'], 'issuer'),
    audience: textOrAny(file['audience'], 'audience'),
    builds: setOrAny(file['builds'], 'builds', HEX),
    models: setOrAny(file['models'], 'models', HEX),
    resultKeys: setOrAny(file['resultKeys'], 'resultKeys', THUMBPRINT),
    floor: floorOf(file['floor']),
    ledger: ledgerOf(file['ledger']),
  };
}

function floorOf(value: unknown): PolicyFloor {
  const floor = objectOf(value, 'floor');
  exactly(floor, 'floor.', ['thresholds', 'isolation', 'attackDetection']);
  const { attackDetection } = floor;
  if (attackDetection !== 'challenge-and-passive' && attackDetection !== 'passive-only') {
    throw new TrustPolicyError('floor.attackDetection');
  }
  return {
    thresholds: listOf(floor['thresholds'], 'floor.thresholds').map(thresholdOf),
    isolation: words(floor['isolation'], 'floor.isolation', WORD),
    attackDetection,
  };
}

function thresholdOf(value: unknown): ThresholdFloor {
  const threshold = objectOf(value, 'floor.thresholds');
  exactly(threshold, 'floor.thresholds.', ['decides', 'scale', 'minimum']);
  const { decides, scale, minimum } = threshold;
  if (typeof decides !== 'string' || !WORD.test(decides)) {
    throw new TrustPolicyError('floor.thresholds.decides');
  }
  if (typeof scale !== 'string' || scale === '') {
    throw new TrustPolicyError('floor.thresholds.scale');
  }
  if (typeof minimum !== 'string' || !DECIMAL.test(minimum)) {
    throw new TrustPolicyError('floor.thresholds.minimum');
  }
  return { decides, scale, minimum: Number(minimum) };
}

function ledgerOf(value: unknown): WitnessPolicy | undefined {
  if (value === ANY) return undefined;
  const lines = listOf(value, 'ledger');
  if (!lines.every((line) => typeof line === 'string')) throw new TrustPolicyError('ledger');
  try {
    return parseWitnessPolicy(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new TrustPolicyError(`ledger ${String(error.details['line'] ?? 0)}`);
  }
}

/** A member that is misspelt would ask nothing; one that is missing must not either. */
function exactly(members: Members, prefix: string, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(members, name)) throw new TrustPolicyError(`${prefix}${name}`);
  }
  if (Object.keys(members).length !== names.length) throw new TrustPolicyError(`${prefix}unknown`);
}

function setOrAny(value: unknown, member: string, shape: RegExp): ReadonlySet<string> | undefined {
  return value === ANY ? undefined : new Set(words(value, member, shape));
}

function textOrAny(value: unknown, member: string): string | undefined {
  if (typeof value !== 'string' || value === '') throw new TrustPolicyError(member);
  return value === ANY ? undefined : value;
}

function words(value: unknown, member: string, shape: RegExp): readonly string[] {
  return listOf(value, member).map((each) => {
    if (typeof each !== 'string' || !shape.test(each)) throw new TrustPolicyError(member);
    return each;
  });
}

function listOf(value: unknown, member: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TrustPolicyError(member);
  return value;
}

function objectOf(value: unknown, member: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TrustPolicyError(member);
  }
  return value as Members;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new TrustPolicyError('json');
    throw error;
  }
}
