import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  isWitnessed,
  kOfN,
  parseCheckpoint,
  parseVerifierKey,
  parseWitnessPolicy,
  verifyReceipt,
  type VerifierKey,
  type WitnessPolicy,
} from '@bonin/ledger';
import {
  appendLeaves,
  askWitness,
  emptyFrontier,
  openNoteSigner,
  signCheckpoint,
} from '@bonin/ledger/log';
import { receiptsResource, type ReceiptsResource } from '@bonin/protocol';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture } from '../../test/test-device.ts';
import { HANBIT, startTestServer, type TestServer } from '../../test/test-server.ts';
import { slowWayTo, startWitness, type WitnessProcess } from '../../test/witness-process.ts';
import { carryOut } from '../commands/commands.ts';
import { readConfig } from '../config.ts';
import { openLogKey, type LogKey } from './log-key.ts';

const AUDITOR = join(import.meta.dirname, '../../../audit/bin/bonin-audit.mjs');
/** On a busy machine all takes longer without being wrong. */
const SOON_MS = 20_000;
const PATIENCE_MS = 1_500;

interface Place {
  readonly key: VerifierKey;
  readonly url: string;
}

describe('a service that asks witnesses', () => {
  let home: string;
  let folder: string;
  let logKey: LogKey;
  let policyFile: string;
  const ways: { close(): void }[] = [];
  let witnesses: WitnessProcess[];
  let running: TestServer | undefined;

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'bonin-witnessing-'));
  });
  afterEach(() => stop());
  after(() => rmSync(home, { recursive: true, force: true }));

  /** A service of its own with three real witnesses of its log. */
  async function begin(name: string): Promise<void> {
    folder = join(home, name);
    mkdirSync(folder);
    policyFile = join(folder, 'witnesses');
    logKey = openLogKey(join(folder, 'keys'), undefined);
    witnesses = await Promise.all(
      ['a', 'b', 'c'].map((each) => startWitness(`${each}.example/w`, logKey.verifierKey)),
    );
  }
  async function end(): Promise<void> {
    await running?.stop();
    running = undefined;
    for (const way of ways.splice(0)) way.close();
    await Promise.all(witnesses.map((witness) => witness.remove()));
  }

  function policyOf(k: number, places: readonly Place[] = witnesses): WitnessPolicy {
    const text = kOfN({ logs: [parseVerifierKey(logKey.verifierKey)], witnesses: places, k });
    writeFileSync(policyFile, text);
    return parseWitnessPolicy(text);
  }

  async function start(): Promise<TestServer> {
    running = await startTestServer({
      storage: 'pglite',
      dataFolder: folder,
      booths: fakeBoothPool(8, verdictOnLast('match')),
      environment: { BONIN_WITNESS_POLICY_FILE: policyFile },
      witnessPatienceMs: PATIENCE_MS,
    });
    return running;
  }

  /** Closed at the end in any case: one that stays open keeps the tests from ending. */
  async function openWay(url: string, delayMs?: number) {
    const way = await slowWayTo(url, delayMs);
    ways.push(way);
    return way;
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  async function confirmed(): Promise<string> {
    const opened = await running!.open();
    const device = await joinAndConsent(running!.url, opened);
    const offer = await requestAttempt(device);
    for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
    await device.hear('attempt-decided');
    device.leave();
    return opened.id;
  }

  const receiptsOf = async (id: string): Promise<ReceiptsResource['receipts']> => {
    const url = `/v1/registrations/${id}/receipts`;
    const headers = { authorization: `Bearer ${HANBIT.apiKey}` };
    return receiptsResource.parse((await running!.app.inject({ url, headers })).json()).receipts;
  };
  const read = async (path: string): Promise<string> => (await running!.app.inject(path)).body;
  const logged = (event: string): number =>
    running!.logLines.filter((line) => line.includes(`"${event}"`)).length;

  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + SOON_MS;
    while (!(await holds())) {
      if (Date.now() > end) assert.fail(`never came: ${what}`);
      await wait(50);
    }
  }

  const holds = async (receipt: string, policy: WitnessPolicy): Promise<boolean> =>
    (await verifyReceipt({ receipt, policy, now: Date.now() })).kind === 'holds';

  /** What the command exports, in the hands of an auditor with this policy. */
  async function audit(): Promise<{ readonly said: unknown; readonly code: number | null }> {
    const out = mkdtempSync(join(home, 'export-'));
    const config = readConfig({
      BONIN_DATA_FOLDER: folder,
      BONIN_WITNESS_POLICY_FILE: policyFile,
    });
    const said: unknown = JSON.parse(
      await carryOut({ kind: 'ledger-export', folder: out }, config),
    );
    const words = ['export', out, '--policy', policyFile, '--any-build'];
    const { status } = spawnSync(process.execPath, [AUDITOR, ...words]);
    return { said, code: status };
  }

  describe('and finds enough of them', () => {
    before(() => begin('enough'));
    after(end);

    it('hands out receipts at once, and with their signatures when they have given them; so does a service that is started anew', async () => {
      const policy = policyOf(2);
      await start();
      for (const [round, started] of ['first', 'again'].entries()) {
        const id = await confirmed();
        await until('a receipt', async () => (await receiptsOf(id)).length === 3);
        await until('witnessed receipts', async () =>
          (await receiptsOf(id)).every(({ witnessed }) => witnessed === true),
        );
        for (const { receipt } of await receiptsOf(id)) assert.ok(await holds(receipt, policy));
        assert.ok(await isWitnessed(await read('/ledger/checkpoint'), policy), started);
        assert.equal(logged('witnesses-missing'), 0);
        await stop();
        if (round === 0) await start();
      }
      const { said, code } = await audit();
      assert.equal(code, 0);
      assert.ok((said as { witnessed: boolean }).witnessed);
      for (const { said: complaint } of witnesses) assert.equal(complaint(), '');
    });

    it('asks again under a new policy, of which the old signatures may be enough', async () => {
      const policy = policyOf(3);
      await start();
      await until('all three', async () => isWitnessed(await read('/ledger/checkpoint'), policy));
      await stop();
      assert.equal((await audit()).code, 0);
    });

    it('counts how they answered and how far they are, and names none', async () => {
      policyOf(2);
      await start();
      await confirmed();
      await until('signatures', async () =>
        /bonin_ledger_leaves_witnessed [1-9]/.test(await read('/metrics')),
      );
      const metrics = await read('/metrics');
      assert.match(metrics, /witness_answers_total\{outcome="cosigned"\} [1-9]/);
      assert.doesNotMatch(metrics, /a\.example/);
      for (const line of running!.logLines) assert.doesNotMatch(line, /a\.example|add-checkpoint/);
      await stop();
    });
  });

  describe('of which one is slow and one is dead', () => {
    before(() => begin('slow'));
    after(end);

    it('waits for the slow one where it is needed, and nobody waits for the service', async () => {
      const [fast, slow, dead] = witnesses as [WitnessProcess, WitnessProcess, WitnessProcess];
      const slowly = await openWay(slow.url, 900);
      await dead.kill();
      const places = [fast, { key: slow.key, url: slowly.url }, dead];
      const policy = policyOf(2, places);
      await start();
      const before = performance.now();
      const id = await confirmed();
      await until('a receipt', async () => (await receiptsOf(id)).length === 3);
      const took = performance.now() - before;
      await until('witnessed', async () => (await receiptsOf(id))[2]?.witnessed === true);
      assert.ok(took < SOON_MS / 2, String(took));
      assert.ok(await holds((await receiptsOf(id))[2]?.receipt ?? '', policy));
      await stop();
      slowly.close();
      assert.equal((await audit()).code, 0);
    });

    it('says that too few have signed, and that enough have as soon as one is back', async () => {
      const [fast, slow, dead] = witnesses as [WitnessProcess, WitnessProcess, WitnessProcess];
      await dead.kill();
      // Takes what it is asked and answers nothing.
      const silent = await openWay(slow.url);
      const policy = policyOf(2, [fast, { key: slow.key, url: silent.url }, dead]);
      const begun = performance.now();
      await start();
      const id = await confirmed();
      await until('a receipt', async () => (await receiptsOf(id)).length === 3);
      await until('its complaint', () => logged('witnesses-missing') === 1);
      for (const { receipt, witnessed } of await receiptsOf(id)) {
        assert.equal(witnessed, false);
        assert.ok(!(await holds(receipt, policy)));
        assert.ok(await holds(receipt, { ...policy, quorum: 'none' }));
      }
      const { size } = parseCheckpoint(await read('/ledger/checkpoint'));
      assert.ok(size < parseCheckpoint(await read('/ledger/newest')).size);
      await dead.start();
      await until('enough', async () => (await receiptsOf(id))[0]?.witnessed === true);
      // The line comes after the signatures that it speaks of.
      await until(
        'word of it',
        () => logged('witnesses-agreed') + logged('witnesses-missing') >= 2,
      );
      for (const { receipt } of await receiptsOf(id)) assert.ok(await holds(receipt, policy));
      // Rested from one that does not answer: far fewer questions than rounds.
      const most = 4 + Math.log2(1 + (performance.now() - begun) / 1_000);
      assert.ok(silent.asked() <= most, String(silent.asked()));
      const stopping = performance.now();
      await stop();
      assert.ok(performance.now() - stopping < PATIENCE_MS + 5_000);
      silent.close();
      assert.equal((await audit()).code, 0);
    });
  });

  describe('of which too few can be had', () => {
    before(() => begin('few'));
    after(end);

    it('goes on without, and its export is found not to be witnessed', async () => {
      const [, second, third] = witnesses as [WitnessProcess, WitnessProcess, WitnessProcess];
      await Promise.all([second.kill(), third.kill()]);
      const policy = policyOf(2);
      await start();
      const id = await confirmed();
      await until('a receipt', async () => (await receiptsOf(id)).length === 3);
      await until('its complaint', () => logged('witnesses-missing') === 1);
      assert.ok(!(await isWitnessed(await read('/ledger/checkpoint'), policy)));
      await stop();
      const { said, code } = await audit();
      assert.equal((said as { witnessed: boolean }).witnessed, false);
      assert.equal(code, 1);
      // One witness is enough for whoever asks for one.
      policyOf(1);
      await start();
      await until('one', () => logged('witnesses-agreed') === 1);
      await stop();
      assert.equal((await audit()).code, 0);
    });
  });

  describe('that have been shown another history', () => {
    before(() => begin('fork'));
    after(end);

    it('is told so once, and does not count them', async () => {
      const [first, second] = witnesses as [WitnessProcess, WitnessProcess];
      const { frontier } = appendLeaves(
        emptyFrontier(),
        ['other', 'history'].map((text) => Buffer.from(text)),
      );
      const checkpoint = signCheckpoint(openNoteSigner(logKey.signerKey), frontier);
      for (const { url } of [first, second]) {
        const answer = await askWitness(url, { oldSize: 0, hashes: [], checkpoint });
        assert.equal(answer.kind, 'cosigned');
      }
      const policy = policyOf(2);
      await start();
      await until('its complaint', () => logged('witness-contradicted') > 0);
      await until('its other complaint', () => logged('witnesses-missing') > 0);
      assert.ok(!(await isWitnessed(await read('/ledger/checkpoint'), policy)));
      assert.match(first.said(), /"event":"contradiction"/);
      assert.equal(logged('witness-contradicted'), 1);
      await stop();
      assert.equal((await audit()).code, 1);
    });
  });
});

describe('a policy of witnesses', () => {
  it('that cannot be used stops the start, and nothing of it is quoted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-witnessing-'));
    const file = join(folder, 'witnesses');
    const { verifierKey } = openLogKey(join(folder, 'keys'), undefined);
    const witness = { key: parseVerifierKey(verifierKey) };
    try {
      const wrong = [
        'marked\n',
        kOfN({ logs: [], witnesses: [], k: 0 }).replace('none', 'marked'),
        kOfN({ logs: [witness.key], witnesses: [], k: 0 }).slice(0, -1),
      ];
      for (const text of wrong) {
        writeFileSync(file, text);
        await assert.rejects(
          startTestServer({ environment: { BONIN_WITNESS_POLICY_FILE: file } }),
          (error: { code?: string; details?: unknown }) =>
            error.code === 'WITNESS_POLICY_UNUSABLE' &&
            !JSON.stringify(error.details).includes('marked'),
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
