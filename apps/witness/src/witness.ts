/** A witness: signs a log's checkpoints as long as each begins with all of the one before. @see C2SP tlog-witness */
import {
  EMPTY_ROOT,
  LedgerError,
  isConsistent,
  parseAddCheckpoint,
  parseCheckpoint,
  toBase64,
  verifyNote,
  type AddCheckpoint,
  type Checkpoint,
  type VerifierKey,
} from '@bonin/ledger';
import { cosign, type NoteSigner } from '@bonin/ledger/log';
import { readState, replaceState, type SeenCheckpoints } from './state-file.ts';

/** What goes back to who asked. */
export interface WitnessReply {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

/** Two checkpoints that one log has signed and that cannot both be true. */
export interface Contradiction {
  readonly origin: string;
  /** Signed by this witness before; empty when it had signed none. */
  readonly seen: string;
  readonly offered: string;
  /** `fork` when the sizes are the same and the roots are not: proof by itself. */
  readonly kind: 'fork' | 'proof-refused';
}

export interface Witness {
  /** Answers one request. Requests are served one after the other, so that none overtakes another. */
  addCheckpoint(body: string): Promise<WitnessReply>;
}

interface WitnessOptions {
  /** One line each; an ML-DSA-44 key may stand beside the Ed25519 key. */
  readonly signers: readonly NoteSigner[];
  /** Keys of the logs that are followed; the name of each is the origin. */
  readonly logs: readonly VerifierKey[];
  readonly statePath: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears what a log has signed against itself. */
  readonly onContradiction: (contradiction: Contradiction) => void | Promise<void>;
}

const PLAIN = 'text/plain; charset=utf-8';
const TREE_SIZE = 'text/x.tlog.size';

/**
 * Opens a witness on its state.
 *
 * The state must never be restored from a backup or shared by two witnesses: either makes it sign a fork. When it
 * is lost, the witness takes a new key.
 *
 * @throws {WitnessError} `WITNESS_STATE_UNREADABLE`
 */
export async function openWitness(options: WitnessOptions): Promise<Witness> {
  let seen = await readState(options.statePath);
  let line: Promise<unknown> = Promise.resolve();

  async function serve(body: string): Promise<WitnessReply> {
    const read = readRequest(body);
    if (read === undefined) return refused(400, 'malformed');
    const { request, offered } = read;
    const keys = options.logs.filter(({ name }) => name === offered.origin);
    if (keys.length === 0) return refused(404, 'unknown log');
    if (!(await isSigned(request.checkpoint, keys))) return refused(403, 'unknown signature');
    if (request.oldSize > offered.size) return refused(400, 'old size above size');
    const last = lastOf(seen, offered.origin);
    if (request.oldSize !== last.size) {
      return { status: 409, contentType: TREE_SIZE, body: `${last.size}\n` };
    }
    const contradict = (kind: Contradiction['kind']): void | Promise<void> =>
      options.onContradiction({
        origin: offered.origin,
        seen: seen.get(offered.origin) ?? '',
        offered: request.checkpoint,
        kind,
      });
    if (last.size === offered.size && toBase64(last.root) !== toBase64(offered.root)) {
      await contradict('fork');
      return refused(409, 'another root');
    }
    const holds = isConsistent({
      oldSize: last.size,
      oldRoot: last.root,
      size: offered.size,
      root: offered.root,
      hashes: request.hashes,
    });
    if (!holds) {
      await contradict('proof-refused');
      return refused(422, 'proof refused');
    }
    const time = Math.floor(options.now() / 1000);
    const lines = options.signers.map((signer) => cosign(signer, request.checkpoint, time).line);
    const after = new Map(seen).set(offered.origin, request.checkpoint);
    // On the disk before anybody sees the signature.
    await replaceState(options.statePath, seen, after);
    seen = after;
    return { status: 200, contentType: PLAIN, body: lines.join('') };
  }

  return {
    addCheckpoint: (body) => {
      const served = line.then(() => serve(body));
      line = served.catch(() => undefined);
      return served;
    },
  };
}

function readRequest(
  body: string,
): { readonly request: AddCheckpoint; readonly offered: Checkpoint } | undefined {
  try {
    const request = parseAddCheckpoint(body);
    return { request, offered: parseCheckpoint(request.checkpoint) };
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

async function isSigned(checkpoint: string, keys: readonly VerifierKey[]): Promise<boolean> {
  try {
    await verifyNote(checkpoint, keys);
    return true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

function lastOf(seen: SeenCheckpoints, origin: string): Pick<Checkpoint, 'size' | 'root'> {
  const checkpoint = seen.get(origin);
  return checkpoint === undefined ? { size: 0, root: EMPTY_ROOT } : parseCheckpoint(checkpoint);
}

function refused(status: WitnessReply['status'], why: string): WitnessReply {
  return { status, contentType: PLAIN, body: `${why}\n` };
}
