/** What an audit can find, each under its name. */

/**
 * `disproved`: what is claimed is not so. `not-trusted`: it is so, and is not what the verifier trusts. `below-floor`: it was decided by
 * less than the verifier asks for. `could-not-check`: it could not be told.
 */
export type FindingKind = 'disproved' | 'not-trusted' | 'below-floor' | 'could-not-check';

export type Verdict = 'holds' | FindingKind;

/** Every finding, what it is, and its sentence. docs/operations/audit.md has the same list. */
export const FINDINGS = {
  'export-unreadable': [
    'could-not-check',
    'The export is missing, unfinished or not as documented.',
  ],
  'checkpoint-malformed': ['disproved', 'A checkpoint is not one.'],
  'checkpoint-signature-invalid': ['disproved', 'A signature of a trusted key does not verify.'],
  'log-key-unknown': [
    'disproved',
    'A checkpoint is not signed by the log that the policy names: keys were swapped, or it is another log.',
  ],
  'not-witnessed': [
    'disproved',
    'A checkpoint lacks the witnesses that the policy asks for, and no larger one has them.',
  ],
  'origin-differs': ['disproved', 'The export is of another log than its checkpoints.'],
  fork: ['disproved', 'Two signed checkpoints of one log contradict each other.'],
  'rolled-back': ['disproved', 'The log is smaller than it was shown before.'],
  'checkpoint-replayed': ['disproved', 'An old checkpoint stands where a new one belongs.'],
  'head-stale': [
    'disproved',
    'No witness has signed the last checkpoint within the time asked for.',
  ],
  truncated: ['disproved', 'Leaves that were signed are not there.'],
  'tree-rewritten': ['disproved', 'The leaves do not have the root that was signed.'],
  'tile-changed': ['disproved', 'A stored tile is not that of the leaves.'],
  'tile-missing': [
    'could-not-check',
    'A stored tile is not there, so nobody could make proofs from it.',
  ],
  'leaf-malformed': ['disproved', 'An entry is no leaf.'],
  'leaf-changed': ['disproved', 'A leaf is not what its opening commits to.'],
  'leaf-moved': ['disproved', 'A leaf is at another place than its opening says.'],
  'leaf-deleted': ['disproved', 'A leaf was taken out, and those after it closed up.'],
  'opening-malformed': ['disproved', 'An opening is not as documented.'],
  'back-dated': ['disproved', 'A statement bears an earlier time than when it can have been made.'],
  'post-dated': ['disproved', 'A statement bears a later time than when its witnesses signed.'],
  'attempt-without-deletion': [
    'disproved',
    'An attempt was opened, and nothing says that its booth ended.',
  ],
  'deletion-without-attempt': ['disproved', 'A booth ended for an attempt that was never opened.'],
  'second-opening': ['disproved', 'One attempt was opened twice.'],
  'second-deletion': ['disproved', 'One attempt ended twice.'],
  'second-result': ['disproved', 'One registration has two results.'],
  'result-without-attempt': ['disproved', 'A Y was given without an attempt.'],
  'policy-not-in-ledger': [
    'disproved',
    'Something happened under a policy that the ledger did not say was in force.',
  ],
  'policy-changed': [
    'disproved',
    'The ledger tells two things of one version of a policy: two digests, or two thresholds for the same.',
  ],
  'policy-digest-differs': [
    'disproved',
    'A booth ended under another policy document than the ledger tells of its attempt.',
  ],
  'build-unknown': ['not-trusted', 'A build ran that the verifier does not know.'],
  'builds-not-given': ['could-not-check', 'No list of known builds was given.'],
  'model-unknown': ['not-trusted', 'Networks decided that the verifier does not know.'],
  'issuer-differs': ['not-trusted', 'A result is of another service than the verifier’s.'],
  'audience-differs': ['not-trusted', 'A result is for somebody else than the verifier.'],
  'result-key-not-trusted': [
    'not-trusted',
    'A result is signed by a key that the verifier does not trust.',
  ],
  'result-out-of-date': ['not-trusted', 'A result must not be acted on any more, or not yet.'],
  'threshold-below-floor': [
    'below-floor',
    'A Y was given by a lower threshold than the verifier asks for.',
  ],
  'scale-without-floor': [
    'below-floor',
    'A Y was given on a scale for which the verifier has set no floor.',
  ],
  'isolation-below-floor': [
    'below-floor',
    'A booth lacked a measure of isolation that the verifier asks for.',
  ],
  'attack-detection-below-floor': [
    'below-floor',
    'A Y was given with less attack detection than the verifier asks for.',
  ],
  'threshold-not-told': ['could-not-check', 'It is not told by what threshold a Y was given.'],
  'token-differs': ['disproved', 'A token is not the one that its leaf commits to.'],
  'token-signature-invalid': ['disproved', 'A token is not signed by the key that it names.'],
  'token-key-unknown': ['disproved', 'A token names a key that the key set does not have.'],
  'token-key-not-in-ledger': [
    'disproved',
    'A token is signed by a key that the ledger did not say was in use.',
  ],
  'token-contradicts-statement': ['disproved', 'A token says another thing than its leaf.'],
  'token-thresholds-differ': [
    'disproved',
    'A token tells other thresholds than the ledger tells of its policy.',
  ],
  'token-thresholds-not-compared': [
    'could-not-check',
    'A token tells no thresholds, or the ledger none of its policy.',
  ],
  'token-attack-detection-differs': [
    'disproved',
    'A token tells other attack detection than the first token of the same policy.',
  ],
  'token-attack-detection-not-told': [
    'could-not-check',
    'A token does not tell what its policy asks for against attacks.',
  ],
  'token-unexpected': ['disproved', 'A token is given for a leaf that is no result.'],
  'token-missing': ['could-not-check', 'The token of a result is not in the export.'],
  'receipt-malformed': ['disproved', 'A receipt is not one.'],
  'receipt-disproved': ['disproved', 'A receipt does not hold by itself.'],
  'receipt-contradicted': [
    'disproved',
    'A receipt that holds by itself is not of this log’s history.',
  ],
  'known-checkpoint-contradicted': [
    'disproved',
    'A checkpoint that the auditor kept is not of this log’s history.',
  ],
  'page-manifest-malformed': ['disproved', 'A page manifest is not one.'],
  'page-manifest-not-in-ledger': [
    'disproved',
    'The receipt beside a page manifest is not of this manifest.',
  ],
  'page-manifest-unexpected': [
    'not-trusted',
    'A page manifest is another than the verifier’s own.',
  ],
  'page-file-differs': ['disproved', 'A file of the page is not the one of the manifest.'],
  'page-file-missing': ['disproved', 'A file of the manifest is not served.'],
  'page-file-unlisted': ['disproved', 'The page names a file that the manifest does not have.'],
  'page-unreachable': [
    'could-not-check',
    'The service, its page, the manifest or the receipt cannot be fetched.',
  ],
  'signature-not-verifiable': ['could-not-check', 'This machine cannot verify Ed25519.'],
} as const satisfies Readonly<Record<string, readonly [FindingKind, string]>>;

export type FindingName = keyof typeof FINDINGS;

/** Where a finding was made: numbers and fixed words only. */
export type FindingPlace = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly name: FindingName;
  readonly kind: FindingKind;
  readonly place: FindingPlace;
}

/** Places of one name that are listed; all are counted. */
const LISTED = 20;

/** Gathers findings; keeps the first of each name and counts the rest. */
export class Findings {
  readonly #listed: Finding[] = [];
  readonly #counts = new Map<FindingName, number>();

  add(name: FindingName, place: FindingPlace = {}): void {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    if (count <= LISTED) this.#listed.push({ name, kind: FINDINGS[name][0], place });
  }

  get listed(): readonly Finding[] {
    return this.#listed;
  }

  get counts(): Readonly<Partial<Record<FindingName, number>>> {
    return Object.fromEntries(this.#counts);
  }

  has(kind: FindingKind): boolean {
    return [...this.#counts.keys()].some((name) => FINDINGS[name][0] === kind);
  }
}

/** The worst that was found comes first. */
const WORST_FIRST = ['disproved', 'not-trusted', 'below-floor', 'could-not-check'] as const;

export function verdictOf(findings: Findings): Verdict {
  return WORST_FIRST.find((kind) => findings.has(kind)) ?? 'holds';
}
