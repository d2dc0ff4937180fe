/**
 * The gate: a small fixed part of the laboratory, with the sample faces and the shipped policy.
 *
 * Its sessions were chosen from the first trials of seed 1, so that for each detector there is an instrument which that
 * detector alone stops. Rates are not its business: it tells whether a change lets something pass or turns somebody away.
 */
import { openEngine } from '@bonin/engine';
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { DETECTORS, isAccepted, withConstant, type Detector } from './decide-sessions.ts';
import { judgeGate, withConstantDetector, type GateSession } from './gate.ts';
import { holdSession } from './hold-session.ts';
import { PERSON } from './session-record.ts';
import { openSitters } from './sitters.ts';
import { AGAINST, ORDINARY, POLICY, probeFindings } from './testing/session-records.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const PORTRAITS = ['man-a-clip-1/001.jpg', 'man-b-stills/001.jpg'];
const SEED = '1';

/** By detector: an instrument that it alone stops, and the trial. */
const STOPPED_ALONE: Readonly<Record<Detector, readonly [species: string, trial: number]>> = {
  poses: ['mirrored', 0],
  continuity: ['cut-together', 0],
  relief: ['print-bent', 1],
  colours: ['right-motion-wrong-colours', 0],
  capture: ['puppet-stuttering', 0],
  'passive-score': ['puppet-on-screen', 7],
  comparison: ['another-person', 0],
};
const FURTHER_ATTACKS = [
  ['print-flat', 0],
  ['photo-on-tablet-moved', 0],
  ['replay-injected', 0],
] as const;
const PEOPLE = [0, 1, 2, 4, 5, 6];

describe('the gate of the laboratory', { timeout: 900_000 }, () => {
  const sessions: GateSession[] = [];

  before(async () => {
    await using engine = await openEngine({
      manifestFile: path.join(ROOT, 'models/manifest.json'),
      modelFolder: path.join(ROOT, 'models/files'),
    });
    const files = PORTRAITS.map((file) => path.join(ROOT, 'samples/files', file));
    const sitters = openSitters(engine, files, { seed: SEED, policy: POLICY.face });
    const planned = [
      ...PEOPLE.map((trial) => [PERSON, trial] as const),
      ...Object.values(STOPPED_ALONE),
      ...FURTHER_ATTACKS,
    ];
    for (const [name, trial] of planned) {
      const record = await holdSession(
        { profile: 'ordinary', name, trial, attempt: 1 },
        { engine, sitters, policy: POLICY, seed: SEED },
        { goesBeyond: name !== PERSON },
      );
      sessions.push({ name, record });
    }
  });

  it('lets no attack pass and turns nobody away', () => {
    assert.deepEqual(judgeGate(sessions, ORDINARY), []);
  });

  for (const detector of DETECTORS) {
    const [species] = STOPPED_ALONE[detector];

    it(`holds an instrument that ${detector} alone stops: ${species}`, () => {
      const findings = sessions
        .filter(({ name }) => name === species)
        .map(({ record }) => record.beyond ?? record.findings);
      assert.equal(findings.length, 1);
      for (const other of DETECTORS) {
        const accepted = findings.map((one) =>
          isAccepted(withConstant(one, other, 'bona-fide', ORDINARY), ORDINARY),
        );
        assert.deepEqual(accepted, [other === detector], `without ${other}`);
      }
    });

    it(`turns red when ${detector} always says bona fide`, () => {
      const replaced = withConstantDetector(sessions, detector, 'bona-fide', ORDINARY);
      assert.ok(judgeGate(replaced, ORDINARY).includes(`${species} was accepted`));
    });

    it(`turns red when ${detector} always says attack`, () => {
      const replaced = withConstantDetector(sessions, detector, 'attack-presentation', ORDINARY);
      assert.match(judgeGate(replaced, ORDINARY).join(), /people were not confirmed/);
    });
  }
});

describe('the judgement of the gate', () => {
  const session = (name: string, findings = probeFindings()): GateSession => ({
    name,
    record: { findings },
  });

  it('is red for an attack that is accepted', () => {
    const sessions = [session(PERSON), session('mirrored')];
    assert.deepEqual(judgeGate(sessions, ORDINARY), ['mirrored was accepted']);
  });

  it('is red for more than one person of twenty, whatever turned them away', () => {
    const twenty = Array.from({ length: 20 }, () => session(PERSON));
    const refused = (count: number, findings = AGAINST.colours): readonly string[] =>
      judgeGate(
        twenty.map((one, at) => (at < count ? session(PERSON, findings) : one)),
        ORDINARY,
      );
    assert.deepEqual(refused(1), []);
    assert.equal(refused(2).length, 2);
    assert.equal(refused(2, AGAINST.comparison).length, 1);
  });

  it('is red when nobody was presented', () => {
    assert.equal(judgeGate([session('mirrored', AGAINST.poses)], ORDINARY).length, 1);
  });
});
