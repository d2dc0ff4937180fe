import type { Locale } from '@bonin/protocol/consent-text';
import type { FrameSource } from './frame-source.ts';

const FOLDER = '/demonstration/samples/';

/**
 * Somebody who can stand in for a camera in a demonstration.
 *
 * @see docs/formats/samples.md
 */
export interface SampleApplicant {
  readonly id: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly card: string;
  readonly presentation: DrawnPresentation | RecordedPresentation;
  readonly expect: 'Y' | 'N';
  readonly note: Readonly<Record<Locale, string>>;
}

/** A simulated person, or a photograph of one that a hand moves; drawn as the page goes along. */
export interface DrawnPresentation {
  readonly kind: 'living' | 'photograph';
  readonly person: string;
  readonly portrait: string;
  readonly seed: number;
}

export interface RecordedPresentation {
  readonly kind: 'recording';
  readonly frames: readonly string[];
}

export async function listSamples(): Promise<readonly SampleApplicant[]> {
  const response = await fetch(`${FOLDER}index.json`, { credentials: 'omit' });
  if (!response.ok) throw new Error('SAMPLES_NOT_LOADED');
  const json: unknown = await response.json();
  return Array.isArray(json) ? (json as readonly SampleApplicant[]) : [];
}

export async function loadSampleFile(name: string): Promise<Response> {
  const response = await fetch(FOLDER + name, { credentials: 'omit' });
  if (!response.ok) throw new Error('SAMPLE_NOT_LOADED');
  return response;
}

/** The card of a sample applicant, as a file like any other. */
export async function loadSampleCard({ card }: SampleApplicant): Promise<Blob> {
  const response = await loadSampleFile(card);
  return new Blob([await response.arrayBuffer()], { type: 'image/jpeg' });
}

/** Opens a sample applicant in the place of a front camera: the same part of each frame, the same way on. */
export async function openSampleFace({ presentation }: SampleApplicant): Promise<FrameSource> {
  // Loaded when it is wanted: who has a camera needs nothing of it.
  if (presentation.kind === 'recording') {
    const { openRecordedFace } = await import('./recorded-face.ts');
    return openRecordedFace(presentation);
  }
  const { openDrawnFace } = await import('./drawn-face.ts');
  return openDrawnFace(presentation);
}
