/** Whoever is shown the page can find out whether it is the one that the ledger was told of. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { auditPage, parsePageManifest, type FindingName } from '@bonin/audit';
import { kOfN, parseStatement, parseVerifierKey, parseWitnessPolicy } from '@bonin/ledger';
import { makeSigningKey } from '@bonin/ledger/log';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { pageManifest } from './page-manifest.ts';

const AUDITOR = join(import.meta.dirname, '../../../audit/bin/bonin-audit.mjs');

describe('the page of a running service', () => {
  let running: TestServer;
  let folder: string;
  let policyText: string;
  before(async () => {
    running = await startTestServer();
    folder = join(running.dataFolder, 'page');
    policyText = trusting(running.server.service.ledger.verifierKey);
    // The ledger publishes four times a second.
    while ((await fetch(`${running.url}/page/receipt`)).status !== 200) await wait(50);
  });
  after(() => running.stop());

  const audit = async (more: Partial<Parameters<typeof auditPage>[0]> = {}) => {
    const { verdict, findings } = await auditPage({
      address: running.url,
      policy: parseWitnessPolicy(policyText),
      builds: new Set([running.server.service.buildDigest]),
      now: Date.now(),
      ...more,
    });
    return [verdict, ...findings.map(({ name }) => name)];
  };

  it('has a manifest of every file in the form that sha256sum reads, and is told to the ledger', async () => {
    const response = await fetch(`${running.url}/page/manifest`);
    const text = await response.text();
    const index = readFileSync(join(folder, 'index.html'));
    const script = readFileSync(join(folder, 'assets/page-0123abcd.js'));
    assert.equal(
      text,
      `${hash('sha256', script)}  assets/page-0123abcd.js\n${hash('sha256', index)}  index.html\n`,
    );
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.deepEqual(await audit(), ['holds']);
  });

  it('holds for whoever has built the same, and is another for whoever has not', async () => {
    const own = pageManifest(folder)!.text;
    assert.deepEqual(await audit({ expected: own }), ['holds']);
    const other = own.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    assert.deepEqual(await audit({ expected: other }), ['not-trusted', 'page-manifest-unexpected']);
    assert.deepEqual(await audit({ builds: new Set() }), ['not-trusted', 'build-unknown']);
    assert.deepEqual(await audit({ builds: undefined }), ['could-not-check', 'builds-not-given']);
  });

  it('is disproved when a file is served that is not the one of the manifest', async () => {
    const file = join(folder, 'assets/page-0123abcd.js');
    const kept = readFileSync(file);
    try {
      writeFileSync(file, 'export {}; // and something else');
      assert.deepEqual(await audit(), ['disproved', 'page-file-differs']);
    } finally {
      writeFileSync(file, kept);
    }
    assert.deepEqual(await audit(), ['holds']);
  });

  it('is disproved when manifest, receipt or files are not those of the ledger', async () => {
    const index = '<!doctype html><script src="/c/assets/more.js"></script>';
    const script = hash('sha256', readFileSync(join(folder, 'assets/page-0123abcd.js')));
    const manifest = `${script}  assets/page-0123abcd.js\n${hash('sha256', index)}  index.html\n`;
    const cases: [FindingName[], Readonly<Record<string, string | undefined>>][] = [
      [
        ['page-manifest-not-in-ledger', 'page-file-unlisted'],
        { '/page/manifest': manifest, '/c/': index },
      ],
      [['page-file-differs', 'page-file-unlisted'], { '/c/': index }],
      [['page-file-missing'], { '/c/assets/page-0123abcd.js': undefined }],
      [['receipt-malformed'], { '/page/receipt': 'a receipt' }],
      [['page-manifest-not-in-ledger', 'page-manifest-malformed'], { '/page/manifest': 'none' }],
    ];
    for (const [names, changes] of cases) {
      await using front = await standBefore(running.url, changes);
      assert.deepEqual(await audit({ address: front.url }), ['disproved', ...names]);
    }
    const others = parseWitnessPolicy(trusting(makeSigningKey('other.example/l').verifierKey));
    assert.deepEqual(await audit({ policy: others }), ['disproved', 'receipt-disproved']);
  });

  it('could not be checked when nobody answers, or there is no manifest', async () => {
    for (const changes of [{ '/page/manifest': undefined }, { '/page/receipt': undefined }]) {
      await using front = await standBefore(running.url, changes);
      assert.deepEqual(await audit({ address: front.url }), [
        'could-not-check',
        'page-unreachable',
      ]);
    }
    const front = await standBefore(running.url, {});
    await front[Symbol.asyncDispose]();
    assert.deepEqual(await audit({ address: front.url }), ['could-not-check', 'page-unreachable']);
  });

  it('is looked at by one command', async () => {
    const policy = join(running.dataFolder, 'trusted');
    const manifest = join(running.dataFolder, 'manifest');
    writeFileSync(policy, policyText);
    writeFileSync(manifest, `${'0'.repeat(64)}  index.html\n`);
    const words = ['page', running.url, '--policy', policy];
    const build = ['--build', running.server.service.buildDigest];
    const held = await command([...words, ...build]);
    assert.equal(held.code, 0, held.said);
    assert.match(held.said, /^verdict: holds\n {2}files: 2\n[^]*Not checked: whether others/);
    assert.equal((await command([...words, '--build', 'f0'.repeat(32)])).code, 4);
    assert.equal((await command([...words, ...build, '--manifest', manifest])).code, 4);
    assert.equal((await command(words)).code, 3);
    assert.equal((await command([...words, ...build, '--manifest', '/nowhere'])).code, 2);
    assert.equal((await command(['page', 'here', ...words.slice(2), ...build])).code, 2);
  });
});

describe('the ledger', () => {
  it('is told of the page at every start, and each start shows its own receipt', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'bonin-page-'));
    try {
      const places: number[] = [];
      for (let start = 1; start <= 2; start += 1) {
        const running = await startTestServer({ storage: 'pglite', dataFolder });
        try {
          let response;
          do {
            await wait(50);
            response = await fetch(`${running.url}/page/receipt`);
          } while (response.status !== 200);
          places.push(Number(/^index (\d+)$/m.exec(await response.text())?.[1]));
          const said = await running.server.service.ledger.openings(0, 100);
          const pages = said.filter(({ statement }) => parseStatement(statement).kind === 'page');
          assert.deepEqual(
            pages.map(({ index }) => index),
            places,
          );
        } finally {
          await running.stop();
        }
      }
    } finally {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });
});

describe('a page manifest', () => {
  const line = (path: string) => `${'ab'.repeat(32)}  ${path}\n`;

  it('is read in one spelling', () => {
    const text = line('assets/a.js') + line('index.html');
    assert.deepEqual(
      parsePageManifest(text)?.map(({ path }) => path),
      ['assets/a.js', 'index.html'],
    );
    const others = [
      '',
      line('assets/a.js'),
      text.trimEnd(),
      line('index.html') + line('assets/a.js'),
      line('index.html') + line('index.html'),
      line('../index.html') + line('index.html'),
      line('/index.html') + line('index.html'),
      line('.hidden') + line('index.html'),
      text.replace('ab', 'AB'),
      text.replace('  ', ' '),
      text.replaceAll('\n', '\r\n'),
    ];
    for (const other of others) assert.equal(parsePageManifest(other), undefined, other);
  });
});

function trusting(verifierKey: string | ReturnType<typeof parseVerifierKey>): string {
  const log = typeof verifierKey === 'string' ? parseVerifierKey(verifierKey) : verifierKey;
  return kOfN({ logs: [log], witnesses: [], k: 0 });
}

function command(words: readonly string[]): Promise<{ code: number; said: string }> {
  // Not in one breath: the service answers from this process.
  return new Promise((resolve) => {
    execFile(process.execPath, [AUDITOR, ...words], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
    });
  });
}

/** Somebody between the service and whoever looks at it; `undefined` is not there. */
async function standBefore(
  service: string,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (Object.hasOwn(changes, path)) {
      response.writeHead(changes[path] === undefined ? 404 : 200).end(changes[path]);
      return;
    }
    void fetch(`${service}${path}`).then(async (answer) => {
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
