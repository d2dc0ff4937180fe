import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { parseRegistrationId } from '@bonin/core';
import { kOfN, parseStatement, parseVerifierKey } from '@bonin/ledger';
import { receiptsResource } from '@bonin/protocol';
import { openStorage, type Storage } from '@bonin/storage';
import { throwawayPostgresql } from '@bonin/storage/throwaway-postgresql';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture } from '../../test/test-device.ts';
import { HANBIT, startTestServer } from '../../test/test-server.ts';
import { carryOut } from '../commands/commands.ts';
import { storageLocation } from '../compose.ts';
import { readCommand, readConfig, type ServerConfig } from '../config.ts';
import { startErasing } from '../jobs/erasing.ts';
import { openLedger } from './open-ledger.ts';
import { openLogKey } from './log-key.ts';
import { reportDigest } from './report.ts';

const AUDITOR = join(import.meta.dirname, '../../../audit/bin/bonin-audit.mjs');
const LEAVES_EACH = 3;
const REGISTRATIONS = 4;

describeErasing('embedded', () =>
  Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
);
describeErasing('on PostgreSQL', throwawayPostgresql);

function describeErasing(
  where: string,
  open: () => Promise<{ readonly url: string | undefined; readonly drop: () => Promise<void> }>,
): void {
  describe(`salts that are destroyed, ${where}`, () => {
    let home: string;
    let config: ServerConfig;
    let policyFile: string;
    let drop: () => Promise<void>;
    const ids: string[] = [];
    let exports = 0;

    before(async () => {
      home = mkdtempSync(join(tmpdir(), 'bonin-erase-'));
      const database = await open();
      ({ drop } = database);
      const environment = database.url === undefined ? {} : { DATABASE_URL: database.url };
      config = readConfig({ BONIN_DATA_FOLDER: home, ...environment });
      mkdirSync(join(home, 'receipts'));
      const running = await startTestServer({
        storage: 'pglite',
        dataFolder: home,
        booths: fakeBoothPool(REGISTRATIONS + 1, verdictOnLast('match')),
        environment,
      });
      const receiptsOf = async (id: string) => {
        const url = `/v1/registrations/${id}/receipts`;
        const headers = { authorization: `Bearer ${HANBIT.apiKey}` };
        return receiptsResource.parse((await running.app.inject({ url, headers })).json()).receipts;
      };
      try {
        for (let at = 0; at < REGISTRATIONS; at += 1) {
          const opened = await running.open();
          const device = await joinAndConsent(running.url, opened);
          const offer = await requestAttempt(device);
          for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
          await device.hear('attempt-decided');
          device.leave();
          while ((await receiptsOf(opened.id)).length < LEAVES_EACH) await wait(50);
          ids.push(opened.id);
          for (const [place, { receipt }] of (await receiptsOf(opened.id)).entries()) {
            writeFileSync(join(home, 'receipts', `${String(at)}-${String(place)}`), receipt);
          }
        }
        policyFile = join(home, 'trusted');
        const key = parseVerifierKey(running.server.service.ledger.verifierKey);
        writeFileSync(policyFile, kOfN({ logs: [key], witnesses: [], k: 0 }));
      } finally {
        await running.stop();
      }
    });
    after(async () => {
      await drop();
      rmSync(home, { recursive: true, force: true });
    });

    const command = async (...words: string[]): Promise<Record<string, unknown>> =>
      JSON.parse(
        await carryOut(readCommand(words) as Parameters<typeof carryOut>[0], config),
      ) as Record<string, unknown>;

    async function inStorage<T>(act: (storage: Storage) => Promise<T>): Promise<T> {
      const storage = await openStorage(storageLocation(config));
      try {
        return await act(storage);
      } finally {
        await storage.close();
      }
    }

    /** Everything in the hands of an auditor, with all receipts that were ever handed out. */
    async function audit() {
      exports += 1;
      const folder = join(home, `export-${String(exports)}`);
      await command('ledger', 'export', folder);
      const receipts = ['--receipts', join(home, 'receipts')];
      const words = [
        'export',
        folder,
        '--policy',
        policyFile,
        '--any-build',
        ...receipts,
        '--json',
      ];
      const { stdout } = spawnSync(process.execPath, [AUDITOR, ...words], { encoding: 'utf8' });
      const openings = readFileSync(join(folder, 'openings.jsonl'), 'utf8');
      return { report: JSON.parse(stdout) as Report, openings };
    }

    it('of one registration are gone, its receipts still hold, and an audit counts its leaves as erased', async () => {
      const [id = ''] = ids;
      const registration = parseRegistrationId(id);
      const salts = await inStorage(async ({ ledger }) => {
        const all = await ledger.openings(0, 1_000);
        const byRegistration = await ledger.entriesOf(HANBIT.id as never, registration);
        assert.equal(byRegistration.length, LEAVES_EACH);
        assert.ok(all.length > LEAVES_EACH);
        return byRegistration.map(({ salt }) => Buffer.from(salt).toString('base64url'));
      });
      assert.deepEqual(await command('ledger', 'erase', id), { erased: LEAVES_EACH });
      assert.deepEqual(await command('ledger', 'erase', id), { erased: 0 });
      const { report, openings } = await audit();
      assert.deepEqual([report.verdict, report.found], ['holds', {}]);
      assert.equal(report.counts['erased'], LEAVES_EACH);
      assert.equal(report.counts['receipts'], LEAVES_EACH * REGISTRATIONS);
      for (const salt of salts) assert.ok(!openings.includes(salt));
    });

    it('on request stand in the ledger as an exception that names nobody, with a report of how many', async () => {
      const written = await inStorage(async ({ ledger }) =>
        (await ledger.openings(0, 1_000)).map(({ statement }) => parseStatement(statement)),
      );
      const exceptions = written.filter(({ kind }) => kind === 'exception');
      assert.equal(exceptions.length, 1);
      const [exception] = exceptions;
      assert.ok(exception?.kind === 'exception');
      assert.deepEqual(
        [exception.act, exception.office, exception.registration],
        ['salts-destroyed', 'operator', undefined],
      );
      const [file = ''] = readdirSync(join(home, 'reports'));
      assert.equal(file, `${exception.reasonDigest}.json`);
      const at = Date.parse(exception.at.replace('Z', ':00Z'));
      const facts = { leaves: LEAVES_EACH };
      assert.equal(reportDigest({ at, matter: 'salts-destroyed', facts }), exception.reasonDigest);
    });

    it('by age are those of finished registrations, by command and by the service itself', async () => {
      assert.deepEqual(await command('ledger', 'erase', '--older-than', '1'), { erased: 0 });
      await inStorage(async ({ ledger }) => {
        const logged: string[] = [];
        const erasing = startErasing(
          {
            ledger: openLedger(ledger, openLogKey(join(home, 'keys'), undefined)),
            // Two days on.
            clock: { now: () => (Date.now() + 2 * 86_400_000) as never },
            log: (_level, event, fields) => logged.push(`${event} ${String(fields?.count)}`),
          },
          1,
        );
        await erasing.stop();
        assert.deepEqual(logged, [`salts-destroyed ${String(LEAVES_EACH * (REGISTRATIONS - 1))}`]);
      });
      const { report, openings } = await audit();
      assert.deepEqual([report.verdict, report.found], ['holds', {}]);
      assert.equal(report.counts['erased'], LEAVES_EACH * REGISTRATIONS);
      // What names no registration stays: keys, policy, thresholds, the exception.
      assert.ok(openings.trim().split('\n').length >= 6);
      assert.doesNotMatch(openings, /"registration/);
    });

    it('are those of registrations that are known and finished', async () => {
      await assert.rejects(command('ledger', 'erase', `reg_${'A'.repeat(32)}`), {
        code: 'REGISTRATION_UNKNOWN',
      });
      await assert.rejects(command('ledger', 'erase', '--older-than', 'marked'), {
        code: 'COMMAND_UNKNOWN',
      });
    });
  });
}

interface Report {
  readonly verdict: string;
  readonly found: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}
