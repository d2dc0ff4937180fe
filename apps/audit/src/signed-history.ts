/** The checkpoints of a log in the order in which it published them. */
import {
  CLOCK_TOLERANCE_MS,
  LedgerError,
  toBase64,
  verifyCheckpoint,
  type VerifiedCheckpoint,
  type WitnessPolicy,
} from '@bonin/ledger';
import type { FindingName, Findings } from './finding.ts';

/** Root and times of one signed size. */
export interface SignedHead {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Place in the export's list, from 0; or the name of the file that it comes from. */
  readonly from: number | string;
  /** What a contradiction is called. */
  readonly contradiction: FindingName;
}

/** When a size was there, by the witnesses: milliseconds since 1970. */
export interface WitnessedTime {
  readonly size: number;
  readonly earliest: number;
  readonly latest: number;
}

export interface SignedHistory {
  readonly heads: readonly SignedHead[];
  readonly times: readonly WitnessedTime[];
  /** The last checkpoint. */
  readonly head: { readonly size: number; readonly latest: number | undefined } | undefined;
  readonly checkpoints: number;
  readonly witnessed: number;
}

/** Verifies all checkpoints, each by itself and in their order. */
export async function readHistory(
  checkpoints: AsyncIterable<string | undefined>,
  { policy, origin, findings }: { policy: WitnessPolicy; origin: string; findings: Findings },
): Promise<SignedHistory> {
  const heads: SignedHead[] = [];
  const times: WitnessedTime[] = [];
  const rootBySize = new Map<number, string>();
  const lacking: { readonly checkpoint: number; readonly size: number }[] = [];
  let largest = 0;
  let largestWitnessed = 0;
  let latestSoFar = -Infinity;
  let head: SignedHistory['head'];
  let count = 0;
  let witnessed = 0;
  for await (const text of checkpoints) {
    const from = count;
    count += 1;
    const checkpoint = await verified(text, policy, (name) =>
      findings.add(name, { checkpoint: from }),
    );
    if (checkpoint === undefined) continue;
    const { size } = checkpoint;
    const root = toBase64(checkpoint.root);
    if (checkpoint.origin !== origin) findings.add('origin-differs', { checkpoint: from });
    if (checkpoint.isWitnessed) {
      witnessed += 1;
      largestWitnessed = Math.max(largestWitnessed, size);
    } else lacking.push({ checkpoint: from, size });

    const instants = [...checkpoint.witnesses.values()].flatMap((time) =>
      time === undefined ? [] : [time * 1000],
    );
    const earliest = Math.min(...instants);
    const latest = Math.max(...instants);
    const known = rootBySize.get(size);
    if (known !== undefined && known !== root) findings.add('fork', { checkpoint: from, size });
    else if (size < largest || (instants.length > 0 && latest + CLOCK_TOLERANCE_MS < latestSoFar)) {
      // The same old head again is a replay; an old size that was never published is a step back.
      findings.add(known === undefined ? 'rolled-back' : 'checkpoint-replayed', {
        checkpoint: from,
        size,
      });
    }
    rootBySize.set(size, known ?? root);
    largest = Math.max(largest, size);
    heads.push({ size, root, from, contradiction: 'tree-rewritten' });
    if (instants.length > 0) {
      times.push({ size, earliest, latest });
      latestSoFar = Math.max(latestSoFar, latest);
    }
    head = { size, latest: instants.length > 0 ? latest : undefined };
  }
  // What witnesses have signed begins with all that is smaller; that it does is told by the roots.
  for (const place of lacking.filter(({ size }) => size > largestWitnessed)) {
    findings.add('not-witnessed', place);
  }
  return { heads, times, head, checkpoints: count, witnessed };
}

/** A checkpoint that its log has signed; what is wrong with any other is told. */
export async function verified(
  text: string | undefined,
  policy: WitnessPolicy,
  tell: (name: FindingName) => void,
): Promise<VerifiedCheckpoint | undefined> {
  try {
    return await verifyCheckpoint(text ?? '', policy);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    tell(nameOf(error));
    return undefined;
  }
}

function nameOf({ code }: LedgerError): FindingName {
  if (code === 'NOTE_SIGNATURE_INVALID') return 'checkpoint-signature-invalid';
  if (code === 'NOTE_UNSIGNED') return 'log-key-unknown';
  return code === 'ED25519_UNAVAILABLE' ? 'signature-not-verifiable' : 'checkpoint-malformed';
}
