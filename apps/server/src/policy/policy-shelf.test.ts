import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  CodedError,
  RegistrationError,
  instant,
  milliseconds,
  type DecisionPolicy,
} from '@bonin/core';
import { ProtocolError } from '@bonin/protocol';
import { memoryPolicyArchive, testPolicy } from '@bonin/testkit';
import { ServerError } from '../server-error.ts';
import { openPolicyShelf } from './policy-shelf.ts';

describe('policy shelf', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-policy-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const fileOf = (content: unknown): string => {
    const file = join(folder, 'policy.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const AT = instant(0);
  const first = testPolicy();
  const second: DecisionPolicy = { ...testPolicy({ attemptsMax: 5 }), version: 2 };

  it('puts the policy of the file in force and still knows the one before', async () => {
    const archive = memoryPolicyArchive();
    await openPolicyShelf(fileOf(first), archive, AT);
    const shelf = await openPolicyShelf(fileOf(second), archive, AT);
    assert.deepEqual(shelf.inForce(AT), second);
    assert.deepEqual(shelf.version({ id: 'test', version: 1 }), first);
    assert.throws(
      () => shelf.version({ id: 'test', version: 3 }),
      (error) => error instanceof RegistrationError && error.code === 'POLICY_NOT_IN_FORCE',
    );
  });

  it('learns of a policy that another node put in force', async () => {
    const archive = memoryPolicyArchive();
    const shelf = await openPolicyShelf(fileOf(first), archive, AT);
    await openPolicyShelf(fileOf(second), archive, AT);
    await shelf.refresh();
    assert.deepEqual(shelf.version({ id: 'test', version: 2 }), second);
  });

  it('knows all policies though one of those kept cannot be read', async () => {
    const archive = memoryPolicyArchive();
    for (const [version, document] of [
      [8, '{'],
      [9, '{"id":"test"}'],
    ] as const) {
      await archive.keep({ policy: { id: 'test', version }, document }, AT);
    }
    const shelf = await openPolicyShelf(fileOf(first), archive, AT);
    await openPolicyShelf(fileOf(second), archive, AT);
    const faults = await shelf.refresh();
    assert.deepEqual(
      faults.map((fault) => (fault instanceof CodedError ? String(fault.code) : 'none')),
      ['KEPT_POLICY_UNREADABLE', 'POLICY_MALFORMED'],
    );
    assert.deepEqual(shelf.version({ id: 'test', version: 2 }), second);
  });

  it('refuses a document that changed under the same version', async () => {
    const archive = memoryPolicyArchive();
    await openPolicyShelf(fileOf(first), archive, AT);
    const changed = testPolicy({ challengeLifetime: milliseconds(1) });
    await assert.rejects(
      openPolicyShelf(fileOf(changed), archive, AT),
      (error) => error instanceof RegistrationError && error.code === 'POLICY_VERSION_CHANGED',
    );
  });

  it('refuses a file that is missing, not JSON, or not a policy', async () => {
    const archive = memoryPolicyArchive();
    const unreadable = (error: unknown) =>
      error instanceof ServerError && error.code === 'POLICY_FILE_UNREADABLE';
    await assert.rejects(openPolicyShelf(join(folder, 'none'), archive, AT), unreadable);
    await assert.rejects(openPolicyShelf(fileOf('{'), archive, AT), unreadable);
    await assert.rejects(
      openPolicyShelf(fileOf({ ...first, version: 0 }), archive, AT),
      (error) => error instanceof ProtocolError && error.details['member'] === 'version',
    );
  });
});
