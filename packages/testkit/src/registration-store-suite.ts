import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  RegistrationError,
  instant,
  type AttemptFacts,
  type Registration,
  type RegistrationEvent,
} from '@bonin/core';
import type {
  Idempotency,
  LedgerStore,
  RegistrationStore,
  Step,
  StoredResult,
} from '@bonin/workflows';
import { seededIds } from './ids.ts';
import { registration, tenantId } from './registrations.ts';

export interface OpenedRegistrationStore {
  readonly store: RegistrationStore;
  /** Witnesses its steps. */
  readonly ledger: LedgerStore;
  close(): Promise<void>;
}

export const SUITE_TENANTS = ['hanbit-mobile', 'other-mobile'] as const;

const RACERS = 50;

/** What every {@link RegistrationStore} owes. `open` gives a fresh one that knows {@link SUITE_TENANTS}. */
export function describeRegistrationStore(
  name: string,
  open: () => Promise<OpenedRegistrationStore>,
): void {
  describe(`registration store: ${name}`, () => {
    const ids = seededIds(name);
    let opened: OpenedRegistrationStore;
    before(async () => {
      opened = await open();
    });
    after(async () => {
      await opened.close();
    });

    const created = async (overrides: Partial<Registration> = {}): Promise<Registration> => {
      const outcome = await opened.store.create(
        registration({ id: ids.registrationId(), ...overrides }),
        idempotency(ids.nonce()),
      );
      return outcome.registration;
    };

    it('gives back a registration as it was written', async () => {
      const written = await created({ returnUrl: 'https://carrier.example/back' });
      const loaded = await opened.store.load(written.tenantId, written.id);
      assert.deepEqual(loaded, written);
      assert.deepEqual(await opened.store.loadForCapture(written.id), written);
    });

    it('opens one registration when fifty come at once with one idempotency key', async () => {
      const key = idempotency(ids.nonce());
      const outcomes = await Promise.all(
        Array.from({ length: RACERS }, () =>
          opened.store.create(registration({ id: ids.registrationId() }), key),
        ),
      );
      assert.equal(outcomes.filter((each) => each.kind === 'created').length, 1);
      assert.equal(new Set(outcomes.map((each) => each.registration.id)).size, 1);
    });

    it('refuses an idempotency key that came with another request', async () => {
      const key = ids.nonce();
      await opened.store.create(registration({ id: ids.registrationId() }), idempotency(key));
      await assert.rejects(
        opened.store.create(registration({ id: ids.registrationId() }), {
          key,
          fingerprint: 'another-request',
        }),
        isCoded('IDEMPOTENCY_KEY_REUSED'),
      );
    });

    it('keeps the idempotency keys of two tenants apart', async () => {
      const key = idempotency(ids.nonce());
      const mine = await opened.store.create(registration({ id: ids.registrationId() }), key);
      const theirs = await opened.store.create(
        registration({ id: ids.registrationId(), tenantId: tenantId(SUITE_TENANTS[1]) }),
        key,
      );
      assert.equal(mine.kind, 'created');
      assert.equal(theirs.kind, 'created');
      assert.notEqual(mine.registration.id, theirs.registration.id);
    });

    it('appends one step when fifty race on one version', async () => {
      const current = await created();
      const outcomes = await Promise.allSettled(
        Array.from({ length: RACERS }, () => opened.store.append(current, refusal(ids.nonce()))),
      );
      assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 1);
      for (const each of outcomes) {
        if (each.status === 'rejected') {
          assert.ok(isCoded('REGISTRATION_OVERTAKEN')(each.reason));
        }
      }
      const events = await opened.store.listEvents(current.tenantId, current.id);
      assert.equal(events.length, 1);
      const loaded = await opened.store.load(current.tenantId, current.id);
      assert.equal(loaded?.version, 1);
      assert.equal(loaded.state.kind, 'refused');
      const result = await opened.store.loadResult(current.tenantId, current.id);
      assert.equal(result?.answer, 'N');
    });

    it('returns events with their facts, in the order in which they were appended', async () => {
      const opened0 = await created();
      const events: RegistrationEvent[] = [
        { kind: 'consent-given', at: instant(opened0.openedAt + 1), consentTextDigest: 'digest' },
        { kind: 'consent-withdrawn', at: instant(opened0.openedAt + 2) },
        { kind: 'face-route-left', at: instant(opened0.openedAt + 3) },
      ];
      const facts: AttemptFacts = {
        verdict: 'non-match',
        challengedAt: opened0.openedAt,
        concludedAt: instant(opened0.openedAt + 1),
      };
      let current = opened0;
      for (const event of events) {
        current = await opened.store.append(current, { event, next: current.state, facts });
      }
      assert.deepEqual(
        await opened.store.listEvents(current.tenantId, current.id),
        events.map((event) => ({ event, facts })),
      );
      assert.equal(current.version, 3);
    });

    it('shows another tenant nothing', async () => {
      const mine = await created();
      await opened.store.append(mine, refusal(ids.nonce()));
      const stranger = tenantId(SUITE_TENANTS[1]);
      assert.equal(await opened.store.load(stranger, mine.id), undefined);
      assert.equal(await opened.store.loadResult(stranger, mine.id), undefined);
      assert.deepEqual(await opened.store.listEvents(stranger, mine.id), []);
      await assert.rejects(
        opened.store.append({ ...mine, version: 1, tenantId: stranger }, refusal(ids.nonce())),
        isCoded('REGISTRATION_OVERTAKEN'),
      );
    });

    it('lists what was opened under a rule, with its events, and nothing else', async () => {
      const rule = {
        policy: { id: 'rules', version: 4 },
        situation: {
          channel: 'online',
          kind: 'new-line',
          document: 'resident-card',
          nationality: 'domestic',
          tenantClass: 'mvno',
        },
      } as const;
      const without = await created();
      const one = await created({ rule });
      const other = await created({ rule, tenantId: tenantId(SUITE_TENANTS[1]) });
      const step = refusal(ids.nonce());
      const moved = await opened.store.append(one, step);
      assert.deepEqual(await opened.store.load(one.tenantId, one.id), moved);
      const listed = await opened.store.listUnderRule(100);
      const find = (id: string) => listed.find(({ registration: { id: its } }) => its === id);
      assert.deepEqual(find(one.id), {
        registration: moved,
        events: [{ event: step.event }],
        steps: [],
      });
      assert.deepEqual(find(other.id), { registration: other, events: [], steps: [] });
      assert.equal(find(without.id), undefined);
      const [first, ...rest] = await opened.store.listUnderRule(1);
      assert.deepEqual(rest, []);
      assert.ok(first);
      const behind = await opened.store.listUnderRule(100, first.registration.id);
      assert.deepEqual([first, ...behind], listed);
    });

    it('lists unfinished registrations whose time is over, no others', async () => {
      const early = { expiresAt: instant(Date.parse('2020-01-01T00:00:00.000Z')) };
      const overdue = await created(early);
      const finished = await created(early);
      const running = await created();
      await opened.store.append(finished, refusal(ids.nonce()));
      const at = instant(Date.parse('2020-01-02T00:00:00.000Z'));
      const listed = await opened.store.listOverdue(at, 100);
      assert.ok(listed.includes(overdue.id));
      assert.ok(!listed.includes(finished.id));
      assert.ok(!listed.includes(running.id));
      await created(early);
      const [first, ...others] = await opened.store.listOverdue(at, 1);
      assert.deepEqual(others, []);
      const behind = await opened.store.listOverdue(at, 100, first);
      assert.deepEqual([first, ...behind], await opened.store.listOverdue(at, 100));
      assert.ok(behind.length > 0);
    });
  });
}

function idempotency(key: string): Idempotency {
  return { key, fingerprint: 'one-request' };
}

function refusal(unique: string): Step {
  const at = instant(Date.parse('2026-11-22T03:01:00.000Z'));
  const result: StoredResult = {
    resultId: `res_${unique}`,
    answer: 'N',
    token: `token.${unique}`,
    issuedAt: at,
  };
  return {
    event: { kind: 'face-route-left', at },
    next: { kind: 'refused', ground: 'face-route-left', tally: { counted: 0, uncounted: 0 } },
    result,
    outbox: {
      id: `out_${unique}`,
      kind: 'registration.finished',
      registrationId: seededIds().registrationId(),
      at,
    },
  };
}

function isCoded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RegistrationError && error.code === code;
}
