/**
 * What a lock file holds, each package once, and which of it the rooms that serve people need.
 *
 * Not here: the rooms of this repository themselves. They are what the bill is of, not parts from elsewhere.
 */
import { JsonFields, malformed } from '../install/json-fields.ts';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource Integrity of the archive, SHA-512. */
  readonly integrity: string;
  readonly licence: string;
  /** Whether a program of `apps` needs it when it runs; everything else installs, builds, tests or measures. */
  readonly isRunTime: boolean;
  /** Whether an installation may lack it: it is for another platform, or not needed there. */
  readonly isOptional: boolean;
  /** Keys of the packages that it needs, sorted. */
  readonly needs: readonly string[];
}

export interface Lock {
  /** By key, sorted. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** What the rooms themselves ask for, sorted. */
  readonly asked: readonly string[];
}

/** Where in the tree a package lies, as the lock file names it: `apps/server`, `node_modules/pg`. */
type Place = string;

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const MODULES = 'node_modules/';

/** The Node that runs everything comes as a development dependency of the root: docs/decisions/0002-dependencies.md. */
const RUNTIME: Place = 'node_modules/node';

const ROOM_THAT_RUNS = /^apps\//;

export function keyOf({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): string {
  return `${name}@${version}`;
}

/** @throws {InstallError} `MANIFEST_MALFORMED` when a package lacks its version, hash or licence, or has two hashes */
export function readLock(text: string): Lock {
  const { packages: entries } = JSON.parse(text) as {
    readonly packages: Readonly<Record<Place, Entry>>;
  };
  const places = Object.keys(entries);
  const rooms = places.filter((place) => !place.includes(MODULES));
  const installed = places.filter((place) => isFromElsewhere(entries, place));
  const running = reachable(entries, [
    ...rooms.filter((room) => ROOM_THAT_RUNS.test(room)),
    RUNTIME,
  ]);

  const packages = new Map<string, LockedPackage>();
  for (const place of installed) {
    const read = readPackage(entries, place, running.has(place));
    const before = packages.get(keyOf(read));
    packages.set(keyOf(read), before === undefined ? read : merged(before, read, place));
  }
  const asked = rooms.flatMap((room) =>
    [...neededBy(entries, room), ...found(entries, room, entries[room]?.devDependencies)]
      .filter((place) => isFromElsewhere(entries, place))
      .map((place) => keyAt(entries, place)),
  );
  return {
    packages: new Map([...packages].sort(([a], [b]) => (a < b ? -1 : 1))),
    asked: sorted(asked),
  };
}

function readPackage(
  entries: Readonly<Record<Place, Entry>>,
  place: Place,
  isRunTime: boolean,
): LockedPackage {
  const fields = new JsonFields(entries[place], `packages.${place}`);
  const needs = neededBy(entries, place).map((needed) => keyAt(entries, needed));
  return {
    name: nameAt(place),
    version: fields.text('version'),
    integrity: fields.text('integrity', /^sha512-[A-Za-z0-9+/]{86}==$/),
    licence: fields.text('license'),
    isRunTime,
    isOptional: entries[place]?.optional === true,
    needs: sorted(needs),
  };
}

/** The same version at two places of the tree: needed if it is at one of them. */
function merged(one: LockedPackage, other: LockedPackage, place: Place): LockedPackage {
  // Two archives under one name and version cannot both be the one that was published.
  if (one.integrity !== other.integrity) throw malformed(`packages.${place}.integrity`);
  return {
    ...one,
    isRunTime: one.isRunTime || other.isRunTime,
    isOptional: one.isOptional && other.isOptional,
    needs: sorted([...one.needs, ...other.needs]),
  };
}

function isFromElsewhere(entries: Readonly<Record<Place, Entry>>, place: Place): boolean {
  return place.includes(MODULES) && entries[place]?.link !== true;
}

function reachable(
  entries: Readonly<Record<Place, Entry>>,
  from: readonly Place[],
): ReadonlySet<Place> {
  const seen = new Set<Place>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    open.push(...neededBy(entries, place));
  }
  return seen;
}

function neededBy(entries: Readonly<Record<Place, Entry>>, place: Place): readonly Place[] {
  const { dependencies, optionalDependencies, peerDependencies } = entries[place] ?? {};
  return found(entries, place, { ...peerDependencies, ...optionalDependencies, ...dependencies });
}

/** Where each of the names is found from a place; a peer that nobody asked for is nowhere. */
function found(
  entries: Readonly<Record<Place, Entry>>,
  place: Place,
  wanted: Readonly<Record<string, string>> = {},
): readonly Place[] {
  return Object.keys(wanted).flatMap((name) => placeOf(entries, place, name) ?? []);
}

/** Goes up the tree as Node does, and through a link to the room behind it. */
function placeOf(
  entries: Readonly<Record<Place, Entry>>,
  from: Place,
  name: string,
): Place | undefined {
  for (let above: Place | undefined = from; above !== undefined; above = parentOf(above)) {
    const place = `${above === '' ? '' : `${above}/`}${MODULES}${name}`;
    const entry = entries[place];
    if (entry !== undefined) return entry.link === true ? entry.resolved : place;
  }
  return undefined;
}

function parentOf(place: Place): Place | undefined {
  if (place === '') return undefined;
  const cut = place.lastIndexOf(`/${MODULES}`);
  return cut === -1 ? '' : place.slice(0, cut);
}

function nameAt(place: Place): string {
  return place.slice(place.lastIndexOf(MODULES) + MODULES.length);
}

function keyAt(entries: Readonly<Record<Place, Entry>>, place: Place): string {
  return keyOf({ name: nameAt(place), version: entries[place]?.version ?? '' });
}

function sorted(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort();
}
