/**
 * The base of every error of this project.
 *
 * The message is the code. Details are safe to show to a stranger: never a face, score, name, number
 * or token. Prose for people is written at the door, in the reader's language, from the code.
 */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: Code,
    details: Readonly<Record<string, string | number | boolean>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}
