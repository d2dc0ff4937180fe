import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseRoutePolicy, routePolicySchema } from './route-policy-document.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CHOICE = readFileSync(join(ROOT, 'policies/korea/4-choice-2026-07-06.json'), 'utf8');

/** The document of July with one member changed. */
function changed(path: string, value: unknown): unknown {
  const document = JSON.parse(CHOICE) as Record<string, unknown>;
  const members = path.split('.');
  const last = members.pop() ?? '';
  let at: Record<string, unknown> = document;
  for (const member of members) at = at[member] as Record<string, unknown>;
  at[last] = value;
  return document;
}

describe('a route policy document', () => {
  it('is read with its times as moments and durations', () => {
    const policy = parseRoutePolicy(JSON.parse(CHOICE));
    assert.equal(policy.from, Date.parse('2026-07-05T15:00:00Z'));
    const [rule] = policy.rules;
    assert.ok(rule?.terms.kind === 'required');
    assert.equal(rule.terms.lineLimit?.within, 30 * 24 * 3_600_000);
    const [condition] = rule.terms.afterFailure;
    assert.ok(condition?.kind === 'conditional-activation');
    assert.equal(condition.deadline, 3 * 24 * 3_600_000);
  });

  for (const [path, value, member = path] of [
    ['format', 'bonin-route-policy/2'],
    ['id', 'Not An Id'],
    ['version', 0],
    ['standing', 'in-force'],
    ['inForce.from', '2026-07-06'],
    ['inForce.until', '2026-07-06T00:00:00+09:00'],
    ['extra', 1, ''],
    ['rules', []],
    ['rules.0.when.channel', ['by-post'], 'rules.0.when.channel.0'],
    ['rules.0.when.channel', ['store', 'store']],
    ['rules.0.when.age', ['old'], 'rules.0.when'],
    ['rules.0.terms.routes', []],
    ['rules.0.terms.routes.0.route', 'Face'],
    ['rules.0.terms.routes.1.route', 'face', 'rules.0.terms.routes'],
    ['rules.0.terms.routes.0.attempts', { min: 4, max: 3, counts: ['rejected'] }],
    [
      'rules.0.terms.routes.0.attempts.counts',
      ['left'],
      'rules.0.terms.routes.0.attempts.counts.0',
    ],
    ['rules.0.terms.routes.0.lockout', 'P1M'],
    ['rules.0.terms.routes.0.lockout', 'PT'],
    ['rules.0.terms.routes.0.profiles', []],
    ['rules.0.terms.lineLimit.whenUnknown', 'hope'],
    ['rules.1.name', 'one-of-three-routes', 'rules'],
    ['texts', { consent: { ko: 'not a digest' } }, 'texts.consent.ko'],
  ] as const) {
    it(`is refused for ${path} = ${JSON.stringify(value)}, by the name of the member alone`, () => {
      assert.throws(() => parseRoutePolicy(changed(path, value)), {
        code: 'ROUTE_POLICY_MALFORMED',
        details: { member },
      });
    });
  }

  it('has the shape of the schema that its page shows', () => {
    const file = join(ROOT, 'docs/formats/route-policy.schema.json');
    assert.deepEqual(
      JSON.parse(readFileSync(file, 'utf8')),
      routePolicySchema(),
      'write it anew: node tools/formats/write-route-policy-schema.ts',
    );
  });
});
