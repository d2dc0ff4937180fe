/** Lists a copy of one of the installed networks under another name, as somebody's own network, for tests. */

import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../..');

interface Listed {
  readonly networks: readonly { readonly id: string; readonly file: { readonly name: string } }[];
}

/** @returns arguments that name the list and the folder of its files, both in `folder` */
export function listOwnNetwork(folder: string, id: string, copied: string): readonly string[] {
  const models = path.join(ROOT, 'models');
  const manifest = JSON.parse(readFileSync(path.join(models, 'manifest.json'), 'utf8')) as Listed;
  const original = manifest.networks.find((entry) => entry.id === copied);
  if (original === undefined) throw new Error(`${copied} is not listed`);
  const own = { ...original, id, file: { ...original.file, name: `${id}.onnx` } };
  for (const { file } of manifest.networks) {
    symlinkSync(path.join(models, 'files', file.name), path.join(folder, file.name));
  }
  symlinkSync(path.join(models, 'files', original.file.name), path.join(folder, own.file.name));
  const list = path.join(folder, 'manifest.json');
  writeFileSync(list, JSON.stringify({ ...manifest, networks: [...manifest.networks, own] }));
  return ['--manifest', list, '--models', folder];
}

/** The shipped policy with other scales; its thresholds are only for a test. */
export function writePolicyFor(
  file: string,
  scales: { readonly comparison?: string; readonly pad?: string },
): readonly string[] {
  const policy = JSON.parse(
    readFileSync(path.join(ROOT, 'policies/default.json'), 'utf8'),
  ) as PolicyDocument;
  const { comparison, pad } = policy.face;
  const calibration = 'only-a-test';
  const face = {
    ...policy.face,
    comparison: { ...comparison, minimum: 0.5, scale: scales.comparison ?? comparison.scale },
    pad: { ...pad, calibration, scale: scales.pad ?? pad.scale },
  };
  writeFileSync(file, JSON.stringify({ ...policy, face }));
  return ['--policy', file];
}

interface PolicyDocument {
  readonly face: {
    readonly comparison: { readonly scale: string };
    readonly pad: { readonly scale: string };
  };
}
