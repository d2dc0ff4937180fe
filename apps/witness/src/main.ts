/**
 * The witness.
 *
 *   bonin-witness make-key <name> --key <file> [--post-quantum]   makes a key; prints the public one
 *   bonin-witness run --key <file> [--key <file>] --log <verifier key> [--log …] --state <file>
 *                     [--listen <host>:<port>] [--evidence <folder>]
 *
 * One line of JSON on standard output says that it is ready; everything else goes to standard error.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { LedgerError, encodeVerifierKey, parseVerifierKey } from '@bonin/ledger';
import { makeCosigningKey, makeMlDsaKey, openNoteSigner, type NoteSigner } from '@bonin/ledger/log';
import { keepEvidence } from './evidence.ts';
import { serveWitness } from './listen.ts';
import { WitnessError } from './witness-error.ts';
import { openWitness } from './witness.ts';

const USAGE = 2;
const FAULT = 3;

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WitnessError) && !(error instanceof LedgerError)) throw error;
  process.stderr.write(`${error.code}\n`);
  process.exitCode = error.code === 'WITNESS_ARGUMENTS_UNUSABLE' ? USAGE : FAULT;
}

async function main(words: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(words);
  const [command, name, ...more] = positionals;
  const [key] = values.key;
  if (command === 'make-key' && name !== undefined && more.length === 0 && key !== undefined) {
    await makeKey(name, key, values['post-quantum']);
    return;
  }
  const { state, evidence, listen } = values;
  if (command !== 'run' || name !== undefined || state === undefined || values.log.length === 0) {
    throw new WitnessError('WITNESS_ARGUMENTS_UNUSABLE');
  }
  const signers = await Promise.all(values.key.map(readKey));
  if (signers.length === 0) throw new WitnessError('WITNESS_ARGUMENTS_UNUSABLE');
  const witness = await openWitness({
    signers,
    logs: values.log.map(parseVerifierKey),
    statePath: state,
    now: Date.now,
    onContradiction: async (contradiction) => {
      process.stderr.write(
        `${JSON.stringify({ event: 'contradiction', kind: contradiction.kind, origin: contradiction.origin })}\n`,
      );
      if (evidence !== undefined) await keepEvidence(evidence, contradiction);
    },
  });
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(listen) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new WitnessError('WITNESS_ARGUMENTS_UNUSABLE');
  const server = serveWitness(witness, (error) => {
    const code = error instanceof WitnessError ? error.code : 'INTERNAL';
    process.stderr.write(`${JSON.stringify({ event: 'fault', code })}\n`);
    // With a state that is not its own any more, a witness must not sign.
    if (code === 'WITNESS_STATE_CHANGED') process.exit(FAULT);
  });
  server.listen(Number(port), host.replace(/^\[|\]$/g, ''), () => {
    const address = server.address() as AddressInfo;
    const keys = signers.map(({ verifierKey }) => encodeVerifierKey(verifierKey));
    process.stdout.write(`${JSON.stringify({ event: 'ready', port: address.port, keys })}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
}

function readArguments(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, default: [] },
        log: { type: 'string', multiple: true, default: [] },
        state: { type: 'string' },
        evidence: { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1:8085' },
        'post-quantum': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new WitnessError('WITNESS_ARGUMENTS_UNUSABLE');
    throw error;
  }
}

async function makeKey(name: string, file: string, isPostQuantum: boolean): Promise<void> {
  const { signerKey, verifierKey } = isPostQuantum ? makeMlDsaKey(name) : makeCosigningKey(name);
  try {
    await writeFile(file, `${signerKey}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new WitnessError(exists ? 'WITNESS_KEY_EXISTS' : 'WITNESS_FILE_UNUSABLE');
  }
  process.stdout.write(`${verifierKey}\n`);
}

async function readKey(file: string): Promise<NoteSigner> {
  let mode;
  let text;
  try {
    ({ mode } = await stat(file));
    text = await readFile(file, 'utf8');
  } catch {
    throw new WitnessError('WITNESS_FILE_UNUSABLE');
  }
  if ((mode & 0o077) !== 0) throw new WitnessError('WITNESS_KEY_PERMISSIONS');
  return openNoteSigner(text.trimEnd());
}
