import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attemptsOf, boundOf, judgeProof } from './judge-proof.ts';
import type { ProofFindings, RunFindings } from './prove.ts';
import { reportProof } from './report-proof.ts';

const RUN: RunFindings = {
  storage: 'embedded',
  endings: new Map([
    ['confirmed', 2],
    ['withdrawn', 1],
  ]),
  looked: [{ sink: 'log', found: new Set(), bytes: 10 }],
  during: 1,
  foundDuring: new Set(),
  controls: [{ sink: 'log', kind: 'bytes', isFound: true }],
};

function findings(change: Partial<RunFindings> = {}): ProofFindings {
  return { runs: [{ ...RUN, ...change }], couldCapture: true, hasSwap: false, lastedMs: 1000 };
}

describe('the judgement of a proof', () => {
  it('holds when nothing was found and every planted leak was', () => {
    assert.equal(judgeProof(findings()), 'holds');
  });

  it('is disproved by one canary, after an attempt or in the middle of one', () => {
    const looked = [{ sink: 'log', found: new Set(['text'] as const), bytes: 10 }] as const;
    assert.equal(judgeProof(findings({ looked })), 'disproved');
    assert.equal(judgeProof(findings({ foundDuring: new Set(['pixels']) })), 'disproved');
  });

  it('is blind when a planted leak was missed, or none was planted', () => {
    const missed = [{ sink: 'log', kind: 'bytes', isFound: false }] as const;
    assert.equal(judgeProof(findings({ controls: missed })), 'blind');
    assert.equal(judgeProof(findings({ controls: [] })), 'blind');
    assert.equal(judgeProof({ ...findings(), runs: [] }), 'blind');
  });

  it('says in the report what it came to, before anything else', () => {
    assert.match(reportProof(findings(), '2026-01-01'), /Nothing was found\. Every leak/);
    const missed = [{ sink: 'log', kind: 'bytes', isFound: false }] as const;
    assert.match(reportProof(findings({ controls: missed }), '2026-01-01'), /proves nothing/);
  });

  it('bounds what 3,000 attempts without a find allow by a thousandth', () => {
    assert.equal(attemptsOf(findings()), 3);
    assert.ok(boundOf(3_000) < 0.001);
    assert.equal(boundOf(0), 1);
  });
});
