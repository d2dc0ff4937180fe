/** The one place that knows every room: wires them, starts them, stops them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { instant, parseTenantId } from '@bonin/core';
import { boothPrograms, networksOf, openBoothPool } from '@bonin/booth';
import { EMPTY_ROOT, toBase64 } from '@bonin/ledger';
import { openStorage, type Storage, type StorageLocation } from '@bonin/storage';
import type { BoothPool, Clock } from '@bonin/workflows';
import type { FastifyInstance } from 'fastify';
import { hashApiKey } from './auth/api-key.ts';
import { registrationSecrets } from './auth/registration-secrets.ts';
import { CAPTURE_LIMITS, type CaptureLimits } from './channel/capture-limits.ts';
import type { InstalledFiles, ServerConfig } from './config.ts';
import { consentDigests } from './consent-digests.ts';
import { buildDigest, watchBuilt } from './digests/build-digest.ts';
import { boothsOfOneBuild } from './digests/hold-build.ts';
import { modelDigest } from './digests/model-digest.ts';
import { openApp } from './http/app.ts';
import { randomIds } from './identifiers.ts';
import { startErasing } from './jobs/erasing.ts';
import { startHousekeeping } from './jobs/housekeeping.ts';
import { openKeyring, publicKeys } from './keys/keyring.ts';
import {
  noticeContradiction,
  noticeDemonstration,
  noticeIsolation,
  noticeRollBack,
  type NoticedTerms,
} from './ledger/incidents.ts';
import { ledgerScribe, policyDigest } from './ledger/ledger-scribe.ts';
import { openLogKey, type LogKey } from './ledger/log-key.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { startPublishing } from './ledger/publishing.ts';
import { holdsSigned, noteSigned, readSigned, storedHead } from './ledger/signed-size.ts';
import { witnessBeginning } from './ledger/witness-beginning.ts';
import { readWitnesses, type WitnessesAsked } from './ledger/witnesses-asked.ts';
import { startWitnessing } from './ledger/witnessing.ts';
import { openLog, type Log } from './observability/log.ts';
import { openMetrics } from './observability/metrics.ts';
import { announcePage } from './page/announce-page.ts';
import { openPolicyShelf, readPolicyFile } from './policy/policy-shelf.ts';
import { publishFolder, rulesOfInstallation } from './policy/rules-of-installation.ts';
import { offerSigner } from './results/booth-offer.ts';
import { resultSigner } from './results/result-token.ts';
import { DEMONSTRATION_TENANT, type Lifecycle, type Service } from './service.ts';
import { selfSignedCertificate } from './tls/certificate.ts';

/** What a test puts in the place of what only a whole installation has. */
export interface ComposeOptions {
  readonly openBooths?: (config: ServerConfig) => Promise<OpenedBooths>;
  readonly openDatabase?: (location: StorageLocation) => Promise<Storage>;
  readonly writeLog?: (line: string) => void;
  /** Where a test cannot wait as long as the service does. */
  readonly captureLimits?: Partial<CaptureLimits>;
  readonly witnessPatienceMs?: number;
}

export interface OpenedBooths extends BoothPool {
  /** For each measure whether it holds on this machine. */
  readonly isolationReport?: Readonly<Record<string, 'applied' | 'unavailable'>>;
}

/** What the line that says “ready” holds. */
export interface ReadyFacts {
  readonly url: string;
  readonly isolation: readonly string[];
  readonly isolationMissing: readonly string[];
  readonly storage: Storage['kind'];
  readonly policy: { readonly id: string; readonly version: number };
  /** The route policy in force, where there are any. */
  readonly rules: { readonly id: string; readonly version: number } | undefined;
}

export interface RunningServer {
  readonly facts: ReadyFacts;
  readonly app: FastifyInstance;
  readonly service: Service;
  /** Ends every attempt uncounted, then everything else. */
  stop(): Promise<void>;
}

export function storageLocation(config: ServerConfig): StorageLocation {
  return config.databaseUrl === undefined
    ? { kind: 'pglite', folder: join(config.dataFolder, 'storage') }
    : { kind: 'postgresql', url: config.databaseUrl };
}

export function keysFolder(config: ServerConfig): string {
  return join(config.dataFolder, 'keys');
}

/** The witnesses of this installation, where any are asked. @throws {ServerError} `WITNESS_POLICY_UNUSABLE` */
export function witnessesAsked(
  { witnessPolicyFile }: ServerConfig,
  { verifierKey }: LogKey,
): WitnessesAsked | undefined {
  return witnessPolicyFile === undefined
    ? undefined
    : readWitnesses(witnessPolicyFile, verifierKey);
}

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** Starts the service; resolves when it takes requests. */
export async function startServer(
  config: ServerConfig,
  {
    openBooths = openWarmBooths,
    openDatabase = openStorage,
    writeLog = writeToStderr,
    captureLimits = {},
    witnessPatienceMs,
  }: ComposeOptions = {},
): Promise<RunningServer> {
  const log = openLog(writeLog, Date.now);
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };
  try {
    // Side by side: the booths warm up while the database opens. Settled, not raced: whatever opened is
    // closed again when the other could not.
    const opening = Promise.allSettled([
      openBooths(config).then((booths) => {
        closers.push(() => booths.close());
        return booths;
      }),
      openDatabase(storageLocation(config)).then((storage) => {
        closers.push(() => storage.close());
        return storage;
      }),
      openKeyring(keysFolder(config)),
    ]);
    const digests = {
      buildDigest: buildDigest(config.files.root),
      modelDigest: modelDigest(config.files.modelManifest, scalesInUse(config)),
    };
    const isSameBuild = watchBuilt(config.files.root);
    const [boothsOpened, storageOpened, keyringOpened] = await opening;
    const booths = opened(boothsOpened);
    const storage = opened(storageOpened);
    const keyring = opened(keyringOpened);
    const logKey = openLogKey(keysFolder(config), config.publicUrl);
    const witnesses = witnessesAsked(config, logKey);
    const policies = await openPolicyShelf(config.policyFile, storage.policies, systemClock.now());
    const rules = await rulesOfInstallation(config, {
      archive: storage.routePolicies,
      ledger: storage.ledger,
      clock: systemClock,
    });
    if (rules !== undefined && config.routePolicyFolder !== undefined) {
      await publishFolder(config.routePolicyFolder, rules, log);
    }
    await witnessBeginning(storage.ledger, {
      at: systemClock.now(),
      policy: policies.inForce(systemClock.now()),
      keyring,
      verifierKey: logKey.verifierKey,
      witnesses,
    });
    const page = await announcePage(storage.ledger, {
      folder: config.files.applicantPage,
      buildDigest: digests.buildDigest,
      at: systemClock.now(),
    });
    const isolationMissing = Object.entries(booths.isolationReport ?? {})
      .filter(([, is]) => is === 'unavailable')
      .map(([measure]) => measure);
    const notice = (): NoticedTerms => ({
      store: storage.ledger,
      dataFolder: config.dataFolder,
      at: systemClock.now(),
    });
    await noticeIsolation(notice(), isolationMissing);
    await noticeDemonstration(notice(), config.demonstration !== undefined);
    await noticeLost(config, storage, { log, notice });
    const lifecycle: Lifecycle = { publicUrl: config.publicUrl ?? '', phase: 'starting' };
    const service: Service = {
      clock: systemClock,
      ticks: () => performance.now(),
      ids: randomIds,
      storage,
      policies: rules === undefined ? policies : { ...policies, rules },
      results: await resultSigner(keyring.result, {
        ...digests,
        issuer: () => lifecycle.publicUrl,
      }),
      offers: await offerSigner(keyring.offer),
      scribe: ledgerScribe({
        ...digests,
        policyDigest: (version) => policyDigest(policies.version(version)),
      }),
      ledger: openLedger(storage.ledger, logKey, witnesses),
      secrets: registrationSecrets(Buffer.from(keyring.registrationSecret, 'base64url')),
      publicKeys: publicKeys(keyring),
      booths: boothsOfOneBuild(booths, isSameBuild, () => log('error', 'build-changed')),
      buildDigest: digests.buildDigest,
      page,
      consentTexts: consentDigests(),
      log,
      metrics: openMetrics(),
      lifecycle,
      requestsPerSecond: config.requestsPerSecond,
      captureLimits: { ...CAPTURE_LIMITS, ...captureLimits },
      trustProxy: config.trustProxy,
      metricsPublic: config.metricsPublic,
      demonstration: config.demonstration !== undefined,
      files: config.files,
    };
    if (config.demonstration !== undefined) {
      await keepDemonstrationTenant(storage, config.demonstration.apiKey);
      log('warn', 'demonstration-on');
    }
    const app = await openApp(service, await certificateFor(config));
    closers.push(async () => {
      await app.captures.stopAll();
      await app.close();
    });
    await app.listen({ host: config.host, port: config.port });
    if (config.publicUrl === undefined) lifecycle.publicUrl = ownUrl(config, app);
    const housekeeping = startHousekeeping(service);
    closers.push(() => housekeeping.stop());
    const publishing = startPublishing(service, async () => {
      const head = await storedHead(storage.ledger);
      if (head !== undefined) noteSigned(keysFolder(config), head);
    });
    closers.push(() => publishing.stop());
    if (config.eraseAfterDays !== undefined) {
      const erasing = startErasing(service, config.eraseAfterDays);
      closers.push(() => erasing.stop());
    }
    if (witnesses !== undefined) {
      const { verifierKey } = logKey;
      const witnessing = startWitnessing(service, {
        witnesses,
        patienceMs: witnessPatienceMs,
        onContradiction: (how) => noticeContradiction(notice(), { how, verifierKey }),
      });
      closers.push(() => witnessing.stop());
    }
    lifecycle.phase = 'ready';
    const facts: ReadyFacts = {
      url: lifecycle.publicUrl,
      isolation: booths.isolation,
      isolationMissing,
      storage: storage.kind,
      policy: service.policies.current,
      rules: rules?.current(),
    };
    log('info', 'service-ready', {
      ...digests,
      storage: facts.storage,
      isolation: facts.isolation.join(' '),
      policy: `${facts.policy.id}@${String(facts.policy.version)}`,
    });
    return {
      facts,
      app,
      service,
      stop: async () => {
        lifecycle.phase = 'stopping';
        log('info', 'service-stopping');
        await closeAll();
        log('info', 'service-stopped');
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Whether the database has less than the log key has signed. The service goes on: what is lost is told, not brought back. */
async function noticeLost(
  config: ServerConfig,
  { ledger }: Storage,
  { log, notice }: { readonly log: Log; readonly notice: () => NoticedTerms },
): Promise<void> {
  const folder = keysFolder(config);
  const signed = readSigned(folder);
  if (signed === undefined || (await holdsSigned(ledger, signed))) return;
  const stored = await storedHead(ledger);
  log('error', 'ledger-rolled-back', { count: signed.size - (stored?.size ?? 0) });
  await noticeRollBack(notice(), { signed: signed.size, stored: stored?.size ?? 0 });
  if (stored !== undefined) noteSigned(folder, stored);
  else noteSigned(folder, { size: 0, root: toBase64(EMPTY_ROOT) });
}

function opened<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/**
 * Booths that work with the networks of the policy document: it is in force once the service runs.
 *
 * @throws {BoothError} `BOOTH_NETWORKS_UNUSABLE` when it names networks that are not listed or not installed
 */
async function openWarmBooths(config: ServerConfig): Promise<OpenedBooths> {
  const { boothFolder, modelFolder, modelManifest }: InstalledFiles = config.files;
  // Before the database makes it: what is hidden from the booths has to be there.
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  return openBoothPool({
    programs: boothPrograms({
      programFolder: boothFolder,
      manifestFile: modelManifest,
      modelFolder,
      networks: networksOf(readPolicyFile(config.policyFile).face),
      timings: false,
    }),
    size: config.boothsWarm,
    servingMax: config.boothsServingMax,
    privateFolder: config.dataFolder,
    takeWaitMs: TAKE_WAIT_MS,
  });
}

/** The scales of the policy document that this installation runs with. */
function scalesInUse({ policyFile }: ServerConfig): readonly string[] {
  const { comparison, pad } = readPolicyFile(policyFile).face;
  return [comparison.scale, pad.scale];
}

const TAKE_WAIT_MS = 5_000;

async function keepDemonstrationTenant(storage: Storage, apiKey: string): Promise<void> {
  await storage.tenants.put({
    id: parseTenantId(DEMONSTRATION_TENANT),
    name: 'Demonstration carrier',
    apiKeyHash: hashApiKey(apiKey),
    at: systemClock.now(),
  });
}

async function certificateFor(config: ServerConfig) {
  return config.selfSignedTls ? selfSignedCertificate(join(config.dataFolder, 'tls')) : undefined;
}

function ownUrl(config: ServerConfig, app: FastifyInstance): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const scheme = config.selfSignedTls ? 'https' : 'http';
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host)
    ? 'localhost'
    : config.host;
  return `${scheme}://${host}:${String(port)}`;
}

function writeToStderr(line: string): void {
  process.stderr.write(line);
}
