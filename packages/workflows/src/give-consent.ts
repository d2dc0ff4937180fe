import { RegistrationError, type Registration } from '@bonin/core';
import { takeStep, type TakeStepPorts } from './take-step.ts';

export interface GiveConsentPorts extends TakeStepPorts {
  /** Digests of the consent texts that this service shows, in every language. */
  readonly consentTexts: ReadonlySet<string>;
}

/**
 * Records that the applicant agreed to one exact text. Until then no capture can be opened.
 *
 * @throws {RegistrationError} `CONSENT_TEXT_UNKNOWN` when the text is not one that this service shows, or not one that the rule
 *   of the registration lays down, and as {@link takeStep} does
 */
export async function giveConsent(
  ports: GiveConsentPorts,
  registration: Registration,
  consentTextDigest: string,
): Promise<Registration> {
  if (
    !ports.consentTexts.has(consentTextDigest) ||
    !isLaidDown(ports, registration, consentTextDigest)
  ) {
    throw new RegistrationError('CONSENT_TEXT_UNKNOWN');
  }
  return takeStep(ports, registration, {
    kind: 'consent-given',
    at: ports.clock.now(),
    consentTextDigest,
  });
}

/** A rule that lays texts down allows no other; one that lays none down leaves it to the service. */
function isLaidDown(
  { policies }: Pick<TakeStepPorts, 'policies'>,
  { rule }: Registration,
  digest: string,
): boolean {
  if (rule === undefined || policies.rules === undefined) return true;
  const laidDown = Object.values(policies.rules.version(rule.policy).policy.texts.consent);
  return laidDown.length === 0 || laidDown.includes(digest);
}
