import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { kOfN, parseStatement, parseVerifierKey, type Statement } from '@bonin/ledger';
import { makeCosigningKey } from '@bonin/ledger/log';
import { throwawayPostgresql } from '@bonin/storage/throwaway-postgresql';
import { fakeBoothPool, testPolicy } from '@bonin/testkit';
import { joinAndConsent, requestAttempt } from '../../test/test-device.ts';
import {
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../test/test-server.ts';
import { rotateKeyring } from '../keys/keyring.ts';
import { reportDigest } from './report.ts';

const MOST = 1_000;

describeIncidents('embedded', () =>
  Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
);
describeIncidents('on PostgreSQL', throwawayPostgresql);

function describeIncidents(
  where: string,
  open: () => Promise<{ readonly url: string | undefined; readonly drop: () => Promise<void> }>,
): void {
  describe(`what the ledger is told of the service itself, ${where}`, () => {
    let home: string;
    let database: Awaited<ReturnType<typeof open>>;
    let running: TestServer | undefined;
    let known = 0;

    before(async () => {
      home = mkdtempSync(join(tmpdir(), 'bonin-incidents-'));
      database = await open();
    });
    afterEach(async () => {
      await running?.stop();
      running = undefined;
    });
    after(async () => {
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    });

    async function start({ environment = {}, ...options }: TestServerOptions = {}): Promise<void> {
      await running?.stop();
      running = await startTestServer({
        storage: 'pglite',
        dataFolder: home,
        ...options,
        environment: {
          ...environment,
          ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
        },
      });
    }

    /** Statements that came since this was asked last, but for the page, of which every start tells. */
    async function news(): Promise<readonly Statement[]> {
      const { ledger } = running!.server.service;
      // The service itself publishes as well; what it is at is there after a moment.
      await ledger.publish();
      await wait(300);
      await ledger.publish();
      const all = await ledger.openings(0, MOST);
      const fresh = all.slice(known).map(({ statement }) => parseStatement(statement));
      known = all.length;
      return fresh.filter(({ kind }) => kind !== 'page');
    }
    const told = async (): Promise<readonly string[]> => (await news()).map(inWords);

    it('is what holds at the first start, and nothing at the next', async () => {
      await start();
      assert.deepEqual((await told()).toSorted(), [
        'key-change added log',
        'key-change added results',
        'policy in-force 1',
        'threshold attack-detection',
        'threshold comparison',
      ]);
      await start();
      assert.deepEqual(await told(), []);
    });

    it('is that a policy was replaced, also by one that was in force before', async () => {
      const second = { ...testPolicy(), version: 2 };
      for (const [policy, from, to] of [
        [second, 1, 2],
        [testPolicy(), 2, 1],
      ] as const) {
        await start({ policy });
        assert.deepEqual(await told(), [
          `policy withdrawn ${String(from)}`,
          `policy in-force ${String(to)}`,
          'threshold comparison',
          'threshold attack-detection',
        ]);
      }
    });

    it('is that keys were changed, and that one is not to be trusted any more', async () => {
      await running?.stop();
      await rotateKeyring(join(home, 'keys'), new Date());
      await start();
      assert.deepEqual(await told(), ['key-change added results', 'key-change retired results']);
      await running?.stop();
      running = undefined;
      const file = join(home, 'keys', 'keyring.json');
      const keyring = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...keyring, retired: [] }));
      await start();
      const revoked = (await told()).filter((each) => each === 'key-change revoked results');
      assert.equal(revoked.length, 1);
    });

    it('is which witnesses are asked from now on, and which no longer', async () => {
      const file = join(home, 'witnesses');
      const keys = ['a', 'b'].map((name) =>
        parseVerifierKey(makeCosigningKey(`${name}.example/w`).verifierKey),
      );
      const ask = (count: number): void => {
        const witnesses = keys.slice(0, count).map((key) => ({ key, url: 'http://127.0.0.1:9' }));
        writeFileSync(file, kOfN({ logs: [], witnesses, k: 1 }));
      };
      const environment = { BONIN_WITNESS_POLICY_FILE: file };
      ask(2);
      await start({ environment });
      assert.deepEqual(await told(), ['key-change added witness', 'key-change added witness']);
      ask(1);
      await start({ environment });
      assert.deepEqual(await told(), ['key-change retired witness']);
      await start();
      assert.deepEqual(await told(), ['key-change retired witness']);
    });

    it('is that booths start with less isolation than before, with a report of what is missing', async () => {
      const isolationReport = {
        'network-namespace': 'unavailable',
        'no-new-privileges': 'applied',
      };
      const reduced = Object.assign(fakeBoothPool(), { isolationReport });
      await start({ booths: reduced });
      const [statement, ...more] = await news();
      assert.deepEqual(more, []);
      assert.ok(statement?.kind === 'incident' && statement.matter === 'isolation-reduced');
      const facts = { missing: ['network-namespace'] };
      const at = Date.parse(statement.at.replace('Z', ':00Z'));
      const digest = reportDigest({ at, matter: statement.matter, facts });
      assert.equal(statement.reportDigest, digest);
      assert.ok(readdirSync(join(home, 'reports')).includes(`${digest}.json`));
      await start({ booths: Object.assign(fakeBoothPool(), { isolationReport }) });
      assert.deepEqual(await told(), []);
      await start();
      assert.deepEqual(await told(), []);
      await start({ booths: Object.assign(fakeBoothPool(), { isolationReport }) });
      assert.deepEqual(await told(), ['incident isolation-reduced']);
      await start();
    });

    it('is that a booth broke down, beside its end', async () => {
      const booths = fakeBoothPool(2);
      await start({ booths });
      const device = await joinAndConsent(running!.url, await running!.open());
      await requestAttempt(device);
      booths.taken[0]?.breakDown('booth-fault');
      await device.hear('attempt-abandoned');
      device.leave();
      const [opening, deletion, incident, ...more] = await news();
      assert.ok(opening?.kind === 'attempt-opened' && deletion?.kind === 'deletion');
      assert.ok(incident?.kind === 'incident' && incident.matter === 'booth-fault');
      assert.deepEqual(more, []);
      // Whoever can open the deletion can tell of which attempt.
      assert.equal(
        incident.reportDigest,
        reportDigest({
          at: Date.parse(incident.at.replace('Z', ':00Z')),
          matter: 'booth-fault',
          facts: { attempt: deletion.attempt },
        }),
      );
      assert.doesNotMatch(JSON.stringify(incident), /reg_|att_/);
    });

    it('is that samples may stand in for cameras', async () => {
      const environment = {
        BONIN_DEMONSTRATION: '1',
        BONIN_DEMONSTRATION_API_KEY: 'x'.repeat(32),
      };
      await start({ environment });
      assert.deepEqual(await told(), ['exception demonstration-on']);
      await start();
      assert.deepEqual(await told(), []);
    });
  });
}

describe('a database that is brought back from a backup', () => {
  let home: string;
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'bonin-restored-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const start = (dataFolder: string): Promise<TestServer> =>
    startTestServer({ storage: 'pglite', dataFolder, booths: fakeBoothPool(4) });
  const incidents = async ({ server }: TestServer): Promise<number> => {
    await server.service.ledger.publish();
    const all = await server.service.ledger.openings(0, MOST);
    return all
      .map(({ statement }) => parseStatement(statement))
      .filter((each) => each.kind === 'incident' && each.matter === 'ledger-rolled-back').length;
  };

  it('is noticed at the next start and stands in the ledger once, whether it is shorter or has grown again', async () => {
    const folder = join(home, 'data');
    mkdirSync(folder);
    await (await start(folder)).stop();
    cpSync(join(folder, 'storage'), join(home, 'backup'), { recursive: true });
    const running = await start(folder);
    const device = await joinAndConsent(running.url, await running.open());
    await requestAttempt(device);
    device.leave();
    await running.stop();

    rmSync(join(folder, 'storage'), { recursive: true });
    cpSync(join(home, 'backup'), join(folder, 'storage'), { recursive: true });
    for (const expected of ['first', 'second']) {
      const restored = await start(folder);
      const noticed = restored.logLines.filter((line) => line.includes('"ledger-rolled-back"'));
      assert.equal(noticed.length, expected === 'first' ? 1 : 0);
      assert.equal(await incidents(restored), 1);
      await restored.stop();
    }

    // The same size and more, and another history.
    const noted = join(folder, 'keys', 'ledger-signed.json');
    const note = JSON.parse(readFileSync(noted, 'utf8')) as Record<string, unknown>;
    const root = Buffer.alloc(32, 1).toString('base64');
    writeFileSync(noted, JSON.stringify({ ...note, root }), { mode: 0o600 });
    const other = await start(folder);
    assert.equal(await incidents(other), 2);
    await other.stop();
  });
});

function inWords(statement: Statement): string {
  switch (statement.kind) {
    case 'key-change':
      return `key-change ${statement.change} ${statement.use}`;
    case 'policy':
      return `policy ${statement.change} ${String(statement.policy.version)}`;
    case 'threshold':
      return `threshold ${statement.decides}`;
    case 'exception':
      return `exception ${statement.act}`;
    case 'incident':
      return `incident ${statement.matter}`;
    default:
      return statement.kind;
  }
}
