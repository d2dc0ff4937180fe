import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRegistry } from './fetch-package.ts';
import { makeArchive, pin } from './testing/make-package.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const temporary = useTemporaryFolder();
const archive = makeArchive({ 'nets/a.onnx': new Uint8Array(100_000).fill(7) });

/** A registry on this machine with one package, whose archive arrives altered so many times. */
async function openTestRegistry(altered: number) {
  const sent = { archives: 0 };
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    if (request.url?.endsWith('.tgz') === true) {
      const body = Buffer.from(archive);
      if (sent.archives < altered) body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
      sent.archives += 1;
      response.end(body);
      return;
    }
    const tarball = `http://127.0.0.1:${port}/made/-/made-1.0.0.tgz`;
    const shasum = createHash('sha1').update(archive).digest('hex');
    const version = { name: 'made', version: '1.0.0', dist: { tarball, shasum } };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name: 'made',
        'dist-tags': { latest: '1.0.0' },
        versions: { '1.0.0': version },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    sent,
    environment: {
      npm_config_cache: join(temporary.path, 'cache'),
      npm_config_registry: `http://127.0.0.1:${port}/`,
    },
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('fetching a package', () => {
  it('tries again when what arrived is not what was pinned, and counts its bytes once', async () => {
    using registry = await openTestRegistry(1);
    const fetchPackage = await openRegistry(registry.environment);
    let counted = 0;
    const brought = await fetchPackage(pin('made', archive), (bytes) => {
      counted += bytes;
    });
    assert.deepEqual(Buffer.from(brought), Buffer.from(archive));
    assert.ok(registry.sent.archives > 1);
    assert.equal(counted, archive.length);
  });

  it('gives up, with the name of the package, when it never is', async () => {
    using registry = await openTestRegistry(Number.POSITIVE_INFINITY);
    const fetchPackage = await openRegistry(registry.environment);
    await assert.rejects(
      fetchPackage(pin('made', archive), () => undefined),
      {
        code: 'PACKAGE_UNREACHABLE',
        details: { package: 'made', version: '1.0.0', reason: 'EINTEGRITY' },
      },
    );
  });
});
