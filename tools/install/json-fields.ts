/**
 * Reads unknown JSON field by field.
 *
 * Every refusal names the path of the field, and nothing that stood there.
 */

import { InstallError } from './install-error.ts';

export class JsonFields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly path: string;

  /** @throws {InstallError} `MANIFEST_MALFORMED` when the value is no object */
  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed(path);
    }
    this.#value = value as Readonly<Record<string, unknown>>;
    this.path = path;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#value, key);
  }

  /** @throws {InstallError} `MANIFEST_MALFORMED` when a field is there that the format does not know */
  onlyKnows(...keys: readonly string[]): void {
    const unknown = Object.keys(this.#value).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw malformed(this.path);
  }

  text(key: string, pattern = /^[^\p{Cc}]+$/u): string {
    const value = this.#value[key];
    if (typeof value !== 'string' || !pattern.test(value)) throw malformed(this.#at(key));
    return value;
  }

  number(key: string): number {
    const value = this.#value[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed(this.#at(key));
    return value;
  }

  whole(key: string, minimum = 0): number {
    const value = this.number(key);
    if (!Number.isSafeInteger(value) || value < minimum) throw malformed(this.#at(key));
    return value;
  }

  oneOf<const Choice extends string>(key: string, choices: readonly Choice[]): Choice {
    const value = this.#value[key];
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw malformed(this.#at(key));
    return choice;
  }

  fields(key: string): JsonFields {
    return new JsonFields(this.#value[key], this.#at(key));
  }

  list<T>(key: string, parse: (value: unknown, path: string) => T): readonly T[] {
    const value = this.#value[key];
    if (!Array.isArray(value)) throw malformed(this.#at(key));
    return value.map((entry, index) => parse(entry, `${this.#at(key)}[${index}]`));
  }

  entries<T>(parse: (value: unknown, key: string, path: string) => T): ReadonlyMap<string, T> {
    return new Map(
      Object.entries(this.#value).map(([key, value]) => [key, parse(value, key, this.#at(key))]),
    );
  }

  #at(key: string): string {
    return `${this.path}.${key}`;
  }
}

export function malformed(path: string): InstallError {
  return new InstallError('MANIFEST_MALFORMED', { path });
}

/** A list entry that must be a whole number of at least `minimum`. */
export function parseWhole(value: unknown, path: string, minimum = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < minimum) {
    throw malformed(path);
  }
  return value;
}

/** Parses a JSON text. @throws {InstallError} `MANIFEST_MALFORMED` */
export function parseJson(text: string, path: string): JsonFields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InstallError('MANIFEST_MALFORMED', { path }, { cause });
  }
  return new JsonFields(value, path);
}
