/** A service in small: keeps a ledger as a real one does, and lets a test tamper with it at any step. */
import { createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitToStatement,
  encodeReceipt,
  encodeStatement,
  kOfN,
  makeSalt,
  mergeCosignatures,
  parseVerifierKey,
  parseWitnessPolicy,
  referTo,
  toMinute,
  type Statement,
  type WitnessPolicy,
} from '@bonin/ledger';
import {
  appendLeaves,
  cosign,
  emptyFrontier,
  makeCosigningKey,
  makeSigningKey,
  openNoteSigner,
  openTreeProver,
  signCheckpoint,
  writeExport,
  type Frontier,
} from '@bonin/ledger/log';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export const START = Date.parse('2026-11-26T09:00:00Z');
export const MINUTE = 60_000;
const ORIGIN = 'ledger.example/bonin';
export const BUILD = 'b1'.repeat(32);
export const MODEL = 'c2'.repeat(32);
export const POLICY = { id: 'face-2026-11', version: 5 };
export const POLICY_DIGEST = 'd3'.repeat(32);
export const THRESHOLDS = [
  { decides: 'comparison', scale: 'mobilefacenet', minimum: '0.58' },
  { decides: 'attack-detection', scale: 'passive-network', minimum: '0.7' },
] as const;

/** A threshold as tokens tell it, and the ledger beside its report. */
export interface ToldThreshold {
  readonly decides: string;
  readonly scale: string;
  readonly minimum: string;
}

export interface KeptLeaf {
  statement: Statement;
  salt: Uint8Array;
  leaf: Uint8Array;
  token?: string;
}

/** Keys of a log, two of three witnesses that have to agree, and one of results. */
export async function makeKeys() {
  const log = makeSigningKey(ORIGIN);
  const witnesses = ['w1', 'w2', 'w3'].map((name) => makeCosigningKey(`${name}.example/w`));
  const keys = witnesses.map(({ verifierKey }) => parseVerifierKey(verifierKey));
  const policyText = kOfN({
    logs: [parseVerifierKey(log.verifierKey)],
    witnesses: keys.map((key) => ({ key })),
    k: 2,
  });
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', {
    crv: 'Ed25519',
    extractable: true,
  });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    log,
    witnesses,
    keys,
    policyText,
    policy: parseWitnessPolicy(policyText),
    results: { privateKey, kid, jwk: { ...jwk, kid, alg: 'EdDSA' } },
  };
}

export type Keys = Awaited<ReturnType<typeof makeKeys>>;

export function idOf(mark: 'reg' | 'att', number: number): string {
  return `${mark}_${createHash('sha256').update(`${mark} ${number}`).digest('base64url').slice(0, 32)}`;
}

export class SmallService {
  readonly keys: Keys;
  now = START;
  frontier: Frontier = emptyFrontier();
  readonly tiles = new Map<string, Uint8Array>();
  readonly kept: KeptLeaf[] = [];
  checkpoints: string[] = [];
  /** What its policy has, the ledger is told and tokens tell. */
  thresholds: readonly ToldThreshold[] = THRESHOLDS;
  /** Witnesses that answer. */
  witnessing = 2;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  get policy(): WitnessPolicy {
    return this.keys.policy;
  }

  state(statement: Statement, token?: string): number {
    const salt = makeSalt();
    this.kept.push({
      statement,
      salt,
      leaf: commitToStatement(statement, salt),
      ...(token === undefined ? {} : { token }),
    });
    return this.kept.length - 1;
  }

  /** The first things that a service says: its key, its policy and the thresholds of that. */
  begin(): void {
    const at = toMinute(this.now);
    this.state({
      kind: 'key-change',
      at,
      change: 'added',
      use: 'results',
      key: this.keys.results.kid,
    });
    this.putInForce();
  }

  /** Tells the ledger that a policy is in force, and its thresholds. */
  putInForce({
    policy = POLICY,
    policyDigest = POLICY_DIGEST,
    thresholds = this.thresholds,
  } = {}): void {
    const at = toMinute(this.now);
    this.state({ kind: 'policy', at, change: 'in-force', policy, policyDigest });
    for (const threshold of thresholds) {
      const calibration = 'comparison-2026-11';
      this.state({ kind: 'threshold', at, policy, ...threshold, calibration });
    }
  }

  openAttempt(number: number): void {
    this.state({
      kind: 'attempt-opened',
      at: toMinute(this.now),
      registration: referTo('registration', idOf('reg', number)),
      attempt: referTo('attempt', idOf('att', number)),
      policy: POLICY,
      buildDigest: BUILD,
    });
  }

  endAttempt(number: number, { buildDigest = BUILD, policyDigest = POLICY_DIGEST } = {}): void {
    this.state({
      kind: 'deletion',
      at: toMinute(this.now),
      registration: referTo('registration', idOf('reg', number)),
      attempt: referTo('attempt', idOf('att', number)),
      exit: 'concluded',
      symbolsSaid: 9,
      isolation: ['network-denied', 'no-new-privileges'],
      buildDigest,
      modelDigest: MODEL,
      policyDigest,
      consentTextDigest: referTo('result', `x_${'c'.repeat(32)}`),
    });
  }

  async giveResult(
    number: number,
    claims: Readonly<Record<string, unknown>> = {},
    signer = this.keys.results,
  ): Promise<number> {
    const iat = Math.floor(this.now / 1000);
    const token = await new SignJWT({
      iss: 'https://bonin.example',
      aud: 'carrier',
      jti: `res_${'r'.repeat(32)}`,
      iat,
      exp: iat + 600,
      registrationId: idOf('reg', number),
      txn: 't'.repeat(43),
      result: 'Y',
      route: 'face',
      policy: POLICY,
      attempt: 1,
      buildDigest: BUILD,
      modelDigest: MODEL,
      isolation: ['network-denied', 'no-new-privileges'],
      attackDetection: 'challenge-and-passive',
      thresholds: this.thresholds,
      ...claims,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: signer.kid, typ: 'verification-result+jwt' })
      .sign(signer.privateKey);
    return this.state(
      {
        kind: 'result',
        at: toMinute(this.now),
        registration: referTo('registration', idOf('reg', number)),
        result: 'Y',
        policy: POLICY,
        attempts: 1,
        buildDigest: BUILD,
        modelDigest: MODEL,
        tokenDigest: createHash('sha256').update(token).digest('hex'),
      },
      token,
    );
  }

  /** @param claims - what its token says otherwise */
  async serve(number: number, claims: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.openAttempt(number);
    this.now += MINUTE;
    this.endAttempt(number);
    await this.giveResult(number, claims);
  }

  /** Appends what was said since, and publishes a checkpoint of it. */
  async publish(): Promise<string> {
    const leaves = this.kept.slice(this.frontier.size).map(({ leaf }) => leaf);
    const { frontier, resources } = appendLeaves(this.frontier, leaves);
    for (const { path, bytes } of resources) this.tiles.set(path, bytes);
    this.frontier = frontier;
    this.now += MINUTE;
    const checkpoint = await this.sign();
    this.checkpoints.push(checkpoint);
    return checkpoint;
  }

  /** A checkpoint of the tree as it is. */
  async sign(witnessing = this.witnessing): Promise<string> {
    const bare = signCheckpoint(openNoteSigner(this.keys.log.signerKey), this.frontier);
    const lines = this.keys.witnesses
      .slice(0, witnessing)
      .map(
        ({ signerKey }) =>
          cosign(openNoteSigner(signerKey), bare, Math.floor(this.now / 1000)).line,
      );
    return mergeCosignatures(bare, lines, this.keys.keys);
  }

  /** Makes the tree anew from what is kept now, up to a size, without publishing it. */
  rebuild(size = this.kept.length): void {
    const leaves = this.kept.slice(0, size).map(({ leaf }) => leaf);
    const { frontier, resources } = appendLeaves(emptyFrontier(), leaves);
    this.tiles.clear();
    for (const { path, bytes } of resources) this.tiles.set(path, bytes);
    this.frontier = frontier;
  }

  async receipt(index: number): Promise<string> {
    const prover = await openTreeProver(
      { read: (path) => Promise.resolve(this.tiles.get(path)) },
      this.frontier,
    );
    const { statement, salt } = this.kept[index]!;
    const hashes = await prover.proveInclusion(index);
    return encodeReceipt({
      statement,
      salt,
      proof: { index, hashes, checkpoint: this.checkpoints.at(-1)! },
    });
  }

  /** @param openings - what to open; everything that is kept when absent */
  async export(openings: readonly (KeptLeaf | undefined)[] = this.kept): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'bonin-audit-'));
    const rows = openings.flatMap((kept, index) =>
      kept === undefined ? [] : [{ ...kept, index }],
    );
    await writeExport(
      {
        origin: ORIGIN,
        head: this.frontier,
        tiles: { read: (path) => Promise.resolve(this.tiles.get(path)) },
        checkpoints: this.checkpoints,
        openings: rows.map(({ index, salt, statement }) => ({
          index,
          salt,
          statement: encodeStatement(statement),
        })),
        tokens: rows.flatMap(({ index, token }) => (token === undefined ? [] : [{ index, token }])),
        keys: { keys: [this.keys.results.jwk] },
        at: this.now,
      },
      folder,
    );
    return folder;
  }
}

/** A service that has served so many registrations, and published after every tenth. */
export async function servedBy(keys: Keys, registrations = 100): Promise<SmallService> {
  const service = new SmallService(keys);
  service.begin();
  await service.publish();
  for (let number = 1; number <= registrations; number += 1) {
    await service.serve(number);
    if (number % 10 === 0) await service.publish();
  }
  return service;
}
