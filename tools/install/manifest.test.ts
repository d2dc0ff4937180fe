import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseModelManifest } from './manifest.ts';
import { parseSampleManifest } from './sample-manifest.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const shipped = readFileSync(join(ROOT, 'models', 'manifest.json'), 'utf8');

/** The shipped list with one alteration of its first network. */
function altered(change: (network: Record<string, unknown>) => void): string {
  const document = JSON.parse(shipped) as { networks: Record<string, unknown>[] };
  const [network] = document.networks;
  assert.ok(network);
  change(network);
  return JSON.stringify(document);
}

function refuses(text: string, path: string): void {
  assert.throws(() => parseModelManifest(text), {
    code: 'MANIFEST_MALFORMED',
    details: { path },
  });
}

describe('parseModelManifest', () => {
  it('reads the list that is shipped', () => {
    const networks = parseModelManifest(shipped);
    assert.ok(networks.length > 0);
    for (const { provenance, licence, trainingData } of networks) {
      assert.ok(provenance.length > 20 && licence.length > 9 && trainingData.length > 9);
    }
  });

  it('names no host anywhere in the shipped lists', () => {
    const samples = readFileSync(join(ROOT, 'samples', 'manifest.json'), 'utf8');
    assert.doesNotMatch(shipped + samples, /https?:|\bregistry\./);
  });

  it('refuses what is no JSON', () => {
    refuses('{', 'models');
  });

  it('refuses another format', () => {
    refuses(
      JSON.stringify({ format: 'bonin-models/2', packages: {}, networks: [] }),
      'models.format',
    );
  });

  it('refuses a field that the page does not name', () => {
    refuses(
      altered((network) => (network['threshold'] = 0.5)),
      'models.networks[0]',
    );
  });

  it('refuses a package without integrity', () => {
    const document = JSON.parse(shipped) as { packages: Record<string, Record<string, unknown>> };
    delete document.packages['@mediapipe/face_mesh']?.['integrity'];
    refuses(JSON.stringify(document), 'models.packages.@mediapipe/face_mesh.integrity');
  });

  it('refuses a package that is not pinned', () => {
    refuses(
      altered(
        (network) => (network['source'] = { ...(network['source'] as object), package: 'x' }),
      ),
      'models.networks[0].source.package',
    );
  });

  for (const name of ['../evil.onnx', 'a/b.onnx', '.onnx', 'a.bin']) {
    it(`refuses ${name} as the name of a file`, () => {
      refuses(
        altered((network) => (network['file'] = { ...(network['file'] as object), name })),
        'models.networks[0].file.name',
      );
    });
  }

  for (const path of ['../x', '/etc/x', 'a/../../x', 'a\\b']) {
    it(`refuses ${path} as a path inside a package`, () => {
      refuses(
        altered((network) => (network['source'] = { ...(network['source'] as object), path })),
        'models.networks[0].source.path',
      );
    });
  }

  it('refuses a transformation that it does not know', () => {
    refuses(
      altered((network) => (network['transformations'] = ['quantize'])),
      'models.networks[0].transformations[0]',
    );
  });

  it('refuses a deviation of zero and a colour that does not fit the channels', () => {
    const input = (change: object) =>
      altered((network) => (network['input'] = { ...(network['input'] as object), ...change }));
    refuses(input({ deviation: 0 }), 'models.networks[0].input.deviation');
    refuses(input({ colour: 'grey' }), 'models.networks[0].input.channels');
  });

  it('refuses a known answer without a single value', () => {
    refuses(
      altered(
        (network) =>
          (network['knownAnswer'] = { ...(network['knownAnswer'] as object), values: [] }),
      ),
      'models.networks[0].knownAnswer.values',
    );
  });

  it('refuses two networks of one id', () => {
    const document = JSON.parse(shipped) as { networks: unknown[] };
    document.networks.push(document.networks[0]);
    refuses(JSON.stringify(document), 'models.networks.id');
  });
});

describe('parseSampleManifest', () => {
  it('reads the list that is shipped', () => {
    const text = readFileSync(join(ROOT, 'samples', 'manifest.json'), 'utf8');
    const { samples, decoders } = parseSampleManifest(text);
    assert.ok(samples.some(({ kind }) => kind === 'clip'));
    assert.ok(decoders.has('linux-x64'));
  });
});
