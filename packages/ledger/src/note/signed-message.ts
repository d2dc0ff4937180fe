/** What is signed, by type of signature. @see C2SP signed-note, tlog-cosignature */
import { joined, uint64, utf8 } from '../bytes.ts';
import { parseCheckpointText } from './checkpoint.ts';

/**
 * What a witness signs with Ed25519: a header, the time, and the text of the checkpoint.
 *
 * @param time - seconds since 1970
 */
export function cosignedMessage(text: string, time: number): Uint8Array<ArrayBuffer> {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * What a log or witness signs with ML-DSA-44: `cosigned_message` with a start of 0. Lines of a checkpoint
 * beyond the third are not part of it.
 *
 * @param time - seconds since 1970; 0 makes no statement about the time
 * @throws {LedgerError} `CHECKPOINT_MALFORMED`
 */
export function subtreeMessage(
  text: string,
  { name, time }: { readonly name: string; readonly time: number },
): Uint8Array<ArrayBuffer> {
  const { origin, size, root } = parseCheckpointText(text);
  return joined(
    utf8('subtree/v1\n\0'),
    withLength(utf8(name)),
    uint64(time),
    withLength(utf8(origin)),
    uint64(0),
    uint64(size),
    root,
  );
}

/** A field of up to 255 bytes, preceded by its length. */
function withLength(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(Uint8Array.of(bytes.length), bytes);
}
