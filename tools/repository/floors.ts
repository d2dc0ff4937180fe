/**
 * The floors of the house: which room may import which.
 *
 * Imports point down, never sideways or up. A room that is not listed here may be imported by nobody
 * and may import nothing, so a new room begins with a row.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

interface RoomRules {
  /** Other rooms, by package name. */
  readonly rooms: readonly string[];
  /** Libraries from outside. */
  readonly libraries: readonly string[];
  /** Whether `node:` modules may be imported; a list names the only ones. */
  readonly node: boolean | readonly string[];
}

/** Inside `core` the same rule holds between folders: a folder may import those of a smaller number. */
const CORE_FLOORS: Readonly<Record<string, number>> = {
  '': 0,
  time: 1,
  telecom: 2,
  identity: 2,
  biometrics: 2,
  policy: 3,
  registration: 4,
  audit: 5,
};

/** Rooms of which only types may be imported. */
export const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  'packages/booth': ['@bonin/workflows'],
  'packages/storage': ['@bonin/workflows'],
};

/** Libraries and `node:` modules that one folder of a room alone may import. */
const CONFINED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'packages/engine': {
    'onnxruntime-node': 'packages/engine/src/runtime/',
    sharp: 'packages/engine/src/image/',
  },
  // The rest runs in the applicant's page, which verifies receipts with it.
  'packages/ledger': {
    'node:crypto': 'packages/ledger/src/log/',
    'node:fs/promises': 'packages/ledger/src/log/',
    'node:path': 'packages/ledger/src/log/',
  },
};

/** The places that may read the environment; everywhere else a setting is a parameter. */
const READS_ENVIRONMENT: ReadonlySet<string> = new Set([
  // Hands it to config.ts, which alone knows the names.
  'apps/server/src/run.ts',
  'apps/demo-carrier/src/main.ts',
  // Sets one variable of the inference library, before that is loaded.
  'packages/engine/src/runtime/silence-telemetry.ts',
  // Looks whether a booth inherits any.
  'packages/booth/src/programs/isolation-probe.ts',
]);

export const ROOMS: Readonly<Record<string, RoomRules>> = {
  'packages/core': { rooms: [], libraries: [], node: false },
  'packages/protocol': { rooms: ['@bonin/core'], libraries: ['zod'], node: false },
  'packages/sealing': { rooms: [], libraries: ['@hpke/core'], node: false },
  'packages/ledger': {
    rooms: [],
    libraries: ['@noble/hashes'],
    node: ['node:crypto', 'node:fs/promises', 'node:path'],
  },
  'packages/policies': {
    rooms: ['@bonin/core', '@bonin/ledger', '@bonin/protocol'],
    libraries: [],
    node: false,
  },
  'packages/workflows': { rooms: ['@bonin/core'], libraries: [], node: false },
  'packages/engine': {
    rooms: ['@bonin/core'],
    libraries: ['onnxruntime-node', 'sharp'],
    node: true,
  },
  'packages/booth': {
    rooms: ['@bonin/core', '@bonin/engine', '@bonin/sealing', '@bonin/workflows'],
    libraries: [],
    node: true,
  },
  'packages/storage': {
    rooms: ['@bonin/core', '@bonin/workflows'],
    libraries: ['kysely', 'pg', '@electric-sql/pglite'],
    node: true,
  },
  // Runs in a browser too, where it stands in for a camera in a demonstration.
  'packages/simulated-person': { rooms: ['@bonin/core'], libraries: [], node: false },
  'packages/testkit': {
    rooms: [
      '@bonin/core',
      '@bonin/protocol',
      '@bonin/sealing',
      '@bonin/simulated-person',
      '@bonin/workflows',
    ],
    libraries: ['sharp'],
    node: true,
  },
  'apps/server': {
    rooms: [
      '@bonin/core',
      '@bonin/ledger',
      '@bonin/policies',
      '@bonin/protocol',
      '@bonin/workflows',
      '@bonin/sealing',
      '@bonin/booth',
      '@bonin/storage',
    ],
    libraries: [
      'fastify',
      '@fastify/websocket',
      '@fastify/static',
      'jose',
      'prom-client',
      'selfsigned',
      'zod',
      'ws',
    ],
    node: true,
  },
  'apps/applicant': {
    rooms: [
      '@bonin/core',
      '@bonin/ledger',
      '@bonin/protocol',
      '@bonin/sealing',
      '@bonin/simulated-person',
    ],
    libraries: ['preact'],
    node: false,
  },
  // Asks of a result what any mobile operator can: with the auditor as its library.
  'apps/demo-carrier': {
    rooms: ['@bonin/audit', '@bonin/core', '@bonin/protocol'],
    libraries: ['fastify', '@fastify/static', 'jose', 'preact', 'uqr'],
    node: true,
  },
  'apps/witness': { rooms: ['@bonin/ledger'], libraries: [], node: true },
  // Judges what the service did, so it shares nothing with the service but the format.
  'apps/audit': { rooms: ['@bonin/ledger'], libraries: ['jose'], node: true },
  'apps/cli': {
    rooms: [
      '@bonin/core',
      '@bonin/protocol',
      '@bonin/booth',
      '@bonin/ledger',
      '@bonin/policies',
      '@bonin/sealing',
      '@bonin/workflows',
    ],
    libraries: [],
    node: true,
  },
  evaluation: {
    rooms: [
      '@bonin/audit',
      '@bonin/core',
      '@bonin/engine',
      '@bonin/booth',
      '@bonin/ledger',
      '@bonin/policies',
      '@bonin/protocol',
      '@bonin/sealing',
      // What the ledger costs a service is measured at its own database.
      '@bonin/server',
      '@bonin/simulated-person',
      '@bonin/storage',
      '@bonin/testkit',
    ],
    libraries: ['sharp'],
    node: true,
  },
  proof: {
    rooms: [
      '@bonin/booth',
      '@bonin/core',
      // The page is walked through as in the journeys.
      '@bonin/e2e',
      // For the features of the planted faces.
      '@bonin/engine',
      '@bonin/protocol',
      // Its leaky build is the real service, composed here with leaks.
      '@bonin/server',
      '@bonin/simulated-person',
      '@bonin/storage',
      '@bonin/testkit',
      '@bonin/tools',
    ],
    // What a browser keeps is looked for in a real one.
    libraries: ['playwright-core', 'sharp'],
    node: true,
  },
  e2e: {
    rooms: [
      '@bonin/core',
      // For the landmarks of the faces that simulated people are made from.
      '@bonin/engine',
      '@bonin/simulated-person',
      '@bonin/testkit',
      '@bonin/protocol',
      '@bonin/sealing',
    ],
    libraries: ['playwright-core', 'rolldown', 'sharp'],
    node: true,
  },
  tools: {
    rooms: [
      '@bonin/core',
      '@bonin/booth',
      '@bonin/e2e',
      // For the landmarks of the face that a sample applicant is drawn from.
      '@bonin/engine',
      '@bonin/protocol',
      '@bonin/simulated-person',
      '@bonin/testkit',
    ],
    libraries: ['pacote', 'onnxruntime-node', 'vite'],
    node: true,
  },
};

/** One import that runs sideways or up. */
export interface FloorBreach {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly reason: string;
}

interface FoundImport {
  readonly specifier: string;
  readonly line: number;
  readonly typesOnly: boolean;
}

const IMPORT =
  /(?:^|[\n;])\s*(?:(import|export)\s+(type\s)?[^'"`;]*?from\s*|import\s*)['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Finds every static and dynamic import of a source text. Computed import paths are reported as `?`. */
export function importsOf(source: string): readonly FoundImport[] {
  const found: FoundImport[] = [];
  for (const match of source.matchAll(IMPORT)) {
    const specifier = match[3] ?? match[4];
    if (specifier === undefined) continue;
    const offset = match.index + match[0].lastIndexOf(specifier);
    found.push({
      specifier,
      line: source.slice(0, offset).split('\n').length,
      typesOnly: match[2] !== undefined,
    });
  }
  return found;
}

/** Lists every import of the checked rooms that the floor plan does not allow. */
export function findBreaches(root: string): readonly FloorBreach[] {
  const breaches: FloorBreach[] = [];
  for (const [room, rules] of Object.entries(ROOMS)) {
    for (const file of filesOf(root, room)) {
      if (isTest(file)) continue;
      const source = readFileSync(join(root, file), 'utf8');
      breaches.push(...environmentBreaches(file, source));
      for (const found of importsOf(source)) {
        const reason = reasonAgainst(root, room, rules, file, found);
        if (reason !== undefined) {
          breaches.push({ file, line: found.line, specifier: found.specifier, reason });
        }
      }
    }
  }
  return breaches;
}

function filesOf(root: string, room: string): readonly string[] {
  const inside = room.includes('/') || room === 'evaluation' ? '{src,web,bin}/**/' : '**/';
  return globSync(`${room}/${inside}*.{ts,tsx,mjs}`, { cwd: root }).filter(
    (file) => !file.includes('node_modules'),
  );
}

function environmentBreaches(file: string, source: string): readonly FloorBreach[] {
  if (!/^(packages|apps)\//.test(file) || READS_ENVIRONMENT.has(file)) return [];
  return source
    .split('\n')
    .flatMap((text, index) =>
      /\bprocess\.env\b/.test(text)
        ? [{ file, line: index + 1, specifier: 'process.env', reason: 'reads the environment' }]
        : [],
    );
}

/** Tests may reach for the test kit and for libraries that only drive a room. */
function isTest(file: string): boolean {
  return file.includes('.test.') || file.includes('/test/');
}

function reasonAgainst(
  root: string,
  room: string,
  rules: RoomRules,
  file: string,
  { specifier, typesOnly }: FoundImport,
): string | undefined {
  if (specifier.startsWith('.')) {
    const target = relative(root, resolve(root, file, '..', specifier));
    if (!target.startsWith(`${room}/`)) return 'leaves its room by a relative path';
    return room === 'packages/core' ? reasonInCore(file, target) : undefined;
  }
  if (specifier.startsWith('node:')) {
    const allowed = rules.node === true || (rules.node !== false && rules.node.includes(specifier));
    if (!allowed) return 'this room must not use node: modules';
    return reasonOfHome(room, specifier, file);
  }
  const name = packageOf(specifier);
  if (name.startsWith('@bonin/')) {
    if (!rules.rooms.includes(name)) return 'runs sideways or up';
    if (TYPES_ONLY[room]?.includes(name) === true && !typesOnly)
      return 'only types may be imported';
    return undefined;
  }
  if (!rules.libraries.includes(name)) return 'this library is not listed for this room';
  return reasonOfHome(room, name, file);
}

function reasonOfHome(room: string, name: string, file: string): string | undefined {
  const home = CONFINED[room]?.[name];
  return home !== undefined && !file.startsWith(home) ? `only ${home} may import it` : undefined;
}

function reasonInCore(file: string, target: string): string | undefined {
  const from = coreFolderOf(file);
  const to = coreFolderOf(target);
  // The door lists everything.
  if (from === to || file === 'packages/core/src/index.ts') return undefined;
  const fromFloor = CORE_FLOORS[from];
  const toFloor = CORE_FLOORS[to];
  if (fromFloor === undefined || toFloor === undefined) return 'a folder of core without a floor';
  return toFloor < fromFloor ? undefined : 'runs sideways or up inside core';
}

function coreFolderOf(file: string): string {
  const folder = relative('packages/core/src', dirname(file));
  return folder.split('/')[0] ?? '';
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
