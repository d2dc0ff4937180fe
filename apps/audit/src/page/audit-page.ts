/** The page of a running service, as it is served here and now, against what the ledger was told of it. */
import { hash } from 'node:crypto';
import { verifyReceipt, type WitnessPolicy } from '@bonin/ledger';
import { Findings, verdictOf, type Finding, type Verdict } from '../finding.ts';
import { FIRST_FILE, parsePageManifest, type PageFile } from './page-manifest.ts';

/** What is asked for, and what whoever asks knows already. */
export interface PageRequest {
  /** Of the service, without a slash at its end. */
  readonly address: string;
  readonly policy: WitnessPolicy;
  readonly builds: ReadonlySet<string> | 'any' | undefined;
  /** A manifest of the verifier's own: that of a checkout it has built. */
  readonly expected?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface PageReport {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly manifestDigest?: string;
  readonly buildDigest?: string;
}

/** Where the page lies below the address. */
const PAGE = '/c/';
const PATIENCE_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** The service did not answer, or with nothing that can be looked at. */
class Unreachable extends Error {}

/**
 * Fetches every file of the page and holds it to the manifest, the manifest to the receipt, and the receipt to the policy.
 *
 * Not verified: that others are served the same. What the ledger was told is the same for all.
 */
export async function auditPage(request: PageRequest): Promise<PageReport> {
  const findings = new Findings();
  let files = 0;
  const told: { manifestDigest?: string; buildDigest?: string } = {};
  try {
    const manifest = await textAt(request, '/page/manifest');
    told.manifestDigest = hash('sha256', manifest);
    if (request.expected !== undefined && request.expected !== manifest) {
      findings.add('page-manifest-unexpected');
    }
    const receipt = await textAt(request, '/page/receipt');
    const buildDigest = await checkReceipt(request, { receipt, ...told }, findings);
    if (buildDigest !== undefined) told.buildDigest = buildDigest;
    const listed = parsePageManifest(manifest);
    if (listed === undefined) findings.add('page-manifest-malformed');
    else
      for (const file of listed) {
        files += 1;
        await checkFile(request, file, listed, findings);
      }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    findings.add('page-unreachable');
  }
  return { verdict: verdictOf(findings), findings: findings.listed, files, ...told };
}

/** @returns the build that the ledger was told of with this page */
async function checkReceipt(
  { policy, builds, now }: PageRequest,
  { receipt, manifestDigest }: { readonly receipt: string; readonly manifestDigest?: string },
  findings: Findings,
): Promise<string | undefined> {
  const verdict = await verifyReceipt({ receipt, policy, now });
  if (verdict.kind === 'could-not-check') findings.add('signature-not-verifiable');
  else if (verdict.kind === 'disproved') {
    const { fault } = verdict;
    const isMalformed = fault === 'receipt-malformed';
    findings.add(isMalformed ? 'receipt-malformed' : 'receipt-disproved', { fault });
  } else {
    const { statement } = verdict;
    if (statement.kind !== 'page' || statement.manifestDigest !== manifestDigest) {
      findings.add('page-manifest-not-in-ledger');
      return undefined;
    }
    if (builds === undefined) findings.add('builds-not-given');
    else if (builds !== 'any' && !builds.has(statement.buildDigest)) findings.add('build-unknown');
    return statement.buildDigest;
  }
  return undefined;
}

async function checkFile(
  request: PageRequest,
  { path, sha256 }: PageFile,
  listed: readonly PageFile[],
  findings: Findings,
): Promise<void> {
  // As people open it, not by its name.
  const bytes = await bytesAt(request, path === FIRST_FILE ? PAGE : `${PAGE}${path}`);
  if (bytes === undefined) {
    findings.add('page-file-missing', { file: path });
    return;
  }
  if (hash('sha256', bytes) !== sha256) findings.add('page-file-differs', { file: path });
  if (!path.endsWith('.html')) return;
  for (const named of namedBy(new TextDecoder().decode(bytes), path)) {
    if (!listed.some((file) => file.path === named)) findings.add('page-file-unlisted');
  }
}

/** Files of the page that a document names; what those name in turn is fixed by their digests. */
function namedBy(html: string, path: string): readonly string[] {
  return [...html.matchAll(/\b(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi)].map(([, address = '']) => {
    const { pathname, origin } = new URL(address, `http://page.invalid${PAGE}${path}`);
    const isOfPage = origin === 'http://page.invalid' && pathname.startsWith(PAGE);
    return isOfPage ? pathname.slice(PAGE.length) : address;
  });
}

async function textAt(request: PageRequest, path: string): Promise<string> {
  const bytes = await bytesAt(request, path);
  if (bytes === undefined) throw new Unreachable();
  return new TextDecoder().decode(bytes);
}

/** `undefined` when the service says that there is nothing. */
async function bytesAt({ address }: PageRequest, path: string): Promise<Uint8Array | undefined> {
  let response;
  let bytes;
  try {
    response = await fetch(`${address}${path}`, {
      // Somebody else's files are not the service's.
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    bytes = await readAll(response);
  } catch {
    throw new Unreachable();
  }
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Unreachable();
  return bytes;
}

async function readAll({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Unreachable();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
