import { LedgerError } from '../ledger-error.ts';
import { parseCheckpoint, type Checkpoint } from '../note/checkpoint.ts';
import { verifyParsedNote } from '../note/verify-note.ts';
import { isQuorum, witnessesOf, type WitnessPolicy } from './policy.ts';

/** A checkpoint whose signatures were verified. */
export interface VerifiedCheckpoint extends Checkpoint {
  /** Witnesses that have signed, by the name of the policy, and when: seconds since 1970. */
  readonly witnesses: ReadonlyMap<string, number | undefined>;
  /** Whether they are as many as the policy asks for. */
  readonly isWitnessed: boolean;
}

/**
 * Verifies who has signed a checkpoint.
 *
 * Not verified: that the tree behind it is consistent with others; that is what witnesses vouch for.
 *
 * @throws {LedgerError} `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`, `NOTE_SIGNATURE_INVALID`, `ED25519_UNAVAILABLE`,
 *   and `NOTE_UNSIGNED` when no log of the policy with this origin has signed
 */
export async function verifyCheckpoint(
  checkpoint: string,
  policy: WitnessPolicy,
): Promise<VerifiedCheckpoint> {
  const { note, ...head } = parseCheckpoint(checkpoint);
  // A log speaks for its own origin only.
  const logs = policy.logs.filter(({ name }) => name === head.origin);
  const trusted = witnessesOf(policy);
  const { verified } = await verifyParsedNote(note, [...logs, ...trusted.map(({ key }) => key)]);
  if (!verified.some(({ key }) => logs.includes(key))) throw new LedgerError('NOTE_UNSIGNED');
  const witnesses = new Map<string, number | undefined>();
  for (const { key, time } of verified) {
    const name = trusted.find((witness) => witness.key === key)?.name;
    if (name !== undefined && !witnesses.has(name)) witnesses.set(name, time);
  }
  return { ...head, witnesses, isWitnessed: isQuorum(policy, new Set(witnesses.keys())) };
}

/** Tells whether a log of the policy has signed a checkpoint and as many witnesses as the policy asks for. @throws as {@link verifyCheckpoint} */
export async function isWitnessed(checkpoint: string, policy: WitnessPolicy): Promise<boolean> {
  return (await verifyCheckpoint(checkpoint, policy)).isWitnessed;
}
