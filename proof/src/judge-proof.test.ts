import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attemptsOf, boundOf, judgeProof } from './judge-proof.ts';
import type { ProofFindings, RunFindings } from './findings.ts';
import { reportProof } from './report-proof.ts';

const RUN: RunFindings = {
  storage: 'embedded',
  endings: new Map([
    ['confirmed', 2],
    ['withdrawn', 1],
  ]),
  looked: [{ sink: 'log', found: new Map(), bytes: 10 }],
  during: 1,
  foundDuring: new Map(),
  calls: { seen: 40, told: 100, handedOver: 500, queued: 0, forbidden: new Map() },
  cameras: { opened: 2, running: 0 },
  controls: {
    planted: [{ sink: 'log', kind: 'bytes', isFound: true }],
    calls: {
      seen: 40,
      told: 100,
      handedOver: 500,
      queued: 0,
      forbidden: new Map([['other-write', 3]]),
    },
    cameras: { opened: 2, running: 2 },
  },
};
/** The leak was planted and not found. */
const MISSED = {
  ...RUN.controls,
  planted: [{ sink: 'log', kind: 'bytes', isFound: false }],
} as const;

function findings(change: Partial<RunFindings> = {}): ProofFindings {
  return { runs: [{ ...RUN, ...change }], couldCapture: true, hasSwap: false, lastedMs: 1000 };
}

describe('the judgement of a proof', () => {
  it('holds when nothing was found and every planted leak was', () => {
    assert.equal(judgeProof(findings()), 'holds');
  });

  it('is disproved by one canary, after an attempt or in the middle of one', () => {
    const found = new Map([['text', new Set(['log'])]] as const);
    const looked = [{ sink: 'log', found, bytes: 10 }] as const;
    assert.equal(judgeProof(findings({ looked })), 'disproved');
    assert.equal(
      judgeProof(findings({ foundDuring: new Map([['pixels', new Set(['node'])]]) })),
      'disproved',
    );
  });

  it('is disproved by a booth that asks the system for what it may not', () => {
    const calls = {
      seen: 40,
      told: 100,
      handedOver: 500,
      queued: 0,
      forbidden: new Map([['socket', 1]] as const),
    };
    assert.equal(judgeProof(findings({ calls })), 'disproved');
  });

  it('is disproved by a camera that goes on', () => {
    assert.equal(judgeProof(findings({ cameras: { opened: 2, running: 1 } })), 'disproved');
  });

  it('is blind when no camera was opened, or that of the leaking page was not seen to go on', () => {
    assert.equal(judgeProof(findings({ cameras: { opened: 0, running: 0 } })), 'blind');
    const controls = { ...RUN.controls, cameras: { opened: 2, running: 0 } };
    assert.equal(judgeProof(findings({ controls })), 'blind');
  });

  it('is blind when a planted leak was missed, or none was planted', () => {
    assert.equal(judgeProof(findings({ controls: MISSED })), 'blind');
    assert.equal(judgeProof(findings({ controls: { ...RUN.controls, planted: [] } })), 'blind');
    assert.equal(judgeProof({ ...findings(), runs: [] }), 'blind');
  });

  it('is blind when of the memory of the service not one byte was read', () => {
    const sink = 'memory-of-the-service';
    const controls = {
      ...RUN.controls,
      planted: [{ sink, kind: 'bytes', isFound: true }],
    } as const;
    const looked = (bytes: number) => [{ sink, found: new Map<never, never>(), bytes }] as const;
    assert.equal(judgeProof(findings({ controls, looked: looked(1) })), 'holds');
    assert.equal(judgeProof(findings({ controls, looked: looked(0) })), 'blind');
  });

  it('is blind when a place was searched in which nothing was planted', () => {
    const metrics = { sink: 'metrics', found: new Map<never, never>(), bytes: 10 } as const;
    assert.equal(judgeProof(findings({ looked: [...RUN.looked, metrics] })), 'blind');
  });

  it('is blind when the watch over a leaking booth saw nothing, or over a booth not even its answer', () => {
    const quiet = { seen: 40, told: 100, handedOver: 500, queued: 0, forbidden: new Map() };
    assert.equal(judgeProof(findings({ controls: { ...RUN.controls, calls: quiet } })), 'blind');
    assert.equal(judgeProof(findings({ calls: { ...quiet, told: 0 } })), 'blind');
  });

  it('stands without the watch where a machine has none', () => {
    const controls = { ...RUN.controls, calls: undefined };
    assert.equal(judgeProof(findings({ calls: undefined, controls })), 'holds');
  });

  it('says in the report what it came to, before anything else', () => {
    assert.match(reportProof(findings(), '2026-01-01'), /Nothing was found\. Every leak/);
    assert.match(reportProof(findings({ controls: MISSED }), '2026-01-01'), /proves nothing/);
  });

  it('bounds what 3,000 attempts without a find allow by a thousandth', () => {
    assert.equal(attemptsOf(findings()), 3);
    assert.ok(boundOf(3_000) < 0.001);
    assert.equal(boundOf(0), 1);
  });
});
