import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApplicantReceipt, ReceiptOutcome } from './applicant-receipt.ts';
import { standingOf } from './receipt-standing.ts';

function answered(
  kinds: readonly string[],
  complete?: boolean,
): Extract<ReceiptOutcome, { kind: 'receipt' }> {
  const receipt: ApplicantReceipt = {
    logKey: 'key',
    receipts: kinds.map((kind) => ({ kind, receipt: 'text' })),
    ...(complete === undefined ? {} : { complete }),
  };
  return { kind: 'receipt', receipt };
}

const ONE = ['attempt-opened', 'deletion'];

describe('the standing of a receipt', () => {
  it('is there when every attempt has its beginning and its end in the ledger', () => {
    assert.equal(standingOf(answered(ONE, true), false), 'there');
    assert.equal(standingOf(answered([...ONE, ...ONE], true), true), 'there');
  });

  it('is none where there was no attempt, from the first answer on', () => {
    assert.equal(standingOf(answered([], true), false), 'none');
  });

  it('waits for an attempt of which the ledger tells nothing yet, although it tells of one before', () => {
    assert.equal(standingOf(answered(ONE, false), false), 'asking');
    assert.equal(standingOf(answered([], false), false), 'asking');
    assert.equal(standingOf(answered(ONE, false), true), 'late');
  });

  it('promises nothing where the service does not say that all of it is there', () => {
    assert.equal(standingOf(answered(ONE), false), 'asking');
    assert.equal(standingOf(answered([]), true), 'late');
  });

  it('is gone when the link opens nothing any more', () => {
    assert.equal(standingOf({ kind: 'failed', failure: 'unknown-code' }, false), 'gone');
  });

  it('is asked for again when it could not be had, and at last is said not to have come', () => {
    for (const failure of ['unreachable', 'too-often', 'not-a-receipt'] as const) {
      assert.equal(standingOf({ kind: 'failed', failure }, false), 'asking');
      assert.equal(standingOf({ kind: 'failed', failure }, true), 'unreachable');
    }
  });
});
