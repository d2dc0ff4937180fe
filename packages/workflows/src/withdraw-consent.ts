import type { Registration } from '@bonin/core';
import { takeStep, type TakeStepPorts } from './take-step.ts';

/**
 * Takes the applicant's consent back. A capture that is under way is over; its booth is the caller's to end.
 *
 * Costs nothing: no attempt is counted, and consent may be given again.
 */
export async function withdrawConsent(
  ports: TakeStepPorts,
  registration: Registration,
): Promise<Registration> {
  return takeStep(ports, registration, { kind: 'consent-withdrawn', at: ports.clock.now() });
}
