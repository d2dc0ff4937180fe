/** Statements as bytes: one spelling for each, and a reader that takes no other. */
import { textOf, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { startOfMinute } from './minute.ts';
import { REFERENCE } from './reference.ts';
import type { PolicyName, Statement, StatementKind } from './statement.ts';

/** Longest statement, in bytes. */
export const STATEMENT_MAX_BYTES = 2048;

const FORMAT = 'bonin/ledger-statement/v1';

/** Whether a value may stand in a member. */
interface MemberRule {
  readonly isFit: (value: unknown) => boolean;
  readonly isOptional?: true;
}

const MOST_OF_ANYTHING = 1_000_000;
const MOST_MEASURES = 32;

const minute = text((value) => startOfMinute(value) !== undefined);
const reference = text((value) => REFERENCE.test(value));
const thumbprint = reference;
const hexDigest = text((value) => /^[0-9a-f]{64}$/.test(value));
const name = text(
  (value) => /^[a-z0-9](?:[a-z0-9.+-]{0,62}[a-z0-9])?$/.test(value) && isNoNumber(value),
);
const word = text(
  (value) =>
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value) && value.length <= 48 && isNoNumber(value),
);
const decimal = text(
  (value) => value.length <= 24 && /^-?\d/.test(value) && String(Number(value)) === value,
);
const count: MemberRule = {
  isFit: (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST_OF_ANYTHING,
};
const words: MemberRule = {
  isFit: (value) =>
    Array.isArray(value) &&
    value.length <= MOST_MEASURES &&
    value.every(word.isFit) &&
    new Set(value).size === value.length,
};
const policy: MemberRule = {
  isFit: (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const { id, version, ...more } = value as Readonly<Record<string, unknown>>;
    return Object.keys(more).length === 0 && name.isFit(id) && count.isFit(version);
  },
};

/** The members of each kind after `format`, `kind` and `at`, in the order in which they are written. */
const MEMBERS: Readonly<Record<StatementKind, Readonly<Record<string, MemberRule>>>> = {
  result: {
    registration: reference,
    result: oneOf('Y', 'N'),
    ground: optional(word),
    policy,
    attempts: count,
    buildDigest: hexDigest,
    modelDigest: hexDigest,
    tokenDigest: hexDigest,
  },
  deletion: {
    registration: reference,
    attempt: reference,
    exit: word,
    symbolsSaid: count,
    isolation: words,
    buildDigest: hexDigest,
    modelDigest: hexDigest,
    policyDigest: hexDigest,
    consentTextDigest: thumbprint,
  },
  'attempt-opened': {
    registration: reference,
    attempt: reference,
    policy,
    buildDigest: hexDigest,
  },
  policy: { change: oneOf('published', 'in-force', 'withdrawn'), policy, policyDigest: hexDigest },
  threshold: { policy, decides: word, scale: name, minimum: decimal, calibration: name },
  'key-change': {
    change: oneOf('added', 'retired', 'revoked'),
    use: oneOf('results', 'log', 'witness'),
    key: thumbprint,
  },
  exception: {
    act: word,
    office: word,
    reasonDigest: hexDigest,
    registration: optional(reference),
  },
  incident: { matter: word, reportDigest: hexDigest },
  page: { manifestDigest: hexDigest, buildDigest: hexDigest },
};

/**
 * Writes a statement: JSON without white space, members in the order of docs/formats/ledger.md.
 *
 * @throws {LedgerError} `STATEMENT_MALFORMED` with the `member` that is not as documented
 */
export function encodeStatement(statement: Statement): Uint8Array<ArrayBuffer> {
  return utf8(textOfStatement(statement as unknown as Readonly<Record<string, unknown>>));
}

/**
 * Reads a statement, and takes only the one spelling that {@link encodeStatement} writes.
 *
 * Not verified: that it is in any log, or true.
 *
 * @throws {LedgerError} `STATEMENT_MALFORMED`
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const source = bytes.length > STATEMENT_MAX_BYTES ? undefined : textOf(bytes);
  if (source === undefined) throw malformed('length');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('json');
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('json');
  const { format, ...statement } = value as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) throw malformed('format');
  // A second spelling, a repeated member or a space would be another leaf that says the same.
  if (textOfStatement(statement) !== source) throw malformed('spelling');
  return statement as unknown as Statement;
}

function textOfStatement(statement: Readonly<Record<string, unknown>>): string {
  const { kind, at } = statement;
  if (typeof kind !== 'string' || !Object.hasOwn(MEMBERS, kind)) throw malformed('kind');
  if (!minute.isFit(at)) throw malformed('at');
  const rules = MEMBERS[kind as StatementKind];
  const written: Record<string, unknown> = { format: FORMAT, kind, at };
  for (const [member, rule] of Object.entries(rules)) {
    const value = Object.hasOwn(statement, member) ? statement[member] : undefined;
    if (value === undefined && rule.isOptional === true) continue;
    if (!rule.isFit(value)) throw malformed(member);
    written[member] = inOrder(rule, value);
  }
  const extra = Object.entries(statement).find(
    ([member, value]) => value !== undefined && !Object.hasOwn(written, member),
  );
  if (extra !== undefined) throw malformed('unknown');
  if (kind === 'result' && (statement['ground'] === undefined) !== (statement['result'] === 'Y')) {
    throw malformed('ground');
  }
  return JSON.stringify(written);
}

/** Order that means nothing is made one, so that it makes no second leaf. */
function inOrder(rule: MemberRule, value: unknown): unknown {
  if (rule === policy) {
    const { id, version } = value as PolicyName;
    return { id, version };
  }
  return rule === words ? (value as readonly string[]).toSorted() : value;
}

function malformed(member: string): LedgerError {
  return new LedgerError('STATEMENT_MALFORMED', { member });
}

function text(isFit: (value: string) => boolean): MemberRule {
  return { isFit: (value) => typeof value === 'string' && isFit(value) };
}

function oneOf(...choices: readonly string[]): MemberRule {
  return text((value) => choices.includes(value));
}

function optional({ isFit }: MemberRule): MemberRule {
  return { isFit, isOptional: true };
}

/** No word here has as many digits as an identity or telephone number, not even with hyphens between them. */
function isNoNumber(value: string): boolean {
  return !/\d{6}/.test(value) && !/\d{9}/.test(value.replaceAll(/[.+-]/g, ''));
}
