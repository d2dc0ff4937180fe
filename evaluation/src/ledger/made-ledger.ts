/** A ledger of invented registrations, as large as asked for, in the shape that a service would leave behind. */
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import {
  commitToBytes,
  encodeStatement,
  kOfN,
  makeSalt,
  mergeCosignatures,
  parseVerifierKey,
  referTo,
  toMinute,
  type Statement,
} from '@bonin/ledger';
import {
  appendLeaves,
  cosign,
  emptyFrontier,
  makeCosigningKey,
  makeSigningKey,
  openNoteSigner,
  signCheckpoint,
  type ExportedOpening,
  type ExportedToken,
} from '@bonin/ledger/log';

const ORIGIN = 'measured.example/ledger';
export const BUILD = 'ab'.repeat(32);
const MODEL = 'cd'.repeat(32);
const POLICY_DIGEST = 'ef'.repeat(32);
const POLICY = { id: 'face-2026-11', version: 5 };
const THRESHOLDS = [
  { decides: 'comparison', scale: 'fr-feature-bgr.70+mobilefacenet.30', minimum: '0.5821' },
  { decides: 'attack-detection', scale: 'minifasnet-v2', minimum: '0.5' },
];
const ISOLATION = [
  'child-processes-denied',
  'code-from-text-denied',
  'core-dump-filter-zero',
  'core-dump-size-zero',
  'file-reads-confined',
  'file-size-zero',
  'file-writes-denied',
  'inspector-closed',
  'mount-namespace',
  'network-denied',
  'network-namespace',
  'no-new-privileges',
  'user-namespaces-denied',
  'workers-denied',
];
/** Statements of one registration: attempt opened, deletion, result. */
const PER_REGISTRATION = 3;
const REGISTRATIONS_A_MINUTE = 60;
const START = Date.parse('2026-01-01T00:00:00Z');

export interface MadeLedger {
  readonly origin: string;
  readonly policyText: string;
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly head: { readonly size: number; readonly root: Uint8Array };
  readonly checkpoints: readonly string[];
  readonly openings: readonly ExportedOpening[];
  readonly tokens: readonly ExportedToken[];
  readonly keys: { readonly keys: readonly unknown[] };
  readonly now: number;
}

/**
 * Makes it.
 *
 * @param leaves - how many at least
 * @param perCheckpoint - leaves from one checkpoint to the next; each has two cosignatures
 */
export async function makeLedger(leaves: number, perCheckpoint: number): Promise<MadeLedger> {
  const log = makeSigningKey(ORIGIN);
  const witnesses = ['w1', 'w2', 'w3'].map((name) => makeCosigningKey(`${name}.example/w`));
  const witnessKeys = witnesses.map(({ verifierKey }) => parseVerifierKey(verifierKey));
  const logSigner = openNoteSigner(log.signerKey);
  const cosigners = witnesses.slice(0, 2).map(({ signerKey }) => openNoteSigner(signerKey));
  const results = resultKey();

  const tiles = new Map<string, Uint8Array>();
  const checkpoints: string[] = [];
  const openings: ExportedOpening[] = [];
  const tokens: ExportedToken[] = [];
  let frontier = emptyFrontier();
  let now = START;
  let waiting: Uint8Array[] = [];
  const state = (statement: Statement): number => {
    const salt = makeSalt();
    const bytes = encodeStatement(statement);
    waiting.push(commitToBytes(bytes, salt));
    return openings.push({ index: openings.length, salt, statement: bytes }) - 1;
  };
  const publish = async (): Promise<void> => {
    const appended = appendLeaves(frontier, waiting);
    waiting = [];
    for (const { path, bytes } of appended.resources) tiles.set(path, bytes);
    ({ frontier } = appended);
    const bare = signCheckpoint(logSigner, frontier);
    const lines = cosigners.map((each) => cosign(each, bare, Math.ceil(now / 1000)).line);
    checkpoints.push(await mergeCosignatures(bare, lines, witnessKeys));
  };

  state({
    kind: 'key-change',
    at: toMinute(now),
    change: 'added',
    use: 'results',
    key: results.kid,
  });
  state({
    kind: 'policy',
    at: toMinute(now),
    change: 'in-force',
    policy: POLICY,
    policyDigest: POLICY_DIGEST,
  });
  for (const threshold of THRESHOLDS) {
    state({
      kind: 'threshold',
      at: toMinute(now),
      policy: POLICY,
      ...threshold,
      calibration: 'comparison-2026-11',
    });
  }
  for (let number = 0; openings.length < leaves; number += 1) {
    now = START + Math.floor(number / REGISTRATIONS_A_MINUTE) * 60_000;
    serve(results, now, state, tokens);
    if (waiting.length + PER_REGISTRATION > perCheckpoint) await publish();
  }
  await publish();
  const policyText = kOfN({
    logs: [logSigner.verifierKey],
    witnesses: witnessKeys.map((key) => ({ key })),
    k: 2,
  });
  return {
    origin: ORIGIN,
    policyText,
    tiles,
    head: frontier,
    checkpoints,
    openings,
    tokens,
    keys: { keys: [results.jwk] },
    now,
  };
}

type ResultKey = ReturnType<typeof resultKey>;

function serve(
  results: ResultKey,
  now: number,
  state: (statement: Statement) => number,
  tokens: ExportedToken[],
): void {
  const at = toMinute(now);
  const registrationId = `reg_${randomBytes(24).toString('base64url')}`;
  const registration = referTo('registration', registrationId);
  const attempt = referTo('attempt', `att_${randomBytes(24).toString('base64url')}`);
  state({ kind: 'attempt-opened', at, registration, attempt, policy: POLICY, buildDigest: BUILD });
  state({
    kind: 'deletion',
    at,
    registration,
    attempt,
    exit: 'concluded',
    symbolsSaid: 12,
    isolation: ISOLATION,
    buildDigest: BUILD,
    modelDigest: MODEL,
    policyDigest: POLICY_DIGEST,
    consentTextDigest: registration,
  });
  const token = tokenOf(results, now, registrationId);
  const tokenDigest = createHash('sha256').update(token).digest('hex');
  const index = state({
    kind: 'result',
    at,
    registration,
    result: 'Y',
    policy: POLICY,
    attempts: 1,
    buildDigest: BUILD,
    modelDigest: MODEL,
    tokenDigest,
  });
  tokens.push({ index, token });
}

function resultKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  return { privateKey, kid, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA' } };
}

/** As the service signs it, with claims of ordinary length. */
function tokenOf(
  { privateKey, kid }: { privateKey: KeyObject; kid: string },
  now: number,
  registrationId: string,
): string {
  const iat = Math.floor(now / 1000);
  const claims = {
    iss: 'https://bonin.example',
    aud: 'carrier',
    jti: `res_${randomBytes(24).toString('base64url')}`,
    iat,
    exp: iat + 600,
    registrationId,
    txn: randomBytes(32).toString('base64url'),
    result: 'Y',
    route: 'face',
    policy: POLICY,
    attempt: 1,
    buildDigest: BUILD,
    modelDigest: MODEL,
    isolation: ISOLATION,
    attackDetection: 'challenge-and-passive',
    thresholds: THRESHOLDS,
    document: 'not-verified',
  };
  const header = { alg: 'EdDSA', kid, typ: 'verification-result+jwt' };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}
