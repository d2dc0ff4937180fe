import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { limitCohort, type Cohort } from '../cohorts/cohort.ts';
import { compareSeries, probeSlot, referenceSlot } from '../comparison/series.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { startRecogniser } from './recogniser-process.ts';

const SERVE = pathToFileURL(path.join(import.meta.dirname, 'serve-recogniser.ts')).href;

/** Takes the first byte as the face: 0 is no face, 255 breaks; alike is what differs little. */
const PROGRAM = `
import { serveRecogniser } from '${SERVE}';
serveRecogniser({
  description: { name: 'byte', scale: 'byte', tellsRolesApart: false },
  async extract(bytes) {
    if (bytes.length === 0) return { kind: 'unreadable' };
    if (bytes[0] === 0) return { kind: 'no-face' };
    if (bytes[0] === 255) throw new TypeError('carries something of the image');
    return { kind: 'extracted', features: bytes[0], eyeDistancePx: 60 };
  },
  measures: { closeness: (probe, reference) => -Math.abs(probe - reference) },
});
`;

const people = (count: number, layout: Cohort['layout']): Cohort => ({
  name: 'bytes',
  layout,
  persons: Array.from({ length: count }, () => ({
    referenceFile: '',
    probeFile: '',
    sex: undefined,
    born: undefined,
  })),
  alikePairs: [{ reference: 0, probe: 1 }],
  unusableRows: 0,
});

describe('a recogniser in its own process', () => {
  let folder = '';
  let program = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'recogniser-'));
    program = path.join(folder, 'program.ts');
    await writeFile(program, PROGRAM);
  });
  after(() => rm(folder, { recursive: true }));

  it('extracts, tells failures to acquire apart and compares whole series', async () => {
    await using recogniser = await startRecogniser(program);
    const cohort = people(3, 'two-photographs');
    const bytes = [
      [10, 11],
      [20, 22],
      [30, 0],
    ];
    for (const [person, [reference = 0, probe = 0]] of bytes.entries()) {
      const clean = referenceSlot(cohort, 'clean', person);
      await recogniser.extract(clean, 'reference', Uint8Array.of(reference));
      const slot = probeSlot(recogniser, cohort, person);
      const extraction = await recogniser.extract(slot, 'probe', Uint8Array.of(probe));
      assert.equal(extraction.kind, probe === 0 ? 'failure-to-acquire' : 'extracted');
    }
    const series = await compareSeries(recogniser, cohort, { view: 'clean', measure: 'closeness' });
    assert.deepEqual(
      series.mated.map(({ score }) => score),
      [-1, -2],
    );
    assert.equal(series.nonMated.length, 4);
    assert.deepEqual(
      series.alike.map(({ score }) => score),
      [-12],
    );
    assert.deepEqual(series.failuresToAcquire, {
      references: { errors: 0, trials: 3 },
      probes: { errors: 1, trials: 3 },
    });
  });

  it('compares every two of one portrait each once, and no person with themselves', async () => {
    await using recogniser = await startRecogniser(program);
    const cohort = limitCohort(people(5, 'one-portrait'), 4);
    for (let person = 0; person < 4; person++) {
      const slot = referenceSlot(cohort, 'clean', person);
      await recogniser.extract(slot, 'reference', Uint8Array.of(person + 1));
    }
    const series = await compareSeries(recogniser, cohort, { view: 'clean', measure: 'closeness' });
    assert.equal(series.nonMated.length, 6);
    assert.equal(series.mated.length, 0);
  });

  it('reports a fault by its kind only and serves on', async () => {
    await using recogniser = await startRecogniser(program);
    await assert.rejects(
      recogniser.extract('a', 'probe', Uint8Array.of(255)),
      (error) =>
        error instanceof EvaluationError &&
        error.code === 'RECOGNISER_FAILED' &&
        error.details['fault'] === 'TypeError' &&
        !JSON.stringify(error.details).includes('image'),
    );
    const extraction = await recogniser.extract('a', 'probe', new Uint8Array());
    assert.ok(extraction.kind === 'failure-to-acquire' && extraction.cause === 'unreadable');
  });

  it('names a program that ends at once', async () => {
    const broken = path.join(folder, 'broken.ts');
    await writeFile(broken, 'process.exit(1);');
    await assert.rejects(
      startRecogniser(broken),
      (error) => error instanceof EvaluationError && error.code === 'RECOGNISER_FAILED',
    );
  });
});
