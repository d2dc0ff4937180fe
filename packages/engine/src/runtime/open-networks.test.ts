import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownInput } from './known-answer.ts';
import { parseManifest } from './manifest.ts';
import { openNetworks } from './open-networks.ts';

const MODELS = join(import.meta.dirname, '../../../../models');
const MANIFEST = join(MODELS, 'manifest.json');
const FILES = join(MODELS, 'files');
const ID = 'blazeface-short-range';

describe('openNetworks', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bonin-networks-'));
    await mkdir(join(folder, 'files'));
    await cp(join(FILES, `${ID}.onnx`), join(folder, 'files', `${ID}.onnx`));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  /** A manifest in which something was changed, beside the right file. */
  async function changed(from: string | RegExp, to: string): Promise<string> {
    const text = await readFile(MANIFEST, 'utf8');
    const altered = text.replace(from, to);
    assert.notEqual(altered, text);
    const file = join(folder, `${createHash('sha256').update(altered).digest('hex')}.json`);
    await writeFile(file, altered);
    return file;
  }

  const source = (manifestFile: string) => ({ manifestFile, modelFolder: join(folder, 'files') });

  it('opens a network whose hash and known answer hold', async () => {
    await using networks = await openNetworks(source(MANIFEST), [ID]);
    const outputs = await networks.get(ID).run(new Float32Array(3 * 128 * 128));
    assert.deepEqual(
      outputs.map(({ length }) => length),
      [896 * 16, 896],
    );
    assert.match(networks.digest, /^[0-9a-f]{64}$/);
  });

  it('names ids and hashes in its digest, sorted by id', async () => {
    const [entry] = parseManifest(await readFile(MANIFEST, 'utf8'), new Set([ID]));
    const line = `${ID} ${entry?.sha256} nhwc 128x128 rgb 127.5 127.5\n`;
    const expected = createHash('sha256').update(line).digest('hex');
    await using networks = await openNetworks(source(MANIFEST), [ID]);
    assert.equal(networks.digest, expected);
  });

  it('has another digest where a network is fed otherwise', async () => {
    await using networks = await openNetworks(source(MANIFEST), [ID]);
    for (const manifest of [
      await changed(/("colour": )"rgb"/, '$1"bgr"'),
      await changed(/("mean": )127.5/, '$1127'),
      await changed(/("deviation": )127.5/, '$1128'),
    ]) {
      await using fedOtherwise = await openNetworks(source(manifest), [ID]);
      assert.notEqual(fedOtherwise.digest, networks.digest);
    }
  });

  it('does not mind networks of the list that it is not asked for', async () => {
    const text = await readFile(MANIFEST, 'utf8');
    const list = JSON.parse(text) as { networks: { id: string; input: { colour: string } }[] };
    for (const network of list.networks) {
      if (network.id !== ID) network.input.colour = 'grey';
    }
    await writeFile(join(folder, 'grey.json'), JSON.stringify(list));
    await using networks = await openNetworks(source(join(folder, 'grey.json')), [ID]);
    assert.equal(networks.get(ID).id, ID);
  });

  it('refuses a file of which one byte was changed', async () => {
    const files = join(folder, 'tampered');
    await mkdir(files);
    const bytes = await readFile(join(FILES, `${ID}.onnx`));
    bytes[bytes.length - 100]! ^= 1;
    await writeFile(join(files, `${ID}.onnx`), bytes);
    await assert.rejects(openNetworks({ manifestFile: MANIFEST, modelFolder: files }, [ID]), {
      code: 'MODEL_HASH_MISMATCH',
    });
  });

  it('refuses a file that ends early', async () => {
    const files = join(folder, 'short');
    await mkdir(files);
    const bytes = await readFile(join(FILES, `${ID}.onnx`));
    await writeFile(join(files, `${ID}.onnx`), bytes.subarray(0, 1000));
    await assert.rejects(openNetworks({ manifestFile: MANIFEST, modelFolder: files }, [ID]), {
      code: 'MODEL_HASH_MISMATCH',
    });
  });

  it('refuses a network that answers otherwise than is known', async () => {
    const manifest = await changed(/("seed": )\d+/, '$17');
    await assert.rejects(openNetworks(source(manifest), [ID]), {
      code: 'MODEL_KNOWN_ANSWER_MISMATCH',
    });
  });

  it('refuses a network that has not the outputs it should have', async () => {
    const manifest = await changed(/"regressors"/g, '"others"');
    await assert.rejects(openNetworks(source(manifest), [ID]), { code: 'MODEL_UNSUITABLE' });
  });

  it('refuses bytes that are no network even when their hash is listed', async () => {
    const files = join(folder, 'noise');
    await mkdir(files);
    const bytes = new Uint8Array(1000).fill(7);
    await writeFile(join(files, `${ID}.onnx`), bytes);
    const [entry] = parseManifest(await readFile(MANIFEST, 'utf8'), new Set([ID]));
    const hash = createHash('sha256').update(bytes).digest('hex');
    const text = (await readFile(MANIFEST, 'utf8'))
      .replace(entry?.sha256 ?? '', hash)
      .replace(`"size": ${entry?.sizeBytes}`, '"size": 1000');
    await writeFile(join(folder, 'noise.json'), text);
    await assert.rejects(
      openNetworks({ manifestFile: join(folder, 'noise.json'), modelFolder: files }, [ID]),
      { code: 'MODEL_UNSUITABLE' },
    );
  });

  it('says which network is missing, from the list or from the folder', async () => {
    await assert.rejects(openNetworks(source(MANIFEST), ['unheard-of']), {
      code: 'MODEL_MISSING',
      details: { model: 'unheard-of' },
    });
    await assert.rejects(
      openNetworks({ manifestFile: MANIFEST, modelFolder: join(folder, 'nowhere') }, [ID]),
      { code: 'MODEL_MISSING', details: { model: ID } },
    );
    await assert.rejects(openNetworks(source(join(folder, 'nowhere.json')), [ID]), {
      code: 'MODEL_MISSING',
    });
  });
});

describe('parseManifest', () => {
  const NET = new Set(['net']);
  const entry = {
    id: 'net',
    file: { name: 'net.onnx', size: 10, sha256: '0'.repeat(64) },
    input: {
      width: 2,
      height: 2,
      channels: 3,
      colour: 'rgb',
      mean: 0,
      deviation: 1,
      layout: 'nchw',
    },
    outputs: [{ name: 'out' }],
    knownAnswer: {
      seed: 1,
      low: 0,
      high: 1,
      tolerance: 0.1,
      values: [{ output: 'out', index: 0, value: 1 }],
    },
  };
  const text = (change: object): string =>
    JSON.stringify({ format: 'bonin-models/1', networks: [{ ...entry, ...change }] });

  it('reads an entry', () => {
    assert.equal(parseManifest(text({}), NET)[0]?.id, 'net');
    assert.deepEqual(parseManifest(text({}), new Set(['another'])), []);
  });

  it('refuses what is not in the format', () => {
    const malformed = [
      'no JSON',
      '[]',
      JSON.stringify({ format: 'bonin-models/2', networks: [] }),
      text({ file: { ...entry.file, name: '../net.onnx' } }),
      text({ file: { ...entry.file, sha256: 'ABC' } }),
      text({ file: { ...entry.file, size: 0 } }),
      text({ input: { ...entry.input, deviation: 0 } }),
      text({ input: { ...entry.input, colour: 'grey', channels: 1 } }),
      text({ input: { ...entry.input, width: 1e9 } }),
      text({ knownAnswer: { ...entry.knownAnswer, values: [] } }),
      text({ knownAnswer: { ...entry.knownAnswer, tolerance: 'wide' } }),
    ];
    for (const each of malformed) {
      assert.throws(() => parseManifest(each, NET), { code: 'MANIFEST_MALFORMED' }, each);
    }
  });
});

describe('knownInput', () => {
  it('makes the numbers that the format page gives for seed 1', () => {
    const values = knownInput({ seed: 1, low: -1, high: 1 }, 3);
    const expected = [-0.527089, -0.26145875, 0.0084840059];
    values.forEach((value, index) => {
      assert.ok(Math.abs(value - expected[index]!) < 1e-8, `${value}`);
    });
  });
});
