import type { ExceptionsResource, RegistrationResource } from '@bonin/protocol';
import { tenantId } from '@bonin/testkit';
import { parseRegistrationId } from '@bonin/core';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ruleNote, rulesEnvironment } from '../../test/rule-notes.ts';
import { HANBIT, OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';
import { carryOut } from '../commands/commands.ts';
import { readConfig } from '../config.ts';

/** A rule with an exception that two must agree to, and only on these grounds. */
const RULES = [
  {
    name: 'face-or-exception',
    when: { kind: ['new-line'] },
    terms: {
      kind: 'required',
      routes: [{ route: 'face', attempts: { min: 1, max: 3, counts: ['rejected'] } }],
      afterFailure: [{ kind: 'exception', grounds: ['face-rejected', 'disability'], persons: 2 }],
    },
  },
  {
    name: 'face-or-one-person',
    when: { kind: ['number-portability'] },
    terms: {
      kind: 'required',
      routes: [{ route: 'face', attempts: { min: 1, max: 3, counts: ['rejected'] } }],
      afterFailure: [{ kind: 'exception', grounds: ['disability'], persons: 1 }],
    },
  },
  { name: 'outside', when: {}, terms: { kind: 'not-required' } },
];

describe('exceptions from a rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-exceptions-'));
  const environment = rulesEnvironment(folder, [ruleNote({ rules: RULES })]);
  let service: TestServer;
  before(async () => {
    service = await startTestServer({ dataFolder: folder, storage: 'pglite', environment });
  });
  after(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  const act = async (id: string, payload: object, tenant = HANBIT) => {
    const response = await service.app.inject({
      method: 'POST',
      url: `/v1/registrations/${id}/exception`,
      headers: { authorization: `Bearer ${tenant.apiKey}` },
      payload,
    });
    return { status: response.statusCode, body: response.json<Answer>() };
  };
  type Answer = RegistrationResource & { readonly code?: string };
  const waiting = async (tenant = HANBIT) => {
    const response = await service.app.inject({
      url: '/v1/exceptions',
      headers: { authorization: `Bearer ${tenant.apiKey}` },
    });
    return response.json<ExceptionsResource>().waiting;
  };
  const ask = { act: 'ask', by: 'clerk-7', ground: 'disability' };

  it('lead to a line that somebody answers for, and never to a Y, when two have agreed', async () => {
    const { id } = await service.open();
    const asked = await act(id, { ...ask, note: 'no movement of the head' });
    assert.equal(asked.status, 200);
    assert.equal(asked.body.rule?.standing, 'open');
    assert.ok(asked.body.rule.grounds.includes('exception-incomplete'));
    assert.deepEqual(await waiting(), [id]);

    const granted = await act(id, { act: 'grant', by: 'manager-2' });
    const { rule, result, state } = granted.body;
    assert.equal(rule?.standing, 'excepted');
    assert.deepEqual(
      [rule.exception?.asked.by, rule.exception?.granted.map(({ by }) => by)],
      ['clerk-7', ['manager-2']],
    );
    assert.deepEqual([result, state], [undefined, 'awaiting-consent']);
    assert.deepEqual(await waiting(), []);
  });

  it('are not granted by the one who asked', async () => {
    const { id } = await service.open();
    await act(id, ask);
    const { status, body } = await act(id, { act: 'grant', by: 'clerk-7' });
    assert.deepEqual([status, body.code], [409, 'EXCEPTION_SAME_PERSON']);
  });

  it('are granted by asking where the rule says that one is enough', async () => {
    const { id } = await service.open({ body: { kind: 'number-portability' } });
    assert.equal((await act(id, ask)).body.rule?.standing, 'excepted');
  });

  it('can be refused, and asked for again', async () => {
    const { id } = await service.open();
    await act(id, ask);
    const refused = await act(id, { act: 'refuse', by: 'manager-2' });
    assert.equal(refused.body.rule?.standing, 'open');
    assert.equal(refused.body.rule.exception?.refused?.by, 'manager-2');
    assert.equal((await act(id, ask)).status, 200);
  });

  it('are not open on a ground that the rule does not name, or that is not true yet', async () => {
    const { id } = await service.open();
    for (const ground of ['injury', 'face-rejected']) {
      const { status, body } = await act(id, { ...ask, ground });
      assert.deepEqual([status, body.code], [409, 'EXCEPTION_NOT_OPEN']);
    }
    const outside = await service.open({ body: { kind: 'device-change' } });
    assert.equal((await act(outside.id, ask)).body.code, 'EXCEPTION_NOT_OPEN');
  });

  it('are refused in their order: nothing to grant, nothing to ask twice', async () => {
    const { id } = await service.open();
    const early = await act(id, { act: 'grant', by: 'manager-2' });
    assert.equal(early.body.code, 'EXCEPTION_NOT_ASKED');
    await act(id, ask);
    assert.equal((await act(id, ask)).body.code, 'EXCEPTION_ALREADY_ASKED');
  });

  it('take no malformed word, and quote none', async () => {
    const { id } = await service.open();
    for (const payload of [
      { ...ask, by: 'Kim Minsu' },
      { ...ask, ground: 'because' },
      { ...ask, note: 'x'.repeat(501) },
      { act: 'grant' },
      { act: 'delete', by: 'clerk-7' },
    ]) {
      const { status, body } = await act(id, payload);
      assert.deepEqual([status, body.code], [400, 'REQUEST_MALFORMED']);
      assert.ok(!JSON.stringify(body).includes('Minsu'));
    }
  });

  it('of another operator are not there', async () => {
    const { id } = await service.open();
    assert.equal((await act(id, ask, OTHER)).status, 404);
    await act(id, ask);
    assert.deepEqual(await waiting(OTHER), []);
  });

  it('let one of many through who grant at once', async () => {
    const { id } = await service.open();
    await act(id, ask);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) => act(id, { act: 'grant', by: `manager-${String(at)}` })),
    );
    assert.equal(all.filter(({ status }) => status === 200).length, 1);
    for (const { status, body } of all.filter((one) => one.status !== 200)) {
      assert.equal(status, 409);
      assert.match(body.code ?? '', /^(REGISTRATION_OVERTAKEN|EXCEPTION_NOT_ASKED)$/);
    }
  });

  it('are told to the ledger as commitments: neither who, nor why, nor whose', async () => {
    const { id } = await service.open();
    await act(id, { ...ask, note: 'no movement of the head' });
    const store = service.server.service.storage;
    assert.deepEqual(
      await store.exceptions.listNotes(tenantId(HANBIT.id), parseRegistrationId(id)),
      ['no movement of the head'],
    );
    await service.server.stop();
    const config = readConfig({ BONIN_DATA_FOLDER: folder, ...environment });
    const exported = join(folder, 'ledger');
    await carryOut({ kind: 'ledger-export', folder: exported }, config);
    const facts = await carryOut({ kind: 'facts-export' }, config);
    writeFileSync(join(folder, 'facts.jsonl'), facts);
    const openings = spawnSync('grep', ['-rlE', 'clerk-7|no movement|disability', exported]);
    assert.equal(openings.stdout.toString('utf8'), '');
    const line = facts.split('\n').find((one) => one.includes(id)) ?? '';
    const { exception } = JSON.parse(line) as {
      readonly exception: Readonly<Record<string, unknown>>;
    };
    assert.deepEqual([exception['ground'], exception['persons']], ['disability', 1]);
    assert.ok(!facts.includes('clerk-7'));
  });
});
