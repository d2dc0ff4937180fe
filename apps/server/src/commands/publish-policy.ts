import { readFileSync } from 'node:fs';
import { openStorage } from '@bonin/storage';
import { keysFolder, storageLocation, systemClock } from '../compose.ts';
import type { ServerConfig } from '../config.ts';
import { openLogKey } from '../ledger/log-key.ts';
import { publishAll } from '../ledger/publish-all.ts';
import { rulesOfInstallation } from '../policy/rules-of-installation.ts';
import { ServerError } from '../server-error.ts';

/**
 * Publishes a signed route policy; running nodes learn of it within a minute.
 *
 * @throws {ServerError} `POLICY_OPERATORS_MISSING`, `POLICY_FILE_UNREADABLE`
 * @throws {PublicationError} where it is refused; then nothing has changed
 */
export async function publishPolicy(file: string, config: ServerConfig): Promise<string> {
  if (config.policyOperatorsFile === undefined) throw new ServerError('POLICY_OPERATORS_MISSING');
  const note = read(file);
  const storage = await openStorage(storageLocation(config));
  try {
    const rules = await rulesOfInstallation(config, {
      archive: storage.routePolicies,
      ledger: storage.ledger,
      clock: systemClock,
    });
    if (rules === undefined) throw new ServerError('POLICY_OPERATORS_MISSING');
    const { policy, digest, signers } = await rules.publish(note);
    await publishAll(storage.ledger, openLogKey(keysFolder(config), config.publicUrl));
    const { id, version, from } = policy;
    const published = { id, version, from: new Date(from).toISOString(), digest, signers };
    return `${JSON.stringify({ published })}\n`;
  } finally {
    await storage.close();
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ServerError('POLICY_FILE_UNREADABLE');
  }
}
