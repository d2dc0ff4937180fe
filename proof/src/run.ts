import { startPostgresql } from '@bonin/storage/throwaway-postgresql';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { visit, type VisitFindings } from './browser/visit.ts';
import type { PlantedPictures } from './canaries/made-canaries.ts';
import type { StorageKind } from './findings.ts';
import { ProofError } from './proof-error.ts';
import type { Scanner } from './scan/scanner.ts';
import type { Ending } from './service/act-attempt.ts';
import type { RunningService, ServiceSettings } from './service/running-service.ts';

export interface ProofTerms {
  readonly attempts: number;
  /** Attempts that are made at the same time. */
  readonly sideBySide: number;
  readonly storages: readonly StorageKind[];
  readonly outFolder: string;
  /** A browser's program; without one, the browser is left out. */
  readonly chromium: string | undefined;
  /** Ends the proof early; all that it started is ended then. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number, what: string) => void;
}

/** One run with one kind of storage. */
export interface Run extends ProofTerms {
  readonly folder: string;
  readonly policyFile: string;
  readonly storage: StorageKind;
  readonly planted: PlantedPictures;
}

/** Where a service keeps its data: in its own folder when nothing is named. */
export type Database = Pick<ServiceSettings, 'databaseUrl'>;

/** Each on a server of its own: what the leaky build wrote must not be found again in the run that counts. */
export async function onDatabase<Found>(
  { storage }: Run,
  act: (database: Database) => Promise<Found>,
): Promise<Found> {
  if (storage === 'embedded') return act({});
  const { url, drop } = await startPostgresql();
  try {
    return await act({ databaseUrl: url });
  } finally {
    await drop();
  }
}

/** An applicant's whole way in a browser, with the same pictures. */
export async function visitByBrowser(
  run: Run,
  service: RunningService,
  isLeaky: boolean,
): Promise<VisitFindings | undefined> {
  const { chromium } = run;
  if (chromium === undefined) return undefined;
  const { captureLink } = await service.open();
  return visit({
    chromium,
    captureLink,
    pictures: picturesOf(run.planted, run.attempts + 3),
    folder: browserFolder(run),
    isLeaky,
  });
}

/** Left out of the search for files: the clip before the camera lies in it, and its profile is searched by itself. */
export function browserFolder({ folder }: Run): string {
  return path.join(folder, 'browser');
}

export function throwIfEnded(signal: AbortSignal): void {
  if (signal.aborted) throw new ProofError('INTERRUPTED');
}

/** A search takes minutes; it ends with the proof. */
export function stoppedBy(signal: AbortSignal, scanner: Scanner): Scanner {
  return {
    async scan(bytes) {
      throwIfEnded(signal);
      return scanner.scan(bytes);
    },
  };
}

export function picturesOf(
  planted: PlantedPictures,
  attempt: number,
  ending: Ending = 'confirmed',
) {
  const frame = ending === 'not-confirmed' ? planted.otherOf : planted.frameOf;
  return { card: planted.cardOf(attempt), nextFrame: () => frame(attempt) };
}

/** What anybody and the mobile operator can ask the service for. */
export async function askForAnswers(service: RunningService) {
  const metrics = [await service.ask('/metrics')];
  const errors = [
    await service.ask('/v1/registrations/unknown'),
    await service.ask('/v1/registrations', { withKey: false }),
    await service.ask('/nowhere'),
  ];
  const results = await Promise.all(
    service.registrations().map((id) => service.ask(`/v1/registrations/${id}`)),
  );
  return { metrics, 'error-bodies': errors, results };
}

export function makeFolder(folder: string, name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made, { mode: 0o700 });
  return made;
}
