import type { ReceiptOutcome } from './applicant-receipt.ts';

/**
 * How it stands with the receipt of the registration that this page is about.
 *
 * `none`: there was no attempt, so there is nothing to promise. `late`: not all of it has its place in the ledger yet. `gone`: the link
 * opens nothing any more.
 */
export type ReceiptStanding = 'asking' | 'none' | 'there' | 'late' | 'unreachable' | 'gone';

/** What an answer of the service means. @param isLastTry - whether it is not asked again by itself */
export function standingOf(outcome: ReceiptOutcome, isLastTry: boolean): ReceiptStanding {
  if (outcome.kind === 'failed') {
    if (outcome.failure === 'unknown-code') return 'gone';
    return isLastTry ? 'unreachable' : 'asking';
  }
  const { complete, receipts } = outcome.receipt;
  if (complete === true) return receipts.length === 0 ? 'none' : 'there';
  return isLastTry ? 'late' : 'asking';
}
