import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DETECTORS,
  detectorsOf,
  isAccepted,
  isBonaFide,
  stoppedBy,
  withConstant,
} from './decide-sessions.ts';
import { AGAINST, ORDINARY, probeFindings } from './testing/session-records.ts';

describe('what the laboratory makes of findings', () => {
  it('confirms whom everything speaks for', () => {
    assert.equal(isAccepted(probeFindings(), ORDINARY), true);
    assert.deepEqual(stoppedBy(probeFindings(), ORDINARY), []);
  });

  it('tells a living person of another face from an attack', () => {
    assert.equal(isAccepted(AGAINST.comparison, ORDINARY), false);
    assert.equal(isBonaFide(AGAINST.comparison, ORDINARY), true);
    assert.deepEqual(stoppedBy(AGAINST.comparison, ORDINARY), ['comparison']);
  });

  it('refuses when any one detector always says attack', () => {
    assert.deepEqual(detectorsOf(ORDINARY), DETECTORS);
    for (const detector of DETECTORS) {
      const replaced = withConstant(probeFindings(), detector, 'attack-presentation', ORDINARY);
      assert.equal(isAccepted(replaced, ORDINARY), false, detector);
      assert.deepEqual(stoppedBy(replaced, ORDINARY), [detector]);
    }
  });

  it('confirms what one detector alone had stopped when that always says bona fide', () => {
    for (const detector of ['poses', 'colours', 'comparison'] as const) {
      const replaced = withConstant(AGAINST[detector], detector, 'bona-fide', ORDINARY);
      assert.equal(isAccepted(replaced, ORDINARY), true, detector);
      for (const other of DETECTORS) {
        if (other === detector) continue;
        const kept = withConstant(AGAINST[detector], other, 'bona-fide', ORDINARY);
        assert.equal(isAccepted(kept, ORDINARY), false, `${detector} without ${other}`);
      }
    }
  });

  it('looks only at the pieces that a profile asks for', () => {
    const challenge = { ...ORDINARY.challenge, pieces: ['poses', 'capture'] as const };
    const policy = { ...ORDINARY, challenge };
    assert.deepEqual(detectorsOf(policy), ['poses', 'capture', 'passive-score', 'comparison']);
    assert.deepEqual(stoppedBy(AGAINST.colours, policy), []);
  });
});
