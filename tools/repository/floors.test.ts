import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOMS, findBreaches, importsOf } from './floors.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function breachesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'bonin-floors-'));
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), source);
    }
    return findBreaches(root).map(({ file, line, reason }) => `${file}:${line} ${reason}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('the floor check', () => {
  it('finds no import of this repository that runs sideways or up', () => {
    const lines = findBreaches(ROOT).map(
      ({ file, line, specifier, reason }) => `${file}:${line} imports ${specifier}: ${reason}`,
    );
    assert.deepEqual(lines, []);
  });

  it('knows every workspace', () => {
    const rooms = globSync('{packages/*,apps/*,evaluation,proof,e2e,tools}/package.json', {
      cwd: ROOT,
    }).map((file) => dirname(file));
    assert.deepEqual(rooms.sort(), Object.keys(ROOMS).sort());
  });

  it('lists for each room only what the package.json of that room lists', () => {
    for (const [room, rules] of Object.entries(ROOMS)) {
      const manifest = JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      };
      const listed = new Set([
        ...Object.keys(manifest.dependencies ?? {}),
        ...Object.keys(manifest.devDependencies ?? {}),
      ]);
      for (const name of [...rules.rooms, ...rules.libraries]) {
        assert.ok(listed.has(name), `${room} may import ${name} but does not list it`);
      }
    }
  });

  it('names the line of an import that runs up', () => {
    assert.deepEqual(
      breachesOf({
        'packages/core/src/a.ts': "export const a = 1;\nimport { b } from '@bonin/engine';\n",
      }),
      ['packages/core/src/a.ts:2 runs sideways or up'],
    );
  });

  it('names an import that leaves its room by a relative path', () => {
    assert.deepEqual(
      breachesOf({ 'apps/server/src/a.ts': "import '../../../packages/engine/src/index.ts';" }),
      ['apps/server/src/a.ts:1 leaves its room by a relative path'],
    );
  });

  it('names a dynamic import, a re-export and an import over several lines', () => {
    assert.deepEqual(
      breachesOf({
        'packages/core/src/a.ts': "const a = await import('node:fs');",
        'packages/core/src/b.ts': "export { x } from 'zod';",
        'packages/core/src/c.ts': "import {\n  x,\n  y,\n} from '@bonin/protocol';",
      }),
      [
        'packages/core/src/a.ts:1 this room must not use node: modules',
        'packages/core/src/b.ts:1 this library is not listed for this room',
        'packages/core/src/c.ts:4 runs sideways or up',
      ],
    );
  });

  it('lets an adapter import the types of a port, and no more than the types', () => {
    assert.deepEqual(
      breachesOf({
        'packages/storage/src/a.ts': "import type { Clock } from '@bonin/workflows';",
        'packages/storage/src/b.ts': "import { takeStep } from '@bonin/workflows';",
      }),
      ['packages/storage/src/b.ts:1 only types may be imported'],
    );
  });

  it('keeps the inference runtime in one folder', () => {
    assert.deepEqual(
      breachesOf({
        'packages/engine/src/runtime/session.ts': "import * as ort from 'onnxruntime-node';",
        'packages/engine/src/features/a.ts': "import * as ort from 'onnxruntime-node';",
      }),
      ['packages/engine/src/features/a.ts:1 only packages/engine/src/runtime/ may import it'],
    );
  });

  it('keeps image bytes in one folder, and the environment in named files', () => {
    assert.deepEqual(
      breachesOf({
        'packages/engine/src/quality/a.ts': "import sharp from 'sharp';",
        'packages/storage/src/b.ts': "export const a = 1;\nconst url = process.env['X'];",
      }),
      [
        'packages/engine/src/quality/a.ts:1 only packages/engine/src/image/ may import it',
        'packages/storage/src/b.ts:2 reads the environment',
      ],
    );
  });

  it('holds the rooms beside the house to their lists too', () => {
    assert.deepEqual(
      breachesOf({
        'evaluation/src/a.ts': "import { x } from '@bonin/workflows';",
        'tools/a/b.ts': "import { x } from '@bonin/storage';",
        'e2e/a.ts': "import { x } from '@bonin/storage';",
      }),
      [
        'evaluation/src/a.ts:1 runs sideways or up',
        'e2e/a.ts:1 runs sideways or up',
        'tools/a/b.ts:1 runs sideways or up',
      ],
    );
  });

  it('holds the floors inside core', () => {
    assert.deepEqual(
      breachesOf({
        'packages/core/src/biometrics/a.ts': "import { p } from '../policy/p.ts';",
        'packages/core/src/policy/b.ts': "import { a } from '../biometrics/a.ts';",
      }),
      ['packages/core/src/biometrics/a.ts:1 runs sideways or up inside core'],
    );
  });

  it('keeps the server from the engine', () => {
    assert.equal(ROOMS['apps/server']?.rooms.includes('@bonin/engine'), false);
  });

  it('reads imports of types as types', () => {
    assert.deepEqual(importsOf("import type { A } from 'a';\nimport { B } from 'b';"), [
      { specifier: 'a', line: 1, typesOnly: true },
      { specifier: 'b', line: 2, typesOnly: false },
    ]);
  });
});
