/**
 * The code on an applicant's receipt: where the registration stands in the public ledger, and eighty bits that only this
 * installation can make of it.
 *
 * @see docs/formats/receipt-code.md
 */

/** Crockford's thirty-two: no I, L, O or U, which are misread or make words. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TAG_LETTERS = 16;
const GROUP = 4;

export interface ReceiptCode {
  /** Place in the ledger of one entry of the registration. */
  readonly place: number;
  /** Sixteen letters of the alphabet. */
  readonly tag: string;
}

/** Sixteen letters for the first eighty bits. @param bytes - ten or more */
export function tagOf(bytes: Uint8Array): string {
  const bits = bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  const first = bits >> BigInt(8 * bytes.length - 5 * TAG_LETTERS);
  return Array.from({ length: TAG_LETTERS }, (_, at) => {
    return LETTERS[Number((first >> BigInt(5 * (TAG_LETTERS - 1 - at))) & 31n)];
  }).join('');
}

export function writeReceiptCode({ place, tag }: ReceiptCode): string {
  const groups = Array.from({ length: TAG_LETTERS / GROUP }, (_, at) =>
    tag.slice(GROUP * at, GROUP * (at + 1)),
  );
  return [String(place), ...groups].join('-');
}

const TAG = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const SEPARATED = /^\s*(\d{1,15})\s*[-\s\u2010-\u2015]\s*(.+)$/s;

/**
 * Reads a code as people type it: small letters, other dashes or spaces, and O, I and L for the digits that they look like.
 *
 * Not verified: that it is of any registration.
 */
export function readReceiptCode(text: string): ReceiptCode | undefined {
  const [, place, rest] = SEPARATED.exec(text) ?? [];
  if (place === undefined || rest === undefined) return undefined;
  const letters = rest
    .toUpperCase()
    .replaceAll(/[-\s\u2010-\u2015]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (!TAG.test(letters)) return undefined;
  return { place: Number(place), tag: letters };
}
