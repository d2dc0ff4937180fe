import type { PadDecision, ProbeFindings } from '@bonin/core';
import {
  isAccepted,
  isBonaFide,
  withConstant,
  type Detector,
  type SessionPolicy,
} from './decide-sessions.ts';
import { PERSON, type SessionRecord } from './session-record.ts';

/** Simulated people whom attack detection may at most not take for living, at their first try. */
export const BPCER_MOST = 0.05;

/** A session of the gate, by the name that it is counted under. */
export interface GateSession {
  readonly name: string;
  readonly record: Pick<SessionRecord, 'findings' | 'beyond'>;
}

/**
 * Why the build fails; nothing, when it does not: an attack that is accepted, more people than may be that are not
 * taken for living, a person who is not confirmed for another reason.
 */
export function judgeGate(
  sessions: readonly GateSession[],
  policy: SessionPolicy,
): readonly string[] {
  const people = sessions.filter(({ name }) => name === PERSON);
  const accepted = sessions.filter(
    ({ name, record }) => name !== PERSON && isAccepted(record.findings, policy),
  );
  const notLiving = people.filter(({ record }) => !isBonaFide(record.findings, policy));
  const notConfirmed = people.filter(({ record }) => !isAccepted(record.findings, policy));
  return [
    ...accepted.map(({ name }) => `${name} was accepted`),
    ...(people.length === 0 ? ['no person was presented'] : []),
    ...(notLiving.length > BPCER_MOST * people.length
      ? [`${notLiving.length} of ${people.length} people were not taken for living`]
      : []),
    ...(notConfirmed.length > BPCER_MOST * people.length
      ? [`${notConfirmed.length} of ${people.length} people were not confirmed`]
      : []),
  ];
}

/** The same sessions before a detector that always says the same. */
export function withConstantDetector(
  sessions: readonly GateSession[],
  detector: Detector,
  says: Exclude<PadDecision, 'undecided'>,
  policy: SessionPolicy,
): readonly GateSession[] {
  return sessions.map(({ name, record }) => {
    // A step that such a detector had taken for done would not have ended the challenge.
    const findings: ProbeFindings = record.beyond ?? record.findings;
    return { name, record: { findings: withConstant(findings, detector, says, policy) } };
  });
}
