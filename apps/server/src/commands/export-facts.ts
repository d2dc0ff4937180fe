import type { RegistrationId } from '@bonin/core';
import { encodeFacts } from '@bonin/policies';
import { openStorage } from '@bonin/storage';
import { factsOf } from '@bonin/workflows';
import { storageLocation, systemClock } from '../compose.ts';
import type { ServerConfig } from '../config.ts';
import { rulesOfInstallation } from '../policy/rules-of-installation.ts';

const AT_ONCE = 1_000;

/**
 * What was recorded of every registration that was opened under a rule, a line each, so that it can be explained and decided anew
 * under another policy. In the order of their ids.
 *
 * Personal data: how registrations went, by their ids; no name, number or face.
 */
export async function exportFacts(config: ServerConfig): Promise<string> {
  const storage = await openStorage(storageLocation(config));
  const lines: string[] = [];
  try {
    const rules = await rulesOfInstallation(config, {
      archive: storage.routePolicies,
      ledger: storage.ledger,
      clock: systemClock,
    });
    const policies = rules === undefined ? {} : { rules };
    let after: RegistrationId | undefined;
    for (;;) {
      const some = await storage.registrations.listUnderRule(AT_ONCE, after);
      for (const { registration, events, steps } of some) {
        const facts = factsOf({ policies }, registration, { events, steps, at: systemClock.now() });
        if (facts === undefined) continue;
        const { id: registrationId, tenantId } = registration;
        lines.push(`${encodeFacts({ registrationId, tenantId, facts })}\n`);
      }
      after = some.at(-1)?.registration.id;
      if (some.length < AT_ONCE) return lines.join('');
    }
  } finally {
    await storage.close();
  }
}
