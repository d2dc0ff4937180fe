import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { presentProduct, type ProductFindings } from './product-report.ts';

/** Of 40 attempts most take little; so many of the last take long. */
function findings(slow: number): ProductFindings {
  const attempts = Array.from({ length: 40 }, (_, at) => (at >= 40 - slow ? 2000 : 400));
  return {
    throughService: attempts.map((boothCpuMs) => ({
      lastFrameToAnswerMs: 500,
      challengeMs: boothCpuMs > 1000 ? 9000 : 7000,
      serviceCpuMs: 600,
      boothCpuMs,
      frames: 8,
      outcome: 'accepted',
    })),
    inBooths: [],
    stages: new Map(),
    sizes: '',
    machine: { cpu: 'drawn', cores: 2, node: 'v0', loadBefore: 0, loadAfter: 0 },
  };
}

describe('the page of the product’s figures', () => {
  it('judges on the 95th percentile and prints the median beside it', () => {
    const judged = (slow: number) =>
      presentProduct(findings(slow))
        .split('\n')
        .find((line) => line.includes('CPU of one attempt'));
    assert.match(judged(0) ?? '', /1000 ms \| 1000 ms \| 40 \| 95 % within 2,500 ms: reached/);
    // One in ten too slow: the median would not see it.
    assert.match(judged(4) ?? '', /1000 ms \| 2600 ms \| 40 \| 95 % within 2,500 ms: missed/);
  });

  it('judges the challenge on the median', () => {
    const judged = (slow: number) =>
      presentProduct(findings(slow))
        .split('\n')
        .find((line) => line.includes('challenge, from'));
    assert.match(judged(4) ?? '', /half within 8,000 ms: reached/);
    assert.match(judged(30) ?? '', /half within 8,000 ms: missed/);
  });

  it('says how the attempts were answered', () => {
    assert.match(presentProduct(findings(0)), /Answers: 40 × accepted\./);
  });
});
