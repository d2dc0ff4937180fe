import { readFileSync } from 'node:fs';

/** Whether memory of this machine can come to lie on a disk. */
export function hasSwap(): boolean {
  try {
    return readFileSync('/proc/swaps', 'utf8').trimEnd().split('\n').length > 1;
  } catch {
    return true;
  }
}
