/** Receipts of one registration, as the service hands them out and as they are saved. See docs/formats/receipt-code.md. */

/** What is verified later; nothing of it is trusted. */
export interface ApplicantReceipt {
  readonly code?: string;
  readonly logKey: string;
  readonly receipts: readonly { readonly kind: string; readonly receipt: string }[];
  /** Whether every attempt so far has its beginning and its end among them, as the service says. */
  readonly complete?: boolean;
}

export const RECEIPT_FILE_FORMAT = 'bonin/applicant-receipt/v1';

/** Why there is no receipt to look at. */
export type ReceiptFailure = 'unknown-code' | 'too-often' | 'unreachable' | 'not-a-receipt';

export type ReceiptOutcome =
  | { readonly kind: 'receipt'; readonly receipt: ApplicantReceipt }
  | { readonly kind: 'failed'; readonly failure: ReceiptFailure };

/** Of a code that is none, and of a link that is none or opens nothing any more. */
const OPENS_NOTHING: ReadonlySet<number> = new Set([400, 401, 404, 409, 410]);

/**
 * Asks the service for a receipt, by the link of the capture or by its code.
 *
 * Personal data: link or code; both go in the body, so that they stand in no address.
 */
export async function askForReceipt(
  by: { readonly captureToken: string } | { readonly code: string },
): Promise<ReceiptOutcome> {
  try {
    const response = await fetch('/v1/receipt', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(by),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (response.status === 429) return failed('too-often');
    if (OPENS_NOTHING.has(response.status)) return failed('unknown-code');
    if (!response.ok) return failed('unreachable');
    return readReceipt(await response.json());
  } catch {
    return failed('unreachable');
  }
}

/** Reads what was saved as a file. */
export function readReceiptFile(text: string): ReceiptOutcome {
  try {
    return readReceipt(JSON.parse(text));
  } catch {
    return failed('not-a-receipt');
  }
}

/** What goes into a file that is to be read by {@link readReceiptFile}. */
export function writeReceiptFile(receipt: ApplicantReceipt): string {
  return `${JSON.stringify({ format: RECEIPT_FILE_FORMAT, ...receipt }, undefined, 2)}\n`;
}

function readReceipt(value: unknown): ReceiptOutcome {
  if (typeof value !== 'object' || value === null) return failed('not-a-receipt');
  const { code, logKey, receipts, complete } = value as Readonly<Record<string, unknown>>;
  if (typeof logKey !== 'string' || !Array.isArray(receipts) || !receipts.every(isEntry)) {
    return failed('not-a-receipt');
  }
  return {
    kind: 'receipt',
    receipt: {
      ...(typeof code === 'string' && { code }),
      logKey,
      receipts,
      ...(typeof complete === 'boolean' && { complete }),
    },
  };
}

function isEntry(value: unknown): value is ApplicantReceipt['receipts'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, receipt } = value as Readonly<Record<string, unknown>>;
  return typeof kind === 'string' && typeof receipt === 'string';
}

function failed(failure: ReceiptFailure): ReceiptOutcome {
  return { kind: 'failed', failure };
}
