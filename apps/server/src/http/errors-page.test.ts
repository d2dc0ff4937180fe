import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ERROR_CATALOGUE } from '@bonin/protocol';
import { REPOSITORY_ROOT } from '../config.ts';

const ROW = /^\| `([A-Z_]+)` +\|(.*)\|$/gm;

const page = readFileSync(join(REPOSITORY_ROOT, 'docs/errors.md'), 'utf8');
const [publicPart = '', ...otherParts] = page.split(/^## (?!What leaves)/m);
const isCommandLine = (part: string) => part.startsWith('Command line');
const innerParts = otherParts.filter((part) => !isCommandLine(part));
const commandLineRows = rowsOf(otherParts.filter(isCommandLine).join('\n'));
const publicRows = rowsOf(publicPart);
const innerRows = rowsOf(innerParts.join('\n'));

/** Codes of all rooms but the command line, as their unions list them. */
function declaredCodes(): ReadonlySet<string> {
  const rooms = '{packages/*,apps/server,apps/witness,apps/audit,apps/demo-carrier}';
  const files = globSync(`${rooms}/src/**/*-error.ts`, { cwd: REPOSITORY_ROOT });
  const codes = files.flatMap((file) => {
    const text = readFileSync(join(REPOSITORY_ROOT, file), 'utf8');
    const union = /ErrorCode =([^;]*);/.exec(text)?.[1] ?? '';
    return [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code ?? '');
  });
  return new Set(codes);
}

describe('the page of errors', () => {
  it('has a row for every code that leaves the service, with its status, and no other', () => {
    assert.deepEqual([...publicRows.keys()], Object.keys(ERROR_CATALOGUE));
    for (const [code, cells] of publicRows) {
      const entry = ERROR_CATALOGUE[code as keyof typeof ERROR_CATALOGUE];
      assert.equal(cells[0], String(entry.status), code);
      assert.equal(cells[2], entry.retryable ? 'yes' : 'no', code);
      assert.equal(cells[3], entry.message, code);
    }
  });

  it('has a row for every code inside, and for none that no longer exists', () => {
    const declared = declaredCodes();
    assert.ok(declared.size > 40);
    for (const code of declared) {
      assert.ok(publicRows.has(code) || innerRows.has(code), `${code} has no row`);
    }
    for (const code of innerRows.keys()) assert.ok(declared.has(code), `${code} does not exist`);
  });

  it('says each thing once', () => {
    // By heading, as a picture that cannot be read is a code of a booth and of the command line.
    for (const part of [publicPart, ...otherParts]) {
      const codes = codesOf(part);
      assert.deepEqual(codes, [...new Set(codes)]);
    }
    const inside = codesOf(innerParts.join('\n'));
    assert.deepEqual(inside, [...new Set(inside)]);
  });

  it('has a row for every code of the command line that has a sentence of its own', () => {
    const sentences = readFileSync(
      join(REPOSITORY_ROOT, 'apps/cli/src/wording/english.ts'),
      'utf8',
    );
    const codes = [...sentences.matchAll(/^\s+([A-Z][A-Z_]+):/gm)].map(([, code]) => code);
    assert.ok(codes.length > 10);
    for (const code of codes)
      assert.ok(commandLineRows.has(code ?? ''), `${code ?? ''} has no row`);
  });
});

function codesOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(ROW)].map(([, code = '']) => code);
}

/** Cells after the code, by code. */
function rowsOf(markdown: string): ReadonlyMap<string, readonly string[]> {
  const rows = [...markdown.matchAll(ROW)];
  return new Map(
    rows.map(([, code = '', rest = '']) => [code, rest.split('|').map((cell) => cell.trim())]),
  );
}
