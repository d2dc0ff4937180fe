/** Whatever is done to a ledger, the auditor says what. */
import assert from 'node:assert/strict';
import { readFile, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commitToStatement, toMinute } from '@bonin/ledger';
import {
  FINDINGS,
  auditExport,
  type AuditReport,
  type AuditRequest,
  type FindingName,
} from '@bonin/audit';
import { ASK_NOTHING } from '../src/trust/trust-policy.ts';
import {
  BUILD,
  MINUTE,
  POLICY,
  START,
  SmallService,
  THRESHOLDS,
  makeKeys,
  servedBy,
} from './small-service.ts';

const keys = await makeKeys();
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function audit(
  service: SmallService,
  folder: string,
  more: Partial<AuditRequest> = {},
): Promise<AuditReport> {
  folders.push(folder);
  return auditExport({
    folder,
    policy: keys.policy,
    builds: new Set([BUILD]),
    now: service.now,
    ...more,
  });
}

/** Asserts that an audit names exactly these things, and ends as the worst of them asks. */
function assertNamed(report: AuditReport, ...names: FindingName[]): void {
  assert.deepEqual(Object.keys(report.found).sort(), names.sort());
  const kinds = names.map((name) => FINDINGS[name][0]);
  const [first = 'holds'] = kinds;
  assert.equal(report.verdict, kinds.includes('disproved') ? 'disproved' : first);
}

async function aFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bonin-audit-file-'));
  folders.push(folder);
  const file = join(folder, 'one');
  await writeFile(file, text);
  return file;
}

async function aFolderOf(...texts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bonin-audit-receipts-'));
  folders.push(folder);
  for (const [at, text] of texts.entries()) await writeFile(join(folder, `${at}.tlog-proof`), text);
  return folder;
}

describe('an untouched ledger', () => {
  it('holds, and the auditor says how much was gone through', async () => {
    const service = await servedBy(keys);
    const receiptFolder = await aFolderOf(await service.receipt(9), await service.receipt(303));
    const report = await audit(service, await service.export(), {
      receiptFolder,
      known: [await aFile(service.checkpoints[3]!)],
      freshWithin: 60 * MINUTE,
    });
    assert.deepEqual(report.found, {});
    assert.equal(report.verdict, 'holds');
    assert.deepEqual(report.counts, {
      leaves: 304,
      opened: 304,
      erased: 0,
      result: 100,
      deletion: 100,
      'attempt-opened': 100,
      policy: 1,
      threshold: 2,
      'key-change': 1,
      exception: 0,
      incident: 0,
      page: 0,
      attemptsUnderWay: 0,
      tokens: 100,
      checkpoints: 11,
      checkpointsWitnessed: 11,
      receipts: 2,
      knownCheckpoints: 1,
    });
  });

  it('holds after the salts of whole registrations were destroyed, and says how many leaves are erased', async () => {
    const service = await servedBy(keys);
    const openings = service.kept.map((kept, index) =>
      index >= 4 && index < 94 ? undefined : kept,
    );
    const report = await audit(service, await service.export(openings));
    assert.deepEqual([report.found, report.counts['erased']], [{}, 90]);
  });

  it('tells exceptions and incidents by their words', async () => {
    const service = await servedBy(keys, 10);
    const at = toMinute(service.now);
    const reportDigest = 'e5'.repeat(32);
    for (const matter of ['booth-fault', 'booth-fault', 'isolation-reduced']) {
      service.state({ kind: 'incident', at, matter, reportDigest });
    }
    const reasonDigest = reportDigest;
    service.state({
      kind: 'exception',
      at,
      act: 'salts-destroyed',
      office: 'operator',
      reasonDigest,
    });
    await service.publish();
    const { verdict, counts } = await audit(service, await service.export());
    assert.equal(verdict, 'holds');
    assert.deepEqual(
      [
        'incident',
        'incident booth-fault',
        'incident isolation-reduced',
        'exception salts-destroyed',
      ].map((word) => counts[word]),
      [3, 2, 1, 1],
    );
  });

  it('holds where checkpoints without witnesses lie before one that has them', async () => {
    const service = await servedBy(keys, 10);
    service.checkpoints.splice(-1, 0, await service.sign(0));
    await service.serve(11);
    await service.publish();
    const report = await audit(service, await service.export());
    assert.deepEqual([report.verdict, report.found], ['holds', {}]);
    assert.equal(report.counts['checkpoints'], report.counts['checkpointsWitnessed']! + 1);
  });

  it('holds while an attempt is under way', async () => {
    const service = await servedBy(keys, 10);
    service.openAttempt(11);
    await service.publish();
    const report = await audit(service, await service.export());
    assert.deepEqual([report.verdict, report.counts['attemptsUnderWay']], ['holds', 1]);
  });
});

describe('a changed leaf', () => {
  it('is named in the bundle alone, and in a tree that was made anew', async () => {
    const service = await servedBy(keys);
    const folder = await service.export();
    const bundle = join(folder, 'tile/entries/000');
    const bytes = await readFile(bundle);
    bytes[1 * 34 + 10]! ^= 1;
    await writeFile(bundle, bytes);
    // It was the policy's, under which all that follows happened.
    const names = ['leaf-changed', 'policy-not-in-ledger', 'tree-rewritten'] as const;
    assertNamed(await audit(service, folder), ...names, 'tile-changed');

    const openings = structuredClone(service.kept);
    service.kept[1]!.leaf = new Uint8Array(32).fill(9);
    service.rebuild();
    assertNamed(await audit(service, await service.export(openings)), ...names);
  });

  it('is named when its statement was changed with it and everything was signed again, by who kept a checkpoint or receipt', async () => {
    const service = await servedBy(keys);
    const [known, receipt] = [service.checkpoints[5]!, await service.receipt(53)];
    const other = new SmallService(keys);
    other.kept.push(...structuredClone(service.kept));
    const victim = other.kept[53]!;
    assert.ok(victim.statement.kind === 'deletion');
    victim.statement = { ...victim.statement, symbolsSaid: 3 };
    victim.leaf = commitToStatement(victim.statement, victim.salt);
    other.now = service.now;
    await other.publish();
    const folder = await other.export();
    // With the witnesses' help nothing inside gives it away; what others kept does.
    assert.equal((await audit(other, folder)).verdict, 'holds');
    assertNamed(
      await audit(other, folder, { known: [await aFile(known)] }),
      'known-checkpoint-contradicted',
    );
    assertNamed(
      await audit(other, folder, { receiptFolder: await aFolderOf(receipt) }),
      'receipt-contradicted',
    );
    // Without it, the witnesses' names are missing.
    other.checkpoints = [await other.sign(0)];
    assertNamed(await audit(other, await other.export()), 'not-witnessed');
  });

  it('is named when only a tile was changed', async () => {
    const service = await servedBy(keys);
    const folder = await service.export();
    const bytes = await readFile(join(folder, 'tile/0/001.p/48'));
    bytes[5]! ^= 1;
    await writeFile(join(folder, 'tile/0/001.p/48'), bytes);
    assertNamed(await audit(service, folder), 'tile-changed');
  });
});

describe('a deleted leaf', () => {
  it('is named, with its place', async () => {
    const service = await servedBy(keys);
    const openings = [...service.kept];
    service.kept.splice(152, 1);
    service.rebuild();
    const report = await audit(service, await service.export(openings));
    assert.ok(report.verdict === 'disproved' && report.found['tree-rewritten'] !== undefined);
    assert.equal(report.found['leaf-deleted'], 1);
    assert.deepEqual(report.findings.find(({ name }) => name === 'leaf-deleted')?.place, {
      index: 152,
    });
    assert.equal(report.found['leaf-moved'], 150);
  });

  it('is named when its opening went with it: the signed root needs it', async () => {
    const service = await servedBy(keys);
    service.kept.splice(152, 1);
    service.rebuild();
    const report = await audit(service, await service.export());
    assert.ok(report.found['tree-rewritten'] !== undefined);
    assert.ok(report.found['truncated'] !== undefined);
  });
});

describe('leaves in another order', () => {
  it('are named, with where they belong', async () => {
    const service = await servedBy(keys);
    const openings = [...service.kept];
    [service.kept[22], service.kept[202]] = [service.kept[202]!, service.kept[22]!];
    service.rebuild();
    const report = await audit(service, await service.export(openings));
    // Whose opening does not fit counts as not opened, so its deletion stands alone.
    assertNamed(report, 'leaf-moved', 'tree-rewritten', 'deletion-without-attempt');
    assert.deepEqual(
      report.findings.filter(({ name }) => name === 'leaf-moved').map(({ place }) => place),
      [
        { index: 22, to: 202 },
        { index: 202, to: 22 },
      ],
    );
  });
});

describe('a truncated ledger', () => {
  it('is named when the last leaves are gone', async () => {
    const service = await servedBy(keys);
    const folder = await service.export();
    await unlink(join(folder, 'tile/entries/001.p/48'));
    const report = await audit(service, folder);
    assert.ok(report.found['truncated'] === 1 && report.found['tree-rewritten'] !== undefined);
  });

  it('is named when the export claims fewer leaves than were signed', async () => {
    const service = await servedBy(keys);
    service.rebuild(292);
    const report = await audit(service, await service.export(service.kept.slice(0, 292)));
    assert.ok(report.found['truncated'] !== undefined);
  });
});

describe('a fork', () => {
  it('is named when two checkpoints of one size differ, and when an older one is no beginning', async () => {
    const service = await servedBy(keys, 30);
    const other = await servedBy(keys, 20);
    service.checkpoints.splice(2, 0, other.checkpoints[1]!);
    assertNamed(await audit(service, await service.export()), 'fork');
    const third = new SmallService(keys);
    third.begin();
    third.openAttempt(1);
    const strange = await third.publish();
    service.checkpoints = [
      strange,
      ...service.checkpoints.filter((each) => each !== other.checkpoints[1]).slice(1),
    ];
    assertNamed(await audit(service, await service.export()), 'fork');
  });
});

describe('a ledger that was rolled back', () => {
  it('is named by who saw more: a checkpoint, a receipt, a token or an opening', async () => {
    const service = await servedBy(keys);
    const [known, receipt, openings] = [
      service.checkpoints.at(-1)!,
      await service.receipt(303),
      [...service.kept],
    ];
    service.checkpoints = service.checkpoints.slice(0, 6);
    service.kept.length = 154;
    service.rebuild();
    const bare = await service.export();
    // By itself a shorter history is a history.
    assert.equal((await audit(service, bare)).verdict, 'holds');
    assertNamed(await audit(service, bare, { known: [await aFile(known)] }), 'rolled-back');
    assertNamed(
      await audit(service, bare, { receiptFolder: await aFolderOf(receipt) }),
      'rolled-back',
    );
    assertNamed(await audit(service, await service.export(openings)), 'rolled-back');
  });

  it('is named when its checkpoints step back', async () => {
    const service = await servedBy(keys, 30);
    const all = await servedBy(keys, 30);
    all.rebuild(33);
    const back = await all.sign();
    service.checkpoints.splice(3, 0, back);
    const report = await audit(service, await service.export());
    assert.ok(report.found['rolled-back'] !== undefined);
  });
});

describe('an old checkpoint in place of a new one', () => {
  it('is named in the list, and as a head that nobody has signed lately', async () => {
    const service = await servedBy(keys, 50);
    service.checkpoints.splice(4, 0, service.checkpoints[1]!);
    assertNamed(await audit(service, await service.export()), 'checkpoint-replayed');
    const idle = await servedBy(keys, 50);
    const later = { now: idle.now + 48 * 60 * MINUTE, freshWithin: 24 * 60 * MINUTE };
    assertNamed(await audit(idle, await idle.export(), later), 'head-stale');
  });
});

describe('swapped keys', () => {
  it('are named: of the log, of the witnesses, of the results', async () => {
    const theirs = await makeKeys();
    const swapped = await servedBy(theirs, 20);
    assertNamed(await audit(swapped, await swapped.export()), 'log-key-unknown');
    const halfSwapped = await servedBy({ ...theirs, log: keys.log }, 20);
    assertNamed(await audit(halfSwapped, await halfSwapped.export()), 'not-witnessed');
    // A result signed by a key that the ledger never said was in use, and which the export's key set has.
    const service = new SmallService(keys);
    service.begin();
    service.openAttempt(1);
    service.endAttempt(1);
    await service.giveResult(1, {}, theirs.results);
    await service.publish();
    const folder = await service.export();
    assertNamed(await audit(service, folder), 'token-key-unknown');
    const keySet = { keys: [keys.results.jwk, theirs.results.jwk] };
    assertNamed(await audit(service, folder, { keySet }), 'token-key-not-in-ledger');
    // The right name on the wrong key.
    const misnamed = { keys: [{ ...theirs.results.jwk, kid: keys.results.kid }] };
    const right = await servedBy(keys, 10);
    assertNamed(
      await audit(right, await right.export(), { keySet: misnamed }),
      'token-key-unknown',
    );
  });

  it('are named when a retired key signs on', async () => {
    const service = await servedBy(keys, 10);
    service.state({
      kind: 'key-change',
      at: toMinute(service.now),
      change: 'retired',
      use: 'results',
      key: keys.results.kid,
    });
    await service.serve(11);
    await service.publish();
    assertNamed(await audit(service, await service.export()), 'token-key-not-in-ledger');
  });

  it('are named when a signature was put under another text', async () => {
    const service = await servedBy(keys, 20);
    service.checkpoints[1] = service.checkpoints[1]!.replace('\n34\n', '\n33\n');
    assertNamed(await audit(service, await service.export()), 'checkpoint-signature-invalid');
  });
});

describe('a wrong date', () => {
  it('is named: earlier than what was signed before it, or than its neighbours', async () => {
    const service = await servedBy(keys, 20);
    service.state({
      kind: 'incident',
      at: toMinute(START),
      matter: 'late-word',
      reportDigest: 'ee'.repeat(32),
    });
    await service.publish();
    assertNamed(await audit(service, await service.export()), 'back-dated');
  });

  it('is named: later than when the witnesses signed', async () => {
    const service = await servedBy(keys, 10);
    service.state({
      kind: 'incident',
      at: toMinute(service.now + 60 * MINUTE),
      matter: 'early-word',
      reportDigest: 'ee'.repeat(32),
    });
    await service.publish();
    assertNamed(await audit(service, await service.export()), 'post-dated');
  });
});

describe('what statements say of one another', () => {
  it('is held against the rules: every attempt ends once, a registration has one result, a Y had an attempt', async () => {
    const cases: [FindingName, (service: SmallService) => unknown][] = [
      ['deletion-without-attempt', (service) => service.endAttempt(99)],
      ['second-deletion', (service) => service.endAttempt(3)],
      ['second-result', (service) => service.giveResult(3)],
      ['result-without-attempt', (service) => service.giveResult(98)],
      [
        'token-contradicts-statement',
        async (service) => {
          service.openAttempt(97);
          service.endAttempt(97);
          await service.giveResult(97, { result: 'N', ground: 'attempts-exhausted' });
        },
      ],
      [
        'build-unknown',
        (service) => {
          service.openAttempt(96);
          service.endAttempt(96, { buildDigest: 'f0'.repeat(32) });
        },
      ],
      [
        'attempt-without-deletion',
        (service) => {
          service.openAttempt(95);
          service.now += 120 * MINUTE;
        },
      ],
    ];
    for (const [name, act] of cases) {
      const service = await servedBy(keys, 10);
      await act(service);
      await service.publish();
      assertNamed(await audit(service, await service.export()), name);
    }
  });

  it('is held against the tokens', async () => {
    const service = await servedBy(keys, 10);
    const [a, b] = service.kept.filter(({ token }) => token !== undefined);
    const exchanged = service.kept.map((kept) => (kept === a ? { ...a, token: b!.token! } : kept));
    assertNamed(await audit(service, await service.export(exchanged)), 'token-differs');
    const moved = service.kept.map((kept, at) => (at === 0 ? { ...kept, token: a!.token! } : kept));
    assertNamed(await audit(service, await service.export(moved)), 'token-unexpected');
  });
});

describe('what tokens tell of their policy', () => {
  const [comparison, attackDetection] = THRESHOLDS;
  const lowered = { ...comparison, minimum: '0.31' };

  /** What is found of a service that has served three, and a fourth in this way. */
  async function foundAfter(
    act: (service: SmallService) => unknown,
    beginning: (service: SmallService) => unknown = (service) => service.begin(),
  ): Promise<AuditReport> {
    const service = new SmallService(keys);
    beginning(service);
    for (const number of [1, 2, 3]) await service.serve(number);
    service.openAttempt(90);
    service.endAttempt(90);
    await act(service);
    await service.publish();
    return audit(service, await service.export());
  }

  it('is held against what the ledger told of that policy: a token signed with other thresholds is named', async () => {
    const others: Readonly<Record<string, unknown>> = {
      lower: [lowered, attackDetection],
      higher: [{ ...comparison, minimum: '0.99' }, attackDetection],
      'spelt in another way': [{ ...comparison, minimum: '0.580' }, attackDetection],
      'on another scale': [{ ...comparison, scale: 'another-network' }, attackDetection],
      'two for the same': [comparison, lowered, attackDetection],
      'one of two': [comparison],
      'one that the ledger does not have': [
        comparison,
        attackDetection,
        { ...lowered, decides: 'document' },
      ],
      none: [],
      'no list': '0.58',
      'a number in place of a text': [{ ...comparison, minimum: 0.58 }, attackDetection],
    };
    for (const [what, thresholds] of Object.entries(others)) {
      const report = await foundAfter((service) => service.giveResult(90, { thresholds }));
      assert.deepEqual(
        [report.verdict, report.found],
        ['disproved', { 'token-thresholds-differ': 1 }],
        what,
      );
      assert.deepEqual(report.findings[0]!.place, { index: 15 });
    }
    const inAnotherOrder = [attackDetection, comparison];
    const same = await foundAfter((service) =>
      service.giveResult(90, { thresholds: inAnotherOrder }),
    );
    assertNamed(same);
  });

  it('is held against the version that the token names, and not against another that was in force', async () => {
    const earlier = { ...POLICY, version: POLICY.version - 1 };
    const thresholds = [lowered, attackDetection];
    const report = await foundAfter(
      (service) => service.giveResult(90, { thresholds }),
      (service) => {
        service.begin();
        service.putInForce({ policy: earlier, policyDigest: 'd4'.repeat(32), thresholds });
      },
    );
    assertNamed(report, 'token-thresholds-differ');
  });

  it('is not what counts where the token itself is not that of its leaf', async () => {
    const service = await servedBy(keys, 10);
    const other = new SmallService(keys);
    other.now = START + MINUTE;
    await other.giveResult(1, { thresholds: [lowered, attackDetection] });
    const [result] = service.kept.filter(({ token }) => token !== undefined);
    const exchanged = service.kept.map((kept) =>
      kept === result ? { ...kept, token: other.kept[0]!.token! } : kept,
    );
    assertNamed(await audit(service, await service.export(exchanged)), 'token-differs');
  });

  it('of attack detection is held against other tokens of that policy', async () => {
    const report = await foundAfter((service) =>
      service.giveResult(90, { attackDetection: 'passive-only' }),
    );
    assertNamed(report, 'token-attack-detection-differs');
    assert.deepEqual(report.findings[0]!.place, { index: 15 });
  });

  it('could not be checked where a token or the ledger does not tell it', async () => {
    const cases: Partial<Record<FindingName, AuditReport>>[] = [
      {
        'token-thresholds-not-compared': await foundAfter((service) =>
          service.giveResult(90, { thresholds: undefined }),
        ),
      },
      {
        'token-attack-detection-not-told': await foundAfter((service) =>
          service.giveResult(90, { attackDetection: undefined }),
        ),
      },
      {
        'token-thresholds-not-compared': await foundAfter(
          (service) => service.giveResult(90),
          (service) => {
            service.begin();
            service.kept.splice(-THRESHOLDS.length);
          },
        ),
      },
    ];
    for (const [name, report] of cases.flatMap((each) => Object.entries(each))) {
      assert.deepEqual([report.verdict, Object.keys(report.found)], ['could-not-check', [name]]);
    }
  });

  it('is named also among so many that they are checked side by side', async () => {
    const many = 2_300;
    const service = new SmallService(keys);
    service.begin();
    for (let number = 1; number <= many; number += 1) {
      service.openAttempt(number);
      service.endAttempt(number);
      const claims =
        number === many
          ? { thresholds: [lowered, attackDetection], attackDetection: 'passive-only' }
          : {};
      await service.giveResult(number, claims);
    }
    await service.publish();
    const report = await audit(service, await service.export(), {
      trust: { ...ASK_NOTHING, audience: 'another-carrier' },
    });
    assert.deepEqual(report.found, {
      'audience-differs': many,
      'token-thresholds-differ': 1,
      'token-attack-detection-differs': 1,
    });
    const last = { index: service.kept.length - 1 };
    const places = report.findings.filter(({ name }) => name.startsWith('token-'));
    assert.deepEqual(
      places.map(({ place }) => place),
      [last, last],
    );
  });
});

describe('a policy in the ledger', () => {
  it('may come back into force as it was, and is named when it comes back as another', async () => {
    const [comparison, attackDetection] = THRESHOLDS;
    const cases: [FindingName | undefined, Parameters<SmallService['putInForce']>[0]][] = [
      [undefined, {}],
      ['policy-changed', { policyDigest: 'd4'.repeat(32) }],
      ['policy-changed', { thresholds: [{ ...comparison, minimum: '0.31' }, attackDetection] }],
    ];
    for (const [name, change] of cases) {
      const service = await servedBy(keys, 10);
      service.putInForce(change);
      await service.publish();
      assertNamed(
        await audit(service, await service.export()),
        ...(name === undefined ? [] : [name]),
      );
    }
  });

  it('is the one under which the booths of its attempts ended', async () => {
    const service = await servedBy(keys, 10);
    service.openAttempt(90);
    service.endAttempt(90, { policyDigest: 'd4'.repeat(32) });
    await service.publish();
    assertNamed(await audit(service, await service.export()), 'policy-digest-differs');
  });
});

describe('what could not be checked', () => {
  it('is another verdict than disproved', async () => {
    const service = await servedBy(keys, 10);
    const cases: [FindingName, () => Promise<AuditReport>][] = [
      [
        'builds-not-given',
        async () => audit(service, await service.export(), { builds: undefined }),
      ],
      [
        'token-missing',
        async () => {
          const openings = service.kept.map(({ statement, salt, leaf }) => ({
            statement,
            salt,
            leaf,
          }));
          return audit(service, await service.export(openings));
        },
      ],
      [
        'tile-missing',
        async () => {
          const folder = await service.export();
          await unlink(join(folder, 'tile/0/000.p/34'));
          return audit(service, folder);
        },
      ],
      ...['export.json', 'jwks.json', 'checkpoints.jsonl', 'openings.jsonl', 'tokens.jsonl'].map(
        (file): [FindingName, () => Promise<AuditReport>] => [
          'export-unreadable',
          async () => {
            const folder = await service.export();
            await unlink(join(folder, file));
            return audit(service, folder);
          },
        ],
      ),
    ];
    for (const [name, act] of cases) {
      const report = await act();
      assert.deepEqual([report.verdict, Object.keys(report.found)], ['could-not-check', [name]]);
    }
  });
});

describe('an export that is nonsense in places', () => {
  it('is disproved by name, and never brings the auditor down', async () => {
    const cases: [string, (text: string) => string, FindingName][] = [
      ['openings.jsonl', (text) => `${text}{"index":1}\n`, 'opening-malformed'],
      ['openings.jsonl', (text) => `nonsense\n${text}`, 'opening-malformed'],
      [
        'openings.jsonl',
        (text) => text.replace('incident', 'accident').replace('"index":5', '"index":4'),
        'opening-malformed',
      ],
      ['tokens.jsonl', (text) => `[]\n${text}`, 'token-unexpected'],
      ['tokens.jsonl', (text) => text.replace(/"token":"ey/, '"token":"'), 'token-differs'],
      ['checkpoints.jsonl', (text) => `{"checkpoint":7}\n${text}`, 'checkpoint-malformed'],
      ['export.json', (text) => text.replace('ledger.example', 'other.example'), 'origin-differs'],
      ['tile/entries/000.p/34', () => 'nonsense', 'leaf-malformed'],
    ];
    const service = await servedBy(keys, 10);
    for (const [file, change, name] of cases) {
      const folder = await service.export();
      const path = join(folder, file);
      await writeFile(path, change(await readFile(path, 'latin1')), 'latin1');
      const report = await audit(service, folder);
      assert.ok(
        report.found[name] !== undefined && report.verdict === 'disproved',
        `${file}: ${JSON.stringify(report.found)}`,
      );
    }
  });
});

describe('a policy that the ledger was not told of', () => {
  it('is named by what happened under it', async () => {
    const service = new SmallService(keys);
    service.begin();
    service.kept.splice(1, 1);
    await service.serve(1);
    await service.publish();
    assertNamed(await audit(service, await service.export()), 'policy-not-in-ledger');
  });
});
