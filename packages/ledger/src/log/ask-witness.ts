/** Asks witnesses to sign. @see C2SP tlog-witness */
import { wholeNumber } from '../bytes.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import {
  encodeAddCheckpoint,
  mergeCosignatures,
  type AddCheckpoint,
} from '../witness/add-checkpoint.ts';
import type { TrustedWitness } from '../witness/policy.ts';
import type { TreeProver } from './prover.ts';

/** What a witness answered. */
export type WitnessAnswer =
  /** Signature lines, not verified. */
  | { readonly kind: 'cosigned'; readonly lines: string }
  /** It has signed another size last; prove from there. */
  | { readonly kind: 'other-size'; readonly size: number }
  /** It has signed another root for this size: one of the two is a fork. */
  | { readonly kind: 'other-root' }
  | { readonly kind: 'log-unknown' }
  | { readonly kind: 'signature-refused' }
  | { readonly kind: 'proof-refused' }
  | { readonly kind: 'request-refused' }
  /** No answer, or none that the protocol knows. */
  | { readonly kind: 'unreachable' };

const ANSWER_MAX_BYTES = 65_536;
const PATIENCE_MS = 10_000;

/**
 * Sends one checkpoint to one witness.
 *
 * @param url - the witness's submission prefix
 * @param patienceMs - how long to wait for the whole answer
 * @param signal - ends the waiting sooner
 */
export async function askWitness(
  url: string,
  request: AddCheckpoint,
  {
    patienceMs = PATIENCE_MS,
    signal,
  }: { readonly patienceMs?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<WitnessAnswer> {
  const patience = AbortSignal.timeout(patienceMs);
  let status;
  let body;
  let type;
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body: encodeAddCheckpoint(request),
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
    });
    ({ status } = response);
    type = response.headers.get('content-type');
    body = await readAtMost(response, ANSWER_MAX_BYTES);
  } catch {
    // Whatever kept the answer away, the checkpoint can do without this witness or waits for it.
    return { kind: 'unreachable' };
  }
  if (body === undefined) return { kind: 'unreachable' };
  switch (status) {
    case 200:
      return { kind: 'cosigned', lines: body };
    case 409: {
      const size = type === 'text/x.tlog.size' ? wholeNumber(body.replace(/\n$/, '')) : undefined;
      return size === undefined ? { kind: 'other-root' } : { kind: 'other-size', size };
    }
    case 400:
      return { kind: 'request-refused' };
    case 403:
      return { kind: 'signature-refused' };
    case 404:
      return { kind: 'log-unknown' };
    case 422:
      return { kind: 'proof-refused' };
    default:
      return { kind: 'unreachable' };
  }
}

/** How it went with one witness. */
export interface WitnessOutcome {
  readonly name: string;
  /** `ahead`: it has signed a larger tree than this one, so this log was rolled back, or another node has gone on. */
  readonly outcome: WitnessAnswer['kind'] | 'ahead' | 'no-address' | 'signature-not-its-own';
}

/** What came of asking one witness for its cosignature. */
export interface CosignatureAnswer {
  readonly outcome: WitnessOutcome['outcome'];
  /** Its signature lines, verified; empty unless it has cosigned. */
  readonly lines: string;
  /** Size that it has signed last, where it said so. */
  readonly lastSize?: number;
}

export interface CosignatureRequest {
  /** With no signature of this witness yet. */
  readonly checkpoint: string;
  readonly witness: Pick<TrustedWitness, 'key' | 'url'>;
  /** Of the tree of this checkpoint. */
  readonly prover: TreeProver;
  /** Size that the witness has signed last, where known; saves a question. */
  readonly lastSize?: number | undefined;
  /** For each of the two questions that it may take. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks one witness to sign, and proves to it from the size that it knows.
 *
 * @throws {LedgerError} as the prover, `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`
 */
export async function askForCosignature({
  checkpoint,
  witness: { key, url },
  prover,
  lastSize = 0,
  patienceMs = PATIENCE_MS,
  signal,
}: CosignatureRequest): Promise<CosignatureAnswer> {
  if (url === undefined) return { outcome: 'no-address', lines: '' };
  const { size } = parseCheckpoint(checkpoint);
  const ask = async (oldSize: number): Promise<WitnessAnswer> => {
    const hashes = await prover.proveConsistency(oldSize);
    return askWitness(url, { oldSize, hashes, checkpoint }, { patienceMs, signal });
  };
  let answer = await ask(Math.min(lastSize, size));
  if (answer.kind === 'other-size') {
    if (answer.size > size) return { outcome: 'ahead', lines: '', lastSize: answer.size };
    answer = await ask(answer.size);
  }
  if (answer.kind !== 'cosigned') return { outcome: answer.kind, lines: '' };
  const merged = await mergeCosignatures(checkpoint, [answer.lines], [key]);
  const lines = merged.slice(checkpoint.length);
  return { outcome: lines === '' ? 'signature-not-its-own' : 'cosigned', lines, lastSize: size };
}

/**
 * Asks all witnesses of a policy at once, proves to each from the size that it knows, and puts their lines
 * under the checkpoint.
 *
 * Whether they are enough is `isWitnessed`'s to say. A checkpoint that lacks some is not wrong; ask again later.
 *
 * @param lastSizes - size that each witness has signed last, by name, where known; saves a question
 * @throws {LedgerError} as the prover, `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`
 */
export async function collectCosignatures({
  checkpoint,
  witnesses,
  prover,
  lastSizes = new Map(),
  patienceMs = PATIENCE_MS,
}: {
  readonly checkpoint: string;
  readonly witnesses: readonly (TrustedWitness & { readonly name: string })[];
  /** Of the tree of this checkpoint. */
  readonly prover: TreeProver;
  readonly lastSizes?: ReadonlyMap<string, number>;
  readonly patienceMs?: number;
}): Promise<{ readonly checkpoint: string; readonly outcomes: readonly WitnessOutcome[] }> {
  const answers = await Promise.all(
    witnesses.map(async (witness) => {
      const lastSize = lastSizes.get(witness.name);
      const { outcome, lines } = await askForCosignature({
        checkpoint,
        witness,
        prover,
        lastSize,
        patienceMs,
      });
      return { name: witness.name, outcome, lines };
    }),
  );
  return {
    checkpoint: checkpoint + answers.map(({ lines }) => lines).join(''),
    outcomes: answers.map(({ name, outcome }) => ({ name, outcome })),
  };
}

async function readAtMost(response: Response, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const body = response.body as AsyncIterable<Uint8Array> | null;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
