import {
  CHALLENGE_PROFILES,
  attemptsLeft,
  type AttemptDecision,
  type ChallengeProfile,
  type Channel,
  type DecisionPolicy,
  type Registration,
} from '@bonin/core';
import type { AttemptOutcomeName, CaptureView } from '@bonin/protocol';
import { attemptsOf, faceTermsFor, routesFor } from '@bonin/workflows';
import { DEMONSTRATION_TENANT, type Service } from '../service.ts';

/** What an applicant's device may know of a registration. */
export function presentView(
  service: Pick<Service, 'policies' | 'demonstration'>,
  registration: Registration,
  mobileOperatorName: string,
): CaptureView {
  const { state, returnUrl } = registration;
  const { challenges, face } = service.policies.version(registration.policy);
  const routes = routesFor(service.policies, registration);
  const attempts = attemptsOf(service.policies, registration);
  const profiles = faceTermsFor(service.policies, registration)?.profiles;
  return {
    registrationId: registration.id,
    mobileOperatorName,
    registrationKind: registration.kind,
    channel: registration.channel,
    state: state.kind,
    ...(state.kind === 'refused' ? { ground: state.ground } : {}),
    attemptsLeft: attemptsLeft(state, attempts),
    attemptsMax: attempts.attemptsMax,
    probeFramesMinimum: face.probeFrames.minimum,
    captureTimeLimitMs: attempts.captureTimeLimit,
    challengeProfiles: profilesFor(registration.channel, challenges, profiles),
    ...(routes.length === 0 ? {} : { routes }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    demonstration: service.demonstration && registration.tenantId === DEMONSTRATION_TENANT,
  };
}

/** One word for every ground of a rejection: what exactly gave an attack away is nobody's to know. */
export function presentOutcome(decision: AttemptDecision): AttemptOutcomeName {
  switch (decision.kind) {
    case 'accepted':
      return 'accepted';
    case 'rejected':
      return 'not-confirmed';
    case 'unusable':
      return 'capture-unusable';
  }
}

/**
 * The kinds of challenge that are offered where the applicant is.
 *
 * @param allowed - those that the rule allows
 */
export function profilesFor(
  channel: Channel,
  challenges: DecisionPolicy['challenges'],
  allowed: readonly ChallengeProfile[] = CHALLENGE_PROFILES,
): readonly ChallengeProfile[] {
  return CHALLENGE_PROFILES.filter(
    (profile) =>
      allowed.includes(profile) && (challenges?.[profile]?.channels.includes(channel) ?? false),
  );
}
