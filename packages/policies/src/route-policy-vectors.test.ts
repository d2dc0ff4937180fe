import { CodedError, compilePolicy, decideRoute, type RouteDecision } from '@bonin/core';
import { parseRoutePolicy } from '@bonin/protocol';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseFacts, parseOperators, readSignedPolicy } from './index.ts';

const FOLDER = join(import.meta.dirname, '../../../vectors/route-policy');

interface Vector<Input, Expect> {
  readonly spec: string;
  readonly comment: string;
  readonly input: Input;
  readonly expect: Expect;
}

function read<Input, Expect>(name: string): Vector<Input, Expect> {
  const vector = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Vector<Input, Expect>;
  assert.deepEqual(Object.keys(vector), ['spec', 'comment', 'input', 'expect']);
  assert.equal(vector.spec, 'docs/formats/route-policy.md, version 1');
  return vector;
}

const named = (beginning: string) =>
  readdirSync(FOLDER).filter((name) => name.startsWith(beginning));

describe('vectors of route policies: decisions', () => {
  for (const name of named('decide-')) {
    it(name.slice('decide-'.length, -'.json'.length).replaceAll('-', ' '), () => {
      const { input, expect } = read<
        { readonly policy: unknown; readonly facts: object },
        RouteDecision
      >(name);
      // As a line of an export has them.
      const line = JSON.stringify({ registrationId: 'r', tenantId: 't', ...input.facts });
      const recorded = parseFacts(line);
      assert.ok(recorded);
      const compiled = compilePolicy(parseRoutePolicy(input.policy));
      assert.deepEqual(decideRoute(recorded.facts, compiled), expect);
    });
  }

  it('are all there', () => {
    assert.equal(named('decide-').length, 26);
  });
});

describe('vectors of route policies: signed notes', () => {
  for (const name of named('note-')) {
    it(name.slice('note-'.length, -'.json'.length).replaceAll('-', ' '), async () => {
      const { input, expect } = read<
        { readonly operators: string; readonly persons: number; readonly note: string },
        | { readonly signers: readonly string[]; readonly digest: string }
        | { readonly refused: string }
      >(name);
      const operators = parseOperators(input.operators, input.persons);
      if ('refused' in expect) {
        await assert.rejects(
          readSignedPolicy(input.note, operators),
          (error) => error instanceof CodedError && error.code === expect.refused,
        );
        return;
      }
      const { signers, digest } = await readSignedPolicy(input.note, operators);
      assert.deepEqual({ signers, digest }, expect);
    });
  }

  it('are all there', () => {
    assert.equal(named('note-').length, 6);
  });
});
