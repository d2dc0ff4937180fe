import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './comparison/compare.ts';
import { openEngine } from './pipeline.ts';

/** Somebody's own network: here one of ours under another name, as its entry says. */
const ROOT = join(import.meta.dirname, '../../..');
const OWN = 'own-network';

interface Manifest {
  readonly format: string;
  readonly networks: readonly { readonly id: string; readonly file: { readonly name: string } }[];
}

describe('an own network', () => {
  let folder: string;
  let image: Uint8Array;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bonin-own-network-'));
    const models = join(ROOT, 'models');
    const manifest = JSON.parse(await readFile(join(models, 'manifest.json'), 'utf8')) as Manifest;
    for (const { file } of manifest.networks) {
      await cp(join(models, 'files', file.name), join(folder, file.name));
    }
    const entry = manifest.networks.find(({ id }) => id === 'mobilefacenet');
    assert.ok(entry);
    await cp(join(folder, entry.file.name), join(folder, 'own.onnx'));
    const own = { ...entry, id: OWN, file: { ...entry.file, name: 'own.onnx' } };
    const networks = [...manifest.networks, own];
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, networks }));
    image = await readFile(join(ROOT, 'samples/files/man-a-clip-1/001.jpg'));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function withNetworks(...ids: readonly string[]) {
    const recognition = ids.map((id) => ({ id, share: 1 / ids.length }));
    return openEngine({
      manifestFile: join(folder, 'manifest.json'),
      modelFolder: folder,
      recognition,
    });
  }

  it('is another model id, so that its scores meet no threshold but its own', async () => {
    await using engine = await withNetworks(OWN);
    await using shipped = await withNetworks('fr-feature-bgr');
    assert.equal(engine.recognitionModel, OWN);
    assert.notEqual(engine.modelDigest, shipped.modelDigest);
    const own = await engine.extract(image, 'probe');
    const other = await shipped.extract(image, 'probe');
    assert.ok(own.kind === 'extracted' && other.kind === 'extracted');
    assert.throws(() => compare(own.features, other.features), { code: 'SCALE_MISMATCH' });
  });

  it('can be combined with another; the combination is a scale of its own', async () => {
    await using engine = await withNetworks(OWN, 'fr-feature-bgr');
    assert.equal(engine.recognitionModel, 'own-network.50+fr-feature-bgr.50');
    const found = await engine.extract(image, 'probe');
    assert.ok(found.kind === 'extracted');
    assert.ok(Math.abs(compare(found.features, found.features).value - 1) < 1e-5);
  });

  it('is refused when the shares do not make one', async () => {
    await assert.rejects(
      openEngine({
        manifestFile: join(folder, 'manifest.json'),
        modelFolder: folder,
        recognition: [{ id: OWN, share: 0.5 }],
      }),
      { code: 'MODEL_UNSUITABLE' },
    );
  });

  it('is missing when no entry lists it', async () => {
    await assert.rejects(withNetworks('nobody-knows'), { code: 'MODEL_MISSING' });
  });
});
