/** What an operator does beside running the service. */
import { makeApiKey, hashApiKey } from '../auth/api-key.ts';
import { keysFolder, storageLocation, systemClock, witnessesAsked } from '../compose.ts';
import type { Command, ServerConfig } from '../config.ts';
import { instant } from '@bonin/core';
import { DAY_MS } from '../jobs/erasing.ts';
import { eraseOlder, eraseRegistration } from '../ledger/erase.ts';
import { openStorage } from '@bonin/storage';
import { resolve } from 'node:path';
import { buildFiles, digestOfBuild, linesOfBuild } from '../digests/build-digest.ts';
import { modelDigest } from '../digests/model-digest.ts';
import { openKeyring, publicKeys, rotateKeyring } from '../keys/keyring.ts';
import { pageManifest } from '../page/page-manifest.ts';
import { readPolicyFile } from '../policy/policy-shelf.ts';
import { trustPolicyText } from '../results/trust-policy.ts';
import { exportFacts } from './export-facts.ts';
import { publishPolicy } from './publish-policy.ts';
import { ServerError } from '../server-error.ts';
import { exportLedger } from '../ledger/export-ledger.ts';
import { openLogKey } from '../ledger/log-key.ts';
import { publishAll } from '../ledger/publish-all.ts';
import { tellByHand } from '../ledger/tell-by-hand.ts';

/** Carries a command out; what it returns is for standard output. */
export async function carryOut(
  command: Exclude<Command, { readonly kind: 'serve' }>,
  config: ServerConfig,
): Promise<string> {
  if (command.kind === 'build-digest') {
    const files = buildFiles(config.files.root);
    // The lines that are hashed, so that `sha256sum` gives the digest and `diff` the difference of two builds.
    return command.withFiles ? linesOfBuild(files) : `${digestOfBuild(files)}\n`;
  }
  if (command.kind === 'trust-policy') {
    const { files, policyFile } = config;
    const policy = readPolicyFile(policyFile);
    const { comparison, pad } = policy.face;
    return trustPolicyText(command.pins, {
      policy,
      buildDigest: digestOfBuild(buildFiles(files.root)),
      modelDigest: modelDigest(files.modelManifest, [comparison.scale, pad.scale]),
    });
  }
  if (command.kind === 'page-manifest') {
    const manifest = pageManifest(config.files.applicantPage);
    if (manifest === undefined) throw new ServerError('PAGE_NOT_BUILT');
    return manifest.text;
  }
  if (command.kind === 'keys-rotate') {
    const kids = await rotateKeyring(keysFolder(config), new Date());
    return `${JSON.stringify({ rotated: kids, next: 'restart the service' })}\n`;
  }
  if (command.kind === 'ledger-key') {
    const { verifierKey } = openLogKey(keysFolder(config), config.publicUrl);
    return `${verifierKey}\n`;
  }
  if (command.kind === 'ledger-export') {
    const keyring = await openKeyring(keysFolder(config));
    const logKey = openLogKey(keysFolder(config), config.publicUrl);
    const witnesses = witnessesAsked(config, logKey);
    const storage = await openStorage(storageLocation(config));
    try {
      const folder = resolve(command.folder);
      const { size, ...more } = await exportLedger(storage.ledger, {
        folder,
        keys: publicKeys(keyring),
        at: systemClock.now(),
        witnessedUnder: witnesses?.digest,
      });
      return `${JSON.stringify({ exported: size, ...more, folder })}\n`;
    } finally {
      await storage.close();
    }
  }
  if (command.kind === 'ledger-erase' || command.kind === 'ledger-erase-older') {
    const { dataFolder } = config;
    const logKey = openLogKey(keysFolder(config), config.publicUrl);
    const storage = await openStorage(storageLocation(config));
    try {
      const at = systemClock.now();
      const erased =
        command.kind === 'ledger-erase'
          ? await eraseRegistration(storage.ledger, command.id, { logKey, dataFolder, at })
          : await eraseOlder(storage.ledger, instant(at - command.days * DAY_MS), { logKey });
      return `${JSON.stringify({ erased })}\n`;
    } finally {
      await storage.close();
    }
  }
  if (command.kind === 'ledger-tell') {
    const { dataFolder } = config;
    const storage = await openStorage(storageLocation(config));
    try {
      const at = systemClock.now();
      const told = await tellByHand(storage.ledger, command.told, { dataFolder, at });
      await publishAll(storage.ledger, openLogKey(keysFolder(config), config.publicUrl));
      return `${JSON.stringify({ told })}\n`;
    } finally {
      await storage.close();
    }
  }
  if (command.kind === 'policy-publish') return publishPolicy(command.file, config);
  if (command.kind === 'facts-export') return exportFacts(config);
  const apiKey = makeApiKey();
  const storage = await openStorage(storageLocation(config));
  try {
    await storage.tenants.put({
      id: command.id,
      name: command.name,
      ...(command.tenantClass === undefined ? {} : { tenantClass: command.tenantClass }),
      apiKeyHash: hashApiKey(apiKey),
      at: systemClock.now(),
    });
  } finally {
    await storage.close();
  }
  return `${JSON.stringify({ tenant: command.id, apiKey, note: 'shown once; only its hash is kept' })}\n`;
}
