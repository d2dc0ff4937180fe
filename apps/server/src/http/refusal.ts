import { CodedError } from '@bonin/core';
import type { PublicErrorCode } from '@bonin/protocol';

/** A request that a door turns down, under a code of the public catalogue. */
export class Refusal extends CodedError<PublicErrorCode> {
  /** Members of the request that are not as documented; names from our own schemas only. */
  readonly members: readonly string[];

  constructor(code: PublicErrorCode, members: readonly string[] = []) {
    super(code);
    this.members = members;
  }
}
