import process from 'node:process';
import type {
  AcquisitionReport,
  Numbered,
  RecogniserDescription,
  RecogniserReply,
  RecogniserRequest,
  SampleRole,
} from './recogniser-protocol.ts';

export type Extracted<Features> =
  | {
      readonly kind: 'extracted';
      readonly features: Features;
      readonly eyeDistancePx: number | null;
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'unreadable' };

/** One recogniser, as its own process serves it. */
export interface ServedRecogniser<Features> {
  readonly description: RecogniserDescription;
  /** Reads an encoded image and extracts the features of the face in it, decoding included. */
  extract(bytes: Uint8Array, role: SampleRole): Promise<Extracted<Features>>;
  /** Whether the floors of a policy let an image pass; absent where a recogniser has none. */
  acquire?(bytes: Uint8Array, role: SampleRole): Promise<AcquisitionReport>;
  /** Ways to compare two feature sets by name; each yields a similarity, higher is more alike. */
  readonly measures: Readonly<Record<string, (probe: Features, reference: Features) => number>>;
}

/**
 * Serves a recogniser to the parent process until the parent disconnects, then ends the process.
 *
 * Personal data: keeps features in the memory of this process, nowhere else; its end erases them.
 */
export function serveRecogniser<Features>(recogniser: ServedRecogniser<Features>): void {
  const slots = new Map<string, Features>();

  async function answer(request: RecogniserRequest): Promise<RecogniserReply> {
    switch (request.kind) {
      case 'describe':
        return { kind: 'description', ...recogniser.description };
      case 'extract': {
        const cpuBefore = process.cpuUsage();
        const wallBefore = performance.now();
        const extracted = await recogniser.extract(request.bytes, request.role);
        const wallMs = performance.now() - wallBefore;
        const cpu = process.cpuUsage(cpuBefore);
        const cpuMs = (cpu.user + cpu.system) / 1000;
        if (extracted.kind !== 'extracted') {
          slots.delete(request.slot);
          return { kind: 'failure-to-acquire', cause: extracted.kind, wallMs, cpuMs };
        }
        slots.set(request.slot, extracted.features);
        return { kind: 'extracted', eyeDistancePx: extracted.eyeDistancePx, wallMs, cpuMs };
      }
      case 'acquire':
        if (recogniser.acquire === undefined) throw new RangeError('no floors');
        return recogniser.acquire(request.bytes, request.role);
      case 'compare':
        return { kind: 'scores', values: compareAll(request) };
    }
  }

  function compareAll(request: Extract<RecogniserRequest, { kind: 'compare' }>): Float64Array {
    const measure = recogniser.measures[request.measure];
    if (measure === undefined) throw new RangeError('unknown measure');
    const probes = request.probes.map((slot) => slots.get(slot));
    const values = new Float64Array(request.references.length * probes.length).fill(Number.NaN);
    request.references.forEach((slot, row) => {
      const reference = slots.get(slot);
      if (reference === undefined) return;
      probes.forEach((probe, column) => {
        if (probe === undefined) return;
        values[row * probes.length + column] = measure(probe, reference);
      });
    });
    return values;
  }

  answerParent((request) =>
    answer(request)
      // The fault is named only: a library's message could carry something of the image.
      .catch((error: unknown): RecogniserReply => ({
        kind: 'fault',
        name: error instanceof Error ? error.name : 'unknown',
      })),
  );
}

/** Tells the parent, whatever it asks, why there is no recogniser to serve. */
export function refuseToServe(code: string): void {
  answerParent(() => Promise.resolve({ kind: 'not-opened', code }));
}

function answerParent(answer: (request: RecogniserRequest) => Promise<RecogniserReply>): void {
  process.on('message', (message: Numbered<RecogniserRequest>) => {
    answer(message.body)
      .then((body) => process.send?.({ number: message.number, body }))
      .catch(() => process.exit(1));
  });
  process.on('disconnect', () => process.exit(0));
}
