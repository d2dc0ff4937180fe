/**
 * What the evaluation and a recogniser say to each other over the pipe between two processes.
 *
 * Features never cross it: a recogniser keeps them under a slot for as long as its process lives and
 * hands out only whole matrices of comparison scores.
 */

import type { GuidanceSymbol } from '@bonin/core';

export type SampleRole = 'reference' | 'probe';

export type RecogniserRequest =
  | { readonly kind: 'describe' }
  | {
      readonly kind: 'extract';
      readonly slot: string;
      readonly role: SampleRole;
      readonly bytes: Uint8Array;
    }
  /** Whether the policy's quality floors let an image pass; keeps nothing. */
  | { readonly kind: 'acquire'; readonly role: SampleRole; readonly bytes: Uint8Array }
  | {
      readonly kind: 'compare';
      readonly measure: string;
      readonly references: readonly string[];
      readonly probes: readonly string[];
    };

export interface RecogniserDescription {
  /** Name and version, as printed in a report. */
  readonly name: string;
  /** The scale that its comparison scores have. */
  readonly scale: string;
  /** Whether it takes in a reference otherwise than a probe; where not, one image is extracted once. */
  readonly tellsRolesApart: boolean;
}

export type ExtractionReport = (
  | { readonly kind: 'extracted'; readonly eyeDistancePx: number | null }
  | { readonly kind: 'failure-to-acquire'; readonly cause: 'no-face' | 'unreadable' }
) & {
  readonly wallMs: number;
  readonly cpuMs: number;
};

/** Acquired under the policy's floors, or refused with the word that a person would be told. */
export type AcquisitionReport =
  { readonly kind: 'acquired' } | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol };

/** Row by row (one row per reference); NaN where a side could not be acquired. */
export interface ScoreMatrixReport {
  readonly kind: 'scores';
  readonly values: Float64Array;
}

export type RecogniserReply =
  | ({ readonly kind: 'description' } & RecogniserDescription)
  /** It could not be opened with what it was given; the code of the error. */
  | { readonly kind: 'not-opened'; readonly code: string }
  | ExtractionReport
  | AcquisitionReport
  | ScoreMatrixReport
  | { readonly kind: 'fault'; readonly name: string };

export interface Numbered<T> {
  readonly number: number;
  readonly body: T;
}
