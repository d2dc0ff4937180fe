/** What the ledger can say, and nothing else. See docs/formats/ledger.md. */
import type { Minute } from './minute.ts';
import type { Reference } from './reference.ts';

/** SHA-256 in 64 hexadecimal digits. */
export type HexDigest = string;

interface AtMinute {
  readonly at: Minute;
}

/** Which document of rules something happened under. */
export interface PolicyName {
  readonly id: string;
  readonly version: number;
}

/** A registration has its answer. */
export interface ResultStatement extends AtMinute {
  readonly kind: 'result';
  readonly registration: Reference;
  readonly result: 'Y' | 'N';
  /** On an N only. */
  readonly ground?: string;
  readonly policy: PolicyName;
  /** Attempts that were counted. */
  readonly attempts: number;
  readonly buildDigest: HexDigest;
  readonly modelDigest: HexDigest;
  /** SHA-256 over the signed token as it was handed out. */
  readonly tokenDigest: HexDigest;
}

/** A booth has ended, and with it everything it was shown. */
export interface DeletionStatement extends AtMinute {
  readonly kind: 'deletion';
  readonly registration: Reference;
  readonly attempt: Reference;
  /** How the booth ended, in a word. */
  readonly exit: string;
  /** How many symbols it said, never which: they would teach how to deceive. */
  readonly symbolsSaid: number;
  /** Isolation measures that applied, sorted. */
  readonly isolation: readonly string[];
  readonly buildDigest: HexDigest;
  readonly modelDigest: HexDigest;
  readonly policyDigest: HexDigest;
  /** Of the text that was agreed to: 43 characters of base64url, as docs/formats/consent-digest.md says. */
  readonly consentTextDigest: string;
}

/** A booth was taken for an attempt; a deletion has to follow. */
export interface AttemptOpenedStatement extends AtMinute {
  readonly kind: 'attempt-opened';
  readonly registration: Reference;
  readonly attempt: Reference;
  readonly policy: PolicyName;
  readonly buildDigest: HexDigest;
}

/** A policy came into force or was withdrawn. */
export interface PolicyStatement extends AtMinute {
  readonly kind: 'policy';
  readonly change: 'published' | 'in-force' | 'withdrawn';
  readonly policy: PolicyName;
  readonly policyDigest: HexDigest;
}

/** A threshold applies under a policy. */
export interface ThresholdStatement extends AtMinute {
  readonly kind: 'threshold';
  readonly policy: PolicyName;
  /** What the threshold is for, in a word. */
  readonly decides: string;
  /** The network on whose scale it lies. */
  readonly scale: string;
  /** Shortest decimal form. */
  readonly minimum: string;
  /** The report that measured it. */
  readonly calibration: string;
}

/** A key came into use or went out of it. */
export interface KeyChangeStatement extends AtMinute {
  readonly kind: 'key-change';
  readonly change: 'added' | 'retired' | 'revoked';
  readonly use: 'results' | 'log' | 'witness';
  /** RFC 7638 thumbprint of a result key; for others base64url of SHA-256 over the verifier key. */
  readonly key: string;
}

/** Somebody did what the rules do not foresee. */
export interface ExceptionStatement extends AtMinute {
  readonly kind: 'exception';
  /** What was done, in a word. */
  readonly act: string;
  /** By which office, in a word; never by whom. */
  readonly office: string;
  /** Of the written reason. */
  readonly reasonDigest: HexDigest;
  readonly registration?: Reference;
}

/** Something went wrong. */
export interface IncidentStatement extends AtMinute {
  readonly kind: 'incident';
  /** What, in a word. */
  readonly matter: string;
  /** Of the report. */
  readonly reportDigest: HexDigest;
}

/** A node of the service began to serve this page to applicants. */
export interface PageStatement extends AtMinute {
  readonly kind: 'page';
  /** Of the page manifest, as docs/formats/page-manifest.md says. */
  readonly manifestDigest: HexDigest;
  readonly buildDigest: HexDigest;
}

/** One thing that the ledger witnesses. None holds anything of a person. */
export type Statement =
  | ResultStatement
  | DeletionStatement
  | AttemptOpenedStatement
  | PolicyStatement
  | ThresholdStatement
  | KeyChangeStatement
  | ExceptionStatement
  | IncidentStatement
  | PageStatement;

export type StatementKind = Statement['kind'];
