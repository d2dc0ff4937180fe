import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  encodeAddCheckpoint,
  isWitnessed,
  kOfN,
  parseVerifierKey,
  parseWitnessPolicy,
  verifyNote,
  witnessesOf,
} from '@bonin/ledger';
import {
  appendLeaves,
  askWitness,
  collectCosignatures,
  emptyFrontier,
  makeCosigningKey,
  makeSigningKey,
  openNoteSigner,
  openTreeProver,
  signCheckpoint,
  type Frontier,
} from '@bonin/ledger/log';
import { openWitness, serveWitness, type Contradiction, type Witness } from './index.ts';

const NOW = Date.parse('2026-11-26T16:40:00Z');
const log = makeSigningKey('ledger.example/bonin');
const logKey = parseVerifierKey(log.verifierKey);
const witnessKeys = makeCosigningKey('witness.example/w');
const witnessKey = parseVerifierKey(witnessKeys.verifierKey);

/** A log in memory that can prove what it says. */
class SmallLog {
  readonly tiles = new Map<string, Uint8Array>();
  frontier: Frontier = emptyFrontier();

  append(count: number, mark = 'leaf'): this {
    const leaves = Array.from({ length: count }, (_, at) =>
      new TextEncoder().encode(`${mark} ${this.frontier.size + at}`),
    );
    const { frontier, resources } = appendLeaves(this.frontier, leaves);
    for (const { path, bytes } of resources) this.tiles.set(path, bytes);
    this.frontier = frontier;
    return this;
  }

  prover() {
    return openTreeProver({ read: (path) => Promise.resolve(this.tiles.get(path)) }, this.frontier);
  }

  checkpoint(): string {
    return signCheckpoint(openNoteSigner(log.signerKey), this.frontier);
  }

  async request(oldSize: number): Promise<string> {
    const hashes = await (
      await this.prover()
    ).proveConsistency(Math.min(oldSize, this.frontier.size));
    return encodeAddCheckpoint({ oldSize, hashes, checkpoint: this.checkpoint() });
  }
}

describe('a witness', () => {
  let folder = '';
  let contradictions: Contradiction[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bonin-witness-'));
  });
  after(() => rm(folder, { recursive: true }));

  function opened(state: string): Promise<Witness> {
    contradictions = [];
    return openWitness({
      signers: [openNoteSigner(witnessKeys.signerKey)],
      logs: [logKey],
      statePath: join(folder, state),
      now: () => NOW,
      onContradiction: (each) => void contradictions.push(each),
    });
  }

  it('signs what begins with all that it signed before, with the time', async () => {
    const witness = await opened('grows');
    const grown = new SmallLog();
    let last = 0;
    for (const count of [1, 5, 300, 0, 512]) {
      grown.append(count);
      const reply = await witness.addCheckpoint(await grown.request(last));
      assert.equal(reply.status, 200, `${last} to ${grown.frontier.size}`);
      const { verified } = await verifyNote(grown.checkpoint() + reply.body, [witnessKey]);
      assert.equal(verified[0]?.time, NOW / 1000);
      last = grown.frontier.size;
    }
  });

  it('refuses a fork, says so, and goes on with the tree it knows', async () => {
    const witness = await opened('fork');
    const [right, wrong] = [new SmallLog().append(10), new SmallLog().append(10, 'other')];
    assert.equal((await witness.addCheckpoint(await right.request(0))).status, 200);
    const forked = await witness.addCheckpoint(await wrong.request(10));
    assert.deepEqual([forked.status, forked.contentType], [409, 'text/plain; charset=utf-8']);
    assert.equal((await witness.addCheckpoint(await wrong.append(5).request(10))).status, 422);
    assert.deepEqual(
      contradictions.map(({ kind }) => kind),
      ['fork', 'proof-refused'],
    );
    assert.equal(contradictions[0]?.seen, right.checkpoint());
    assert.equal((await witness.addCheckpoint(await right.append(5).request(10))).status, 200);
  });

  it('refuses a roll-back: whoever claims an older size is told the newer', async () => {
    const witness = await opened('rollback');
    const grown = new SmallLog().append(20);
    assert.equal((await witness.addCheckpoint(await grown.request(0))).status, 200);
    for (const [size, oldSize] of [
      [7, 0],
      [7, 7],
      [25, 0],
    ] as const) {
      const reply = await witness.addCheckpoint(await new SmallLog().append(size).request(oldSize));
      assert.deepEqual(
        [reply.status, reply.contentType, reply.body],
        [409, 'text/x.tlog.size', '20\n'],
      );
    }
    // A smaller tree with the right old size is malformed, as no proof can lead back.
    const back = await new SmallLog().append(7).request(20);
    assert.equal((await witness.addCheckpoint(back)).status, 400);
  });

  it('knows its logs and their keys, and nobody else', async () => {
    const witness = await opened('keys');
    const grown = new SmallLog().append(3);
    const body = await grown.request(0);
    const asOther = (name: string) =>
      encodeAddCheckpoint({
        oldSize: 0,
        hashes: [],
        checkpoint: signCheckpoint(openNoteSigner(makeSigningKey(name).signerKey), grown.frontier),
      });
    assert.equal((await witness.addCheckpoint(asOther('elsewhere.example'))).status, 404);
    assert.equal((await witness.addCheckpoint(asOther('ledger.example/bonin'))).status, 403);
    assert.equal((await witness.addCheckpoint(body.replace('\n3\n', '\n4\n'))).status, 403);
    for (const wrong of [
      '',
      'old 0',
      `${body}more`,
      body.replace('old 0', 'old -1'),
      body.replace('old 0\n', 'old 0\nAAAA\n'),
    ]) {
      assert.equal((await witness.addCheckpoint(wrong)).status, 400, wrong.slice(0, 20));
    }
    assert.equal((await witness.addCheckpoint(body)).status, 200);
  });

  it('takes no proof where there is nothing to prove, and no empty tree with another root', async () => {
    const witness = await opened('empty');
    const empty = new SmallLog();
    const odd = signCheckpoint(openNoteSigner(log.signerKey), {
      size: 0,
      root: new Uint8Array(32),
    });
    assert.equal(
      (
        await witness.addCheckpoint(
          encodeAddCheckpoint({ oldSize: 0, hashes: [], checkpoint: odd }),
        )
      ).status,
      409,
    );
    const extra = encodeAddCheckpoint({
      oldSize: 0,
      hashes: [new Uint8Array(32)],
      checkpoint: new SmallLog().append(2).checkpoint(),
    });
    assert.equal((await witness.addCheckpoint(extra)).status, 422);
    assert.equal((await witness.addCheckpoint(await empty.request(0))).status, 200);
  });

  it('remembers over its end, and signs nothing on a state that another has changed', async () => {
    const first = await opened('memory');
    const grown = new SmallLog().append(4);
    assert.equal((await first.addCheckpoint(await grown.request(0))).status, 200);
    const second = await opened('memory');
    assert.equal((await second.addCheckpoint(await grown.append(1).request(0))).body, '4\n');
    assert.equal((await second.addCheckpoint(await grown.request(4))).status, 200);
    const other = new SmallLog().append(4).append(9, 'fork');
    await assert.rejects(first.addCheckpoint(await other.request(4)), {
      code: 'WITNESS_STATE_CHANGED',
    });
    await writeFile(join(folder, 'damaged'), '{"format":');
    await assert.rejects(opened('damaged'), { code: 'WITNESS_STATE_UNREADABLE' });
  });

  it('lets no request overtake another', async () => {
    const witness = await opened('race');
    const grown = new SmallLog();
    const bodies = [];
    for (let at = 1; at <= 20; at += 1) bodies.push(await grown.append(1).request(0));
    const replies = await Promise.all(bodies.map((body) => witness.addCheckpoint(body)));
    assert.deepEqual(replies.filter(({ status }) => status === 200).length, 1);
    assert.ok(replies.slice(1).every(({ body }) => body === '1\n'));
  });

  it('is asked over HTTP by a log that need not know what it has seen', async () => {
    const server = serveWitness(await opened('http'), (error) => assert.ifError(error)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const policy = parseWitnessPolicy(
      kOfN({ logs: [logKey], witnesses: [{ key: witnessKey, url }], k: 1 }),
    );
    const witnesses = witnessesOf(policy);
    const grown = new SmallLog();
    for (const count of [10, 700]) {
      const prover = await grown.append(count).prover();
      const { checkpoint, outcomes } = await collectCosignatures({
        checkpoint: grown.checkpoint(),
        witnesses,
        prover,
      });
      assert.deepEqual(outcomes, [{ name: 'w1', outcome: 'cosigned' }]);
      assert.ok(await isWitnessed(checkpoint, policy));
    }
    const older = new SmallLog().append(10);
    const behind = await collectCosignatures({
      checkpoint: older.checkpoint(),
      witnesses,
      prover: await older.prover(),
    });
    assert.deepEqual(behind.outcomes, [{ name: 'w1', outcome: 'ahead' }]);

    const hashes = [new Uint8Array(32)];
    const checkpoint = grown.append(1).checkpoint();
    const foreign = signCheckpoint(
      openNoteSigner(makeSigningKey('elsewhere.example').signerKey),
      grown.frontier,
    );
    const forged = signCheckpoint(
      openNoteSigner(makeSigningKey('ledger.example/bonin').signerKey),
      grown.frontier,
    );
    const fork = new SmallLog().append(710, 'fork').checkpoint();
    const ask = async (request: Parameters<typeof askWitness>[1]) =>
      (await askWitness(url, request)).kind;
    assert.equal(await ask({ oldSize: 710, hashes, checkpoint }), 'proof-refused');
    assert.equal(await ask({ oldSize: 710, hashes, checkpoint: foreign }), 'log-unknown');
    assert.equal(await ask({ oldSize: 710, hashes, checkpoint: forged }), 'signature-refused');
    assert.equal(await ask({ oldSize: 710, hashes: [], checkpoint: fork }), 'other-root');
    assert.equal(await ask({ oldSize: 712, hashes: [], checkpoint }), 'request-refused');
    const paths = await Promise.all(
      [
        ['GET', 'add-checkpoint'],
        ['GET', 'healthz'],
        ['GET', ''],
      ].map(async ([method, path]) => (await fetch(url + path!, { method: method! })).status),
    );
    assert.deepEqual(paths, [405, 200, 404]);
    assert.equal(
      (await fetch(`${url}add-checkpoint`, { method: 'POST', body: 'x'.repeat(140_000) })).status,
      413,
    );
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    assert.equal(await ask({ oldSize: 710, hashes, checkpoint }), 'unreachable');
  });

  it('runs as a program, makes its key, and refuses one that others can read', async () => {
    const program = join(import.meta.dirname, 'main.ts');
    const run = (...words: string[]) => spawn(process.execPath, [program, ...words]);
    const key = join(folder, 'key');
    const make = run('make-key', 'witness.example/p', '--key', key);
    const [[made]] = await Promise.all([
      once(make.stdout, 'data') as Promise<[Buffer]>,
      once(make, 'exit'),
    ]);
    const verifier = parseVerifierKey(made.toString().trim());
    const again = run('make-key', 'witness.example/p', '--key', key);
    assert.deepEqual(await once(again, 'exit'), [3, null]);

    const evidence = join(folder, 'evidence');
    const words = [
      'run',
      '--key',
      key,
      '--log',
      log.verifierKey,
      '--state',
      join(folder, 'program'),
      '--listen',
      '127.0.0.1:0',
      '--evidence',
      evidence,
    ];
    const program1 = run(...words);
    const [ready] = (await once(program1.stdout, 'data')) as [Buffer];
    const { port } = JSON.parse(ready.toString()) as { port: number };
    const url = `http://127.0.0.1:${port}`;
    const grown = new SmallLog().append(2);
    const answer = await askWitness(url, {
      oldSize: 0,
      hashes: [],
      checkpoint: grown.checkpoint(),
    });
    assert.ok(answer.kind === 'cosigned');
    assert.equal(
      (await verifyNote(grown.checkpoint() + answer.lines, [verifier])).verified.length,
      1,
    );
    await askWitness(url, {
      oldSize: 2,
      hashes: [],
      checkpoint: new SmallLog().append(2, 'fork').checkpoint(),
    });
    const kept = await readdir(evidence);
    assert.equal(kept.length, 2);
    assert.equal(
      await readFile(
        join(
          evidence,
          kept.find((name) => name.endsWith('.seen'))!,
        ),
        'utf8',
      ),
      grown.checkpoint(),
    );
    program1.kill('SIGTERM');
    assert.deepEqual(await once(program1, 'exit'), [0, null]);

    await chmod(key, 0o644);
    const open = run(...words);
    const [[said], ending] = await Promise.all([
      once(open.stderr, 'data') as Promise<[Buffer]>,
      once(open, 'exit'),
    ]);
    assert.deepEqual([said.toString(), ending], ['WITNESS_KEY_PERMISSIONS\n', [3, null]]);
    assert.deepEqual(await once(run('run'), 'exit'), [2, null]);
  });
});
