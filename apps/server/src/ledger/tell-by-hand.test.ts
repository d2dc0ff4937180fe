import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kOfN, parseStatement, parseVerifierKey, referTo, type Statement } from '@bonin/ledger';
import { openStorage } from '@bonin/storage';
import { throwawayPostgresql } from '@bonin/storage/throwaway-postgresql';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture } from '../../test/test-device.ts';
import { startTestServer } from '../../test/test-server.ts';
import { carryOut } from '../commands/commands.ts';
import { storageLocation } from '../compose.ts';
import { REPOSITORY_ROOT, readCommand, readConfig, type ServerConfig } from '../config.ts';
import { ACTS, MATTERS, OFFICES } from './hand-words.ts';
import { reportDigest, reportText } from './report.ts';

const AUDITOR = join(REPOSITORY_ROOT, 'apps/audit/bin/bonin-audit.mjs');
const MOST = 1_000;
const WRITTEN = 'On Thursday a laptop of Kim Minji, 010-1234-5678, was lost.\n';

type Told = Extract<Statement, { readonly kind: 'incident' | 'exception' }>;

describeTelling('embedded', () =>
  Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
);
describeTelling('on PostgreSQL', throwawayPostgresql);

function describeTelling(
  where: string,
  open: () => Promise<{ readonly url: string | undefined; readonly drop: () => Promise<void> }>,
): void {
  describe(`what people tell the ledger, ${where}`, () => {
    let home: string;
    let config: ServerConfig;
    let policyFile: string;
    let writtenFile: string;
    let finished: string;
    // What was opened is closed again, also when something after it could not be opened.
    const atEnd = new AsyncDisposableStack();

    before(async () => {
      home = mkdtempSync(join(tmpdir(), 'bonin-telling-'));
      atEnd.defer(() => rmSync(home, { recursive: true, force: true }));
      const database = await open();
      atEnd.defer(() => database.drop());
      const environment = database.url === undefined ? {} : { DATABASE_URL: database.url };
      config = readConfig({ BONIN_DATA_FOLDER: home, ...environment });
      writtenFile = join(home, 'written.txt');
      writeFileSync(writtenFile, WRITTEN);
      await assert.rejects(command('ledger', 'incident', 'clock-wrong'), { code: 'LEDGER_EMPTY' });
      const running = await startTestServer({
        storage: 'pglite',
        dataFolder: home,
        booths: fakeBoothPool(2, verdictOnLast('match')),
        environment,
      });
      try {
        const opened = await running.open();
        finished = opened.id;
        const device = await joinAndConsent(running.url, opened);
        for (const chunk of await sealCapture(await requestAttempt(device))) {
          device.sendChunk(chunk);
        }
        await device.hear('attempt-decided');
        device.leave();
        policyFile = join(home, 'trusted');
        const key = parseVerifierKey(running.server.service.ledger.verifierKey);
        writeFileSync(policyFile, kOfN({ logs: [key], witnesses: [], k: 0 }));
        // The embedded database is one process's; a server is for all.
        const beside = command('ledger', 'incident', 'service-interrupted');
        if (database.url === undefined) {
          await assert.rejects(beside, { code: 'DATA_FOLDER_IN_USE' });
        } else await beside;
      } finally {
        await running.stop();
      }
    });
    after(() => atEnd.disposeAsync());

    async function command(...words: readonly string[]): Promise<Record<string, unknown>> {
      const read = readCommand(words);
      assert.ok(read.kind !== 'serve');
      return JSON.parse(await carryOut(read, config)) as Record<string, unknown>;
    }

    async function tell(...words: readonly string[]): Promise<Told> {
      const { told } = await command('ledger', ...words);
      return told as Told;
    }

    async function statements(): Promise<readonly Statement[]> {
      const storage = await openStorage(storageLocation(config));
      try {
        const all = await storage.ledger.openings(0, MOST);
        return all.map(({ statement }) => parseStatement(statement));
      } finally {
        await storage.close();
      }
    }

    it('is every word of the lists, each in its place of a ledger that holds', async () => {
      const said: Told[] = [];
      for (const matter of MATTERS) said.push(await tell('incident', matter));
      for (const [at, act] of ACTS.entries()) {
        said.push(await tell('exception', act, '--office', OFFICES[at % OFFICES.length]!));
      }
      const all = await statements();
      assert.deepEqual(all.slice(-said.length), said);
      const folder = join(home, 'export');
      await command('ledger', 'export', folder);
      const words = ['export', folder, '--policy', policyFile, '--any-build', '--json'];
      const { stdout } = spawnSync(process.execPath, [AUDITOR, ...words], { encoding: 'utf8' });
      const { verdict, counts } = JSON.parse(stdout) as {
        readonly verdict: string;
        readonly counts: Readonly<Record<string, number>>;
      };
      assert.equal(verdict, 'holds');
      for (const act of ACTS) assert.equal(counts[`exception ${act}`], 1);
      for (const matter of MATTERS) assert.ok((counts[`incident ${matter}`] ?? 0) >= 1);
    });

    it('rests on a report without facts, or with the digest of a written one behind a salt', async () => {
      const bare = await tell('incident', 'key-exposed');
      assert.ok(bare.kind === 'incident');
      const at = Date.parse(bare.at.replace('Z', ':00Z'));
      assert.equal(bare.reportDigest, reportDigest({ at, matter: 'key-exposed', facts: {} }));

      const first = await tell('incident', 'personal-data-disclosed', '--written', writtenFile);
      const second = await tell('incident', 'personal-data-disclosed', '--written', writtenFile);
      assert.ok(first.kind === 'incident' && second.kind === 'incident');
      // The same text twice gives two digests: who guesses a text cannot try it.
      assert.notEqual(first.reportDigest, second.reportDigest);
      const kept = readFileSync(join(home, 'reports', `${first.reportDigest}.json`), 'utf8');
      const { matter, facts } = JSON.parse(kept) as {
        readonly matter: string;
        readonly facts: { readonly written: string; readonly salt: string };
      };
      assert.equal(facts.written, createHash('sha256').update(WRITTEN).digest('hex'));
      assert.match(facts.salt, /^[A-Za-z0-9_-]{43}$/);
      const told = Date.parse(first.at.replace('Z', ':00Z'));
      assert.equal(reportText({ at: told, matter, facts }), kept);
      assert.doesNotMatch(kept + JSON.stringify(await statements()), /Kim|1234|laptop/);
    });

    it('names a registration by its reference, and goes with its salts', async () => {
      const told = await tell(
        ...['exception', 'result-set-aside', '--office', 'operator', '--registration', finished],
      );
      assert.ok(told.kind === 'exception');
      assert.equal(told.registration, referTo('registration', finished));
      assert.doesNotMatch(JSON.stringify(told), /reg_/);
      const ofIt = async () =>
        (await statements()).filter(
          (each) => 'registration' in each && each.registration === told.registration,
        ).length;
      assert.equal(await ofIt(), 4);
      assert.deepEqual(await command('ledger', 'erase', finished), { erased: 4 });
      assert.equal(await ofIt(), 0);
    });

    it('is nothing else: what is not on a list or not there is refused, named, and not quoted', async () => {
      const before = await statements();
      const reports = readdirSync(join(home, 'reports'));
      const wrong: [string, string, readonly string[]][] = [
        ['LEDGER_WORD_UNKNOWN', 'matter', ['incident']],
        ['LEDGER_WORD_UNKNOWN', 'matter', ['incident', 'kim-minji']],
        ['LEDGER_WORD_UNKNOWN', 'matter', ['incident', 'booth-fault']],
        ['LEDGER_WORD_UNKNOWN', 'act', ['exception', 'kim-minji', '--office', 'court']],
        ['LEDGER_WORD_UNKNOWN', 'office', ['exception', 'database-changed']],
        ['LEDGER_WORD_UNKNOWN', 'office', ['exception', 'database-changed', '--office', 'kim']],
        ['COMMAND_UNKNOWN', '', ['incident', 'key-exposed', 'kim']],
        ['COMMAND_UNKNOWN', '', ['incident', 'key-exposed', '--note', 'kim']],
        ['COMMAND_UNKNOWN', '', ['incident', 'key-exposed', '--office', 'court']],
        ['WRITTEN_REPORT_UNREADABLE', '', ['incident', 'key-exposed', '--written', '/kim/none']],
        [
          'REGISTRATION_ID_MALFORMED',
          '',
          ['exception', 'database-changed', '--office', 'court', '--registration', 'kim'],
        ],
        [
          'REGISTRATION_UNKNOWN',
          '',
          [
            ...['exception', 'database-changed', '--office', 'court'],
            ...['--registration', `reg_${'k'.repeat(32)}`],
          ],
        ],
      ];
      for (const [code, what, words] of wrong) {
        await assert.rejects(
          () => tell(...words),
          (
            error: Error & { readonly code: string; readonly details: { readonly what?: string } },
          ) => {
            assert.deepEqual([error.code, error.details.what ?? ''], [code, what], words.join(' '));
            assert.doesNotMatch(JSON.stringify([error.message, error.details]), /kim/);
            return true;
          },
        );
      }
      assert.deepEqual(await statements(), before);
      assert.deepEqual(readdirSync(join(home, 'reports')), reports);
    });
  });
}

describe('the words that people may tell the ledger', () => {
  const page = readFileSync(join(REPOSITORY_ROOT, 'docs/formats/ledger.md'), 'utf8');

  it('stand in the format with their meaning, all of them and no others', () => {
    const rowsUnder = (heading: string): readonly string[] => {
      const [, table = ''] = page.split(heading);
      const [rows = ''] = table.split('\n\n');
      return [...rows.matchAll(/^\| `([a-z-]+)` +\| \S/gm)].map(([, word = '']) => word);
    };
    assert.deepEqual(rowsUnder('| `matter` of an `incident`, by hand'), MATTERS);
    assert.deepEqual(rowsUnder('| `act` of an `exception`, by hand'), ACTS);
    const [, offices = ''] = page.split('The `office` of an exception says on whose order:');
    const named = [...offices.split('\n')[0]!.matchAll(/`([a-z-]+)`/g)].map(
      ([, word = '']) => word,
    );
    assert.deepEqual(named.toSorted(), OFFICES);
  });

  it('are none of those that the service uses itself', () => {
    const [own = ''] = page.split('People tell it of what the service cannot notice');
    for (const word of [...MATTERS, ...ACTS]) assert.ok(!own.includes(`\`${word}\``), word);
  });
});
