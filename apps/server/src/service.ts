import type { BoothPool, Clock, IdSource, LedgerScribe, ResultSigner } from '@bonin/workflows';
import type { Storage } from '@bonin/storage';
import type { JWK } from 'jose';
import type { RegistrationSecrets } from './auth/registration-secrets.ts';
import type { CaptureLimits } from './channel/capture-limits.ts';
import type { InstalledFiles } from './config.ts';
import type { Ledger } from './ledger/open-ledger.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import type { AnnouncedPage } from './page/announce-page.ts';
import type { PolicyShelf } from './policy/policy-shelf.ts';
import type { OfferSigner } from './results/booth-offer.ts';

/** Everything that the doors need, wired in `compose.ts`. */
export interface Service {
  readonly clock: Clock;
  /** Runs evenly whatever happens to the time of day; milliseconds. For limits, never for records. */
  readonly ticks: () => number;
  readonly ids: IdSource;
  readonly storage: Pick<Storage, 'registrations' | 'exceptions' | 'tenants' | 'ping'>;
  readonly policies: PolicyShelf;
  readonly results: ResultSigner;
  readonly offers: OfferSigner;
  readonly scribe: LedgerScribe;
  readonly ledger: Ledger;
  readonly secrets: RegistrationSecrets;
  readonly publicKeys: readonly JWK[];
  readonly booths: BoothPool;
  readonly buildDigest: string;
  /** Absent where no page was built. */
  readonly page: AnnouncedPage | undefined;
  readonly consentTexts: ReadonlySet<string>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly requestsPerSecond: number;
  readonly captureLimits: CaptureLimits;
  /** Addresses of proxies that are believed when they say for whom they ask. */
  readonly trustProxy: string | undefined;
  /** Whether other machines may read what is counted. */
  readonly metricsPublic: boolean;
  readonly demonstration: boolean;
  readonly files: Pick<InstalledFiles, 'applicantPage' | 'samples'>;
}

/** Where the service is reached, and whether it takes anything on. */
export interface Lifecycle {
  publicUrl: string;
  phase: 'starting' | 'ready' | 'stopping';
}

/** The tenant of the demonstration; sample applicants may be used in its registrations alone. */
export const DEMONSTRATION_TENANT = 'demonstration-carrier';
