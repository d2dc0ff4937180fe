import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openNetworks } from '../../packages/engine/src/runtime/open-networks.ts';
import { installNetworks, listMissing } from '../install/install-networks.ts';
import { KeptFiles } from '../install/kept-files.ts';
import { parseModelManifest, type NetworkEntry } from '../install/manifest.ts';
import { Progress } from '../install/progress.ts';
import { makeNetwork } from '../install/testing/make-network.ts';
import { useTemporaryFolder } from '../install/testing/temporary-folder.ts';

const temporary = useTemporaryFolder();

const FACTS = [
  ...['--id', 'our-own', '--role', 'feature-extraction', '--colour', 'bgr'],
  ...['--mean', '127.5', '--deviation', '128'],
  ...['--licence', 'Ours.', '--provenance', 'Made by us.', '--training-data', 'None.'],
];

async function printEntry(...facts: readonly string[]): Promise<string> {
  const tool = join(import.meta.dirname, 'describe.ts');
  const file = join(temporary.path, 'network.onnx');
  return (await promisify(execFile)(process.execPath, [tool, file, ...facts])).stdout;
}

/** What an operator does: describe the file, list it, install it. */
async function bringNetwork(): Promise<{ readonly entry: NetworkEntry }> {
  await writeFile(join(temporary.path, 'network.onnx'), makeNetwork());
  const described: unknown = JSON.parse(await printEntry(...FACTS));
  const networks = parseModelManifest(await list(described));
  const [entry] = networks;
  assert.ok(entry);
  const files = new KeptFiles(join(temporary.path, 'files'));
  await installNetworks(
    await listMissing(networks, files),
    { files, folder: temporary.path },
    {
      openRegistry: () => assert.fail('nothing is fetched'),
      progress: new Progress({ write: () => undefined }),
    },
  );
  return { entry };
}

/** Writes the list with this one entry. */
async function list(entry: unknown): Promise<string> {
  const text = JSON.stringify({ format: 'bonin-models/1', packages: {}, networks: [entry] });
  await writeFile(join(temporary.path, 'manifest.json'), text);
  return text;
}

function openInEngine() {
  const manifestFile = join(temporary.path, 'manifest.json');
  return openNetworks({ manifestFile, modelFolder: join(temporary.path, 'files') }, ['our-own']);
}

describe('bringing an own network', () => {
  it('goes from a file to a network that the engine runs', async () => {
    const { entry } = await bringNetwork();
    assert.deepEqual(
      [entry.input.layout, entry.input.width, entry.input.colour],
      ['nchw', 4, 'bgr'],
    );
    await using networks = await openInEngine();
    const [means] = await networks.get('our-own').run(new Float32Array(48).fill(0.5));
    assert.deepEqual(means, new Float32Array(3).fill(0.5));
  });

  it('ends in the engine when the known answer does not hold', async () => {
    const { entry } = await bringNetwork();
    const { knownAnswer } = entry;
    const values = knownAnswer.values.map((known) => ({ ...known, value: known.value + 1 }));
    await list({ ...entry, knownAnswer: { ...knownAnswer, values } });
    await assert.rejects(openInEngine(), { code: 'MODEL_KNOWN_ANSWER_MISMATCH' });
  });

  it('ends in the engine when the file is another than the listed one', async () => {
    await bringNetwork();
    await writeFile(join(temporary.path, 'files', 'our-own.onnx'), makeNetwork(1.01));
    await assert.rejects(openInEngine(), { code: 'MODEL_HASH_MISMATCH' });
  });

  it('refuses a file that is no network', async () => {
    await writeFile(join(temporary.path, 'network.onnx'), 'not a network');
    await assert.rejects(printEntry(...FACTS), /ONNX_UNSUITABLE/);
  });

  it('asks for the facts that a file cannot say', async () => {
    await writeFile(join(temporary.path, 'network.onnx'), makeNetwork());
    await assert.rejects(printEntry('--id', 'our-own'), /needed: a file, --id, --role/);
  });
});
