/**
 * Writes registrations into a PGlite folder until it is killed, and says each id only after the write
 * was acknowledged. Arguments: data folder, tenant.
 */
import { writeSync } from 'node:fs';
import { instant } from '@bonin/core';
import { registration, seededIds, tenantId } from '@bonin/testkit';
import { openStorage } from '../src/index.ts';

const [folder, tenant, seed] = process.argv.slice(2);
if (folder === undefined || tenant === undefined || seed === undefined) process.exit(2);

const storage = await openStorage({ kind: 'pglite', folder });
const id = tenantId(tenant);
await storage.tenants.put({ id, name: tenant, apiKeyHash: 'hash', at: instant(0) });
const ids = seededIds(seed);
for (;;) {
  const { registration: opened } = await storage.registrations.create(
    registration({ id: ids.registrationId(), tenantId: id }),
    { key: ids.nonce(), fingerprint: 'one-request' },
  );
  const at = instant(opened.openedAt + 1);
  await storage.registrations.append(opened, {
    event: { kind: 'face-route-left', at },
    next: { kind: 'refused', ground: 'face-route-left', tally: opened.state.tally },
    result: { resultId: ids.resultId(), answer: 'N', token: `token.${opened.id}`, issuedAt: at },
    outbox: {
      id: ids.resultId(),
      kind: 'registration.finished',
      registrationId: opened.id,
      at,
    },
  });
  // Synchronous, so that what was said was said before the kill.
  writeSync(1, `${opened.id}\n`);
}
