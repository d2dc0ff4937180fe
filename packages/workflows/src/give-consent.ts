import { RegistrationError, type Registration } from '@bonin/core';
import { takeStep, type TakeStepPorts } from './take-step.ts';

export interface GiveConsentPorts extends TakeStepPorts {
  /** Digests of the consent texts that this service shows, in every language. */
  readonly consentTexts: ReadonlySet<string>;
}

/**
 * Records that the applicant agreed to one exact text. Until then no capture can be opened.
 *
 * @throws {RegistrationError} `CONSENT_TEXT_UNKNOWN` when the text is not one that this service shows,
 *   and as {@link takeStep} does
 */
export async function giveConsent(
  ports: GiveConsentPorts,
  registration: Registration,
  consentTextDigest: string,
): Promise<Registration> {
  if (!ports.consentTexts.has(consentTextDigest)) {
    throw new RegistrationError('CONSENT_TEXT_UNKNOWN');
  }
  return takeStep(ports, registration, {
    kind: 'consent-given',
    at: ports.clock.now(),
    consentTextDigest,
  });
}
