/**
 * Makes the vectors of our own in `vectors/ledger`, from keys that are public and good for nothing else.
 *
 *   node packages/ledger/test/own-vectors.ts     writes them
 */
import { writeFileSync } from 'node:fs';
import {
  commitToStatement,
  encodeReceipt,
  encodeStatement,
  encodeVerifierKey,
  kOfN,
  mergeCosignatures,
  referTo,
  textOf,
  toBase64,
  toBase64Url,
  toHex,
  type Statement,
} from '@bonin/ledger';
import {
  appendLeaves,
  cosign,
  emptyFrontier,
  openNoteSigner,
  openTreeProver,
  signCheckpoint,
} from '@bonin/ledger/log';

/** Where they lie. */
export const FOLDER = new URL('../../../vectors/ledger/', import.meta.url);

const LOG =
  'PRIVATE+KEY+vectors.example/ledger+a939c0ce+AflAlDQFVTVhbQAR712A19jaGyg3CrfN93BPunS7+IaW';
const WITNESSES = [
  'PRIVATE+KEY+w1.vectors.example+327ec9d2+BBvLBuXK1XsaEtco2Cw8xjIeHYPsZy3MQsLu5MManUDO',
  'PRIVATE+KEY+w2.vectors.example+54353954+BNJci3X8L4tmZaGmqHykuiJOwzz1oZ+rjpG2iiV/xBHX',
];
const TIME = 1_764_174_900;
const SPEC = 'docs/formats/ledger.md, version 1';

function saltOf(number: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => (number * 32 + at) % 256);
}

const registration = referTo('registration', `reg_${'0123456789abcdef'.repeat(2)}`);
const attempt = referTo('attempt', `att_${'fedcba9876543210'.repeat(2)}`);
const at = '2025-11-26T16:34Z';
const digest = '5a'.repeat(32);
const policy = { id: 'face-2026-11', version: 5 };

const STATEMENTS: readonly Statement[] = [
  { kind: 'key-change', at, change: 'added', use: 'results', key: attempt },
  { kind: 'policy', at, change: 'in-force', policy, policyDigest: digest },
  {
    kind: 'threshold',
    at,
    policy,
    decides: 'comparison',
    scale: 'mobilefacenet',
    minimum: '0.3412',
    calibration: 'comparison-2026-11',
  },
  { kind: 'attempt-opened', at, registration, attempt, policy, buildDigest: digest },
  {
    kind: 'deletion',
    at,
    registration,
    attempt,
    exit: 'concluded',
    symbolsSaid: 9,
    isolation: ['network-denied', 'no-new-privileges'],
    buildDigest: digest,
    modelDigest: digest,
    policyDigest: digest,
    consentTextDigest: registration,
  },
  {
    kind: 'result',
    at,
    registration,
    result: 'N',
    ground: 'attempts-exhausted',
    policy,
    attempts: 3,
    buildDigest: digest,
    modelDigest: digest,
    tokenDigest: digest,
  },
  {
    kind: 'exception',
    at,
    act: 'result-replayed',
    office: 'policy-operator',
    reasonDigest: digest,
  },
  { kind: 'incident', at, matter: 'booth-fault', reportDigest: digest },
  { kind: 'page', at, manifestDigest: digest, buildDigest: digest },
];

/** File names and what they hold. */
export async function ownVectors(): Promise<Readonly<Record<string, object>>> {
  const leaves = STATEMENTS.map((statement, number) =>
    commitToStatement(statement, saltOf(number)),
  );
  const { frontier, resources } = appendLeaves(emptyFrontier(), leaves);
  const tiles = new Map(resources.map(({ path, bytes }) => [path, bytes]));
  const prover = await openTreeProver(
    { read: (path) => Promise.resolve(tiles.get(path)) },
    frontier,
  );
  const log = openNoteSigner(LOG);
  const witnesses = WITNESSES.map(openNoteSigner);
  const keys = witnesses.map(({ verifierKey }) => verifierKey);
  const bare = signCheckpoint(log, frontier);
  const lines = witnesses.map((witness, number) => cosign(witness, bare, TIME + number).line);
  const checkpoint = await mergeCosignatures(bare, lines, keys);
  const index = 5;
  const receipt = encodeReceipt({
    statement: STATEMENTS[index]!,
    salt: saltOf(index),
    proof: { index, hashes: await prover.proveInclusion(index), checkpoint },
  });
  const trust = kOfN({ logs: [log.verifierKey], witnesses: keys.map((key) => ({ key })), k: 2 });
  const receiptFile = (text: string, comment: string, expect: object) => ({
    spec: SPEC,
    comment,
    input: { receipt: text, policy: trust, now: (TIME + 60) * 1000 },
    expect,
  });
  return {
    'statements.json': {
      spec: SPEC,
      comment: 'One statement of each kind, its salt, its leaf; and the root over all of them.',
      input: STATEMENTS.map((statement, number) => ({
        statement: textOf(encodeStatement(statement)),
        salt: toBase64Url(saltOf(number)),
      })),
      expect: { leaves: leaves.map(toHex), root: toBase64(frontier.root) },
    },
    'checkpoint.json': {
      spec: 'C2SP tlog-checkpoint and tlog-cosignature; docs/formats/ledger.md, version 1',
      comment: 'The checkpoint over the leaves of statements.json, with two cosignatures.',
      input: {
        signerKeys: [LOG, ...WITNESSES],
        verifierKeys: [log.verifierKey, ...keys].map(encodeVerifierKey),
        times: [TIME, TIME + 1],
      },
      expect: { checkpoint },
    },
    'receipt-holds.json': receiptFile(receipt, 'A receipt under that checkpoint.', {
      kind: 'holds',
    }),
    'receipt-not-included.json': receiptFile(
      receipt.replace('index 5', 'index 4'),
      'The same at another place.',
      { kind: 'disproved', fault: 'not-included' },
    ),
    'receipt-not-witnessed.json': receiptFile(
      receipt.replace(lines[1]!, ''),
      'The same with one witness of the two that have to agree.',
      { kind: 'disproved', fault: 'not-witnessed' },
    ),
    'receipt-trailing-line.json': receiptFile(`${receipt}\n`, 'The same with a line after it.', {
      kind: 'disproved',
      fault: 'receipt-malformed',
    }),
    'receipt-root-changed.json': receiptFile(
      receipt.replace(toBase64(frontier.root), toBase64(frontier.root.with(0, 0))),
      'The same under a root that nobody signed.',
      { kind: 'disproved', fault: 'checkpoint-signature-invalid' },
    ),
  };
}

if (import.meta.main) {
  for (const [file, vector] of Object.entries(await ownVectors())) {
    writeFileSync(new URL(file, FOLDER), `${JSON.stringify(vector, undefined, 2)}\n`);
  }
}
