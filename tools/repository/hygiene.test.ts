import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(file: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Manifest;
}

const MANIFESTS = globSync('{.,packages/*,apps/*,evaluation,e2e,tools}/package.json', {
  cwd: ROOT,
});
const RUN_TIME = globSync('{packages,apps}/*/package.json', { cwd: ROOT }).concat(
  'tools/package.json',
);

const LOCK_FILES = globSync('{.,evaluation/peers}/package-lock.json', { cwd: ROOT });
const POLICIES = globSync('policies/*.json', { cwd: ROOT });

/** Text files that belong to the repository, tracked or about to be. */
function ownFiles(): readonly string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) =>
      /\.(ts|tsx|js|mjs|json|md|css|html|svg|sh|yml|yaml)$|^\.npmrc$|^\.ci\//.test(file),
    );
}

describe('the repository', () => {
  it('is looked at where it lies, with all its rooms', () => {
    // Every check below goes through a list; an empty one would let everything pass.
    assert.ok(MANIFESTS.length > 10, `${MANIFESTS.length} manifests`);
    assert.ok(RUN_TIME.length > 8, `${RUN_TIME.length} rooms that run`);
    assert.ok(ownFiles().length > 300, `${ownFiles().length} files`);
    assert.equal(LOCK_FILES.length, 2);
    assert.ok(POLICIES.length > 0);
  });

  it('pins every dependency to an exact version', () => {
    for (const file of MANIFESTS) {
      const { dependencies = {}, devDependencies = {} } = manifestOf(file);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${file}: ${name}`);
      }
    }
  });

  it('gives every run-time dependency its line of reasons', () => {
    const page = readFileSync(join(ROOT, 'docs/decisions/0002-dependencies.md'), 'utf8');
    for (const file of RUN_TIME) {
      for (const name of Object.keys(manifestOf(file).dependencies ?? {})) {
        if (name.startsWith('@bonin/')) continue;
        assert.ok(page.includes(`| \`${name}\` `), `${name} of ${file} has no line`);
      }
    }
  });

  it('records no download address in a lock file', () => {
    for (const file of LOCK_FILES) {
      assert.doesNotMatch(readFileSync(join(ROOT, file), 'utf8'), /"resolved": "https?:/, file);
    }
  });

  it('has every relative link of its pages lead somewhere', () => {
    const files = new Set(ownFiles());
    for (const file of [...files].filter((name) => name.endsWith('.md'))) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
        const path = join(dirname(file), target!);
        const found =
          files.has(path) || [...files].some((name) => name.startsWith(path.replace(/\/?$/, '/')));
        assert.ok(found, `${file} links to ${target!}`);
      }
    }
  });

  it('has every npm script that its pages and comments name', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = ownFiles().flatMap((file) =>
      [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /\bnpm run (?:--silent |-s )?([a-z][a-z:-]*)/g,
        ),
      ].map(([, name]) => ({ file, name: name! })),
    );
    assert.ok(named.length > 30, `${named.length} are named`);
    for (const { file, name } of named) {
      assert.ok(Object.hasOwn(scripts, name), `${file} names npm run ${name}`);
    }
  });

  it('ships no threshold without the report that measured it', () => {
    for (const file of POLICIES) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const calibrations = [...text.matchAll(/"calibration": "([^"]+)"/g)].map(([, id]) => id!);
      assert.ok(calibrations.length >= 2, file);
      for (const id of calibrations) {
        assert.ok(existsSync(join(ROOT, 'docs/performance', `${id}.md`)), `${file} names ${id}`);
      }
    }
  });

  it('has no file of its own ask for attention later', () => {
    const marker = new RegExp(['TO', 'DO|FIX', 'ME'].join(''));
    for (const file of ownFiles()) {
      assert.doesNotMatch(readFileSync(join(ROOT, file), 'utf8'), marker, file);
    }
  });
});
