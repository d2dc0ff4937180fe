import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRegistry } from './fetch-package.ts';
import { makeArchive, pin } from './testing/make-package.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const temporary = useTemporaryFolder();
// Nothing that a packer makes small: it is to arrive in many portions.
const archive = makeArchive({ 'nets/a.onnx': new Uint8Array(randomBytes(2_000_000)) });

/** A registry on this machine with one package, whose archive arrives damaged so many times. */
async function openTestRegistry(damaged: number, damage: 'altered' | 'cut off') {
  const sent = { archives: 0 };
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    if (request.url?.endsWith('.tgz') === true) {
      const isDamaged = sent.archives < damaged;
      sent.archives += 1;
      const body = Buffer.from(archive);
      response.setHeader('content-length', body.length);
      if (isDamaged && damage === 'cut off') {
        response.write(body.subarray(0, body.length / 2), () => response.destroy());
        return;
      }
      if (isDamaged) body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
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
  for (const damage of ['altered', 'cut off'] as const) {
    it(`tries again when what arrives is ${damage}, and counts its bytes once`, async () => {
      using registry = await openTestRegistry(1, damage);
      const fetchPackage = await openRegistry(registry.environment);
      let counted = 0;
      const brought = await fetchPackage(pin('made', archive), (bytes) => {
        counted += bytes;
      });
      assert.deepEqual(Buffer.from(brought), Buffer.from(archive));
      assert.ok(registry.sent.archives > 1);
      assert.equal(counted, archive.length);
    });
  }

  it('gives up, with the name of the package, when it never is', async () => {
    using registry = await openTestRegistry(Number.POSITIVE_INFINITY, 'altered');
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
