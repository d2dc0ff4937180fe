import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  RegistrationError,
  instant,
  parseStaffRef,
  type ExceptionStep,
  type Registration,
} from '@bonin/core';
import type { ExceptionBook, LedgerStore, RegistrationStore } from '@bonin/workflows';
import { seededIds } from './ids.ts';
import { SUITE_TENANTS } from './registration-store-suite.ts';
import { registration, tenantId } from './registrations.ts';

export interface OpenedExceptionBook {
  readonly book: ExceptionBook;
  readonly registrations: RegistrationStore;
  readonly ledger: LedgerStore;
  close(): Promise<void>;
}

const RACERS = 20;

/** What every {@link ExceptionBook} owes. `open` gives a fresh one that knows {@link SUITE_TENANTS}. */
export function describeExceptionBook(
  name: string,
  open: () => Promise<OpenedExceptionBook>,
): void {
  describe(`exception book: ${name}`, () => {
    const ids = seededIds(`exceptions ${name}`);
    let opened: OpenedExceptionBook;
    before(async () => {
      opened = await open();
    });
    after(async () => {
      await opened.close();
    });

    const created = async (overrides: Partial<Registration> = {}): Promise<Registration> => {
      const outcome = await opened.registrations.create(
        registration({ id: ids.registrationId(), ...overrides }),
        { key: ids.nonce(), fingerprint: 'one' },
      );
      return outcome.registration;
    };
    const step = (kind: 'granted' | 'refused' | 'asked', by = 'kim'): ExceptionStep => {
      const common = { at: instant(Date.parse('2026-11-22T03:01:00.000Z')), by: parseStaffRef(by) };
      return kind === 'asked' ? { kind, ...common, ground: 'disability' } : { kind, ...common };
    };
    const entry = () => ({
      statement: new TextEncoder().encode(ids.nonce()),
      salt: new Uint8Array(32).fill(7),
    });

    it('gives back the steps in their order, and the free words apart', async () => {
      const one = await created();
      await opened.book.append(one, 0, {
        step: step('asked'),
        note: 'hand in a cast',
        entries: [],
      });
      await opened.book.append(one, 1, { step: step('granted', 'lee'), entries: [] });
      assert.deepEqual(await opened.book.list(one.tenantId, one.id), [
        step('asked'),
        step('granted', 'lee'),
      ]);
      assert.deepEqual(await opened.book.listNotes(one.tenantId, one.id), ['hand in a cast']);
    });

    it('takes one of many that come at once', async () => {
      const one = await created();
      const outcomes = await Promise.allSettled(
        Array.from({ length: RACERS }, () =>
          opened.book.append(one, 0, { step: step('asked'), entries: [entry()] }),
        ),
      );
      const refused = outcomes.filter((each) => each.status === 'rejected');
      assert.equal(refused.length, RACERS - 1);
      for (const { reason } of refused) {
        assert.ok(reason instanceof RegistrationError);
        assert.equal(reason.code, 'REGISTRATION_OVERTAKEN');
      }
      assert.equal((await opened.book.list(one.tenantId, one.id)).length, 1);
    });

    it('shows another tenant nothing', async () => {
      const one = await created();
      await opened.book.append(one, 0, { step: step('asked'), note: 'words', entries: [] });
      const stranger = tenantId(SUITE_TENANTS[1]);
      assert.deepEqual(await opened.book.list(stranger, one.id), []);
      assert.deepEqual(await opened.book.listNotes(stranger, one.id), []);
      assert.ok(!(await opened.book.listLast(stranger, 'asked', 1_000)).includes(one.id));
    });

    it('lists those that wait, and no longer when somebody has answered', async () => {
      const waiting = await created();
      const answered = await created();
      await opened.book.append(waiting, 0, { step: step('asked'), entries: [] });
      await opened.book.append(answered, 0, { step: step('asked'), entries: [] });
      await opened.book.append(answered, 1, { step: step('refused', 'lee'), entries: [] });
      const listed = await opened.book.listLast(waiting.tenantId, 'asked', 1_000);
      assert.ok(listed.includes(waiting.id));
      assert.ok(!listed.includes(answered.id));
      const [first] = await opened.book.listLast(waiting.tenantId, 'asked', 1);
      const behind = await opened.book.listLast(waiting.tenantId, 'asked', 1_000, first);
      assert.deepEqual([first, ...behind], listed);
    });

    it('counts by store and by staff what became of registrations, for their own operator alone', async () => {
      const [seoul, busan, kim] = ['seoul-1', 'busan-2', 'kim-7'].map(parseStaffRef);
      assert.ok(seoul !== undefined && busan !== undefined && kim !== undefined);
      const since = instant(Date.parse('2026-11-01T00:00:00.000Z'));
      const left = await created({ handledBy: { store: seoul, staff: kim } });
      const at = instant(Date.parse('2026-11-22T03:02:00.000Z'));
      await opened.registrations.append(left, {
        event: { kind: 'face-route-left', at },
        next: { kind: 'refused', ground: 'face-route-left', tally: { counted: 0, uncounted: 0 } },
      });
      const excepted = await created({ handledBy: { store: seoul } });
      await opened.book.append(excepted, 0, { step: step('asked'), entries: [] });
      await opened.book.append(excepted, 1, { step: step('refused', 'lee'), entries: [] });
      await opened.book.append(excepted, 2, { step: step('asked'), entries: [] });
      await created({ handledBy: { store: busan } });
      await created();
      await created({
        handledBy: { store: seoul },
        state: { kind: 'not-required', tally: { counted: 0, uncounted: 0 } },
      });
      await created({ handledBy: { store: seoul }, openedAt: instant(since - 1) });
      const own = left.tenantId;
      assert.deepEqual(await opened.registrations.countHandled(own, 'store', since), [
        { ref: 'busan-2', registrations: 1, faceLeft: 0, exceptionsAsked: 0 },
        { ref: 'seoul-1', registrations: 2, faceLeft: 1, exceptionsAsked: 1 },
      ]);
      assert.deepEqual(await opened.registrations.countHandled(own, 'staff', since), [
        { ref: 'kim-7', registrations: 1, faceLeft: 1, exceptionsAsked: 0 },
      ]);
      const stranger = tenantId(SUITE_TENANTS[1]);
      assert.deepEqual(await opened.registrations.countHandled(stranger, 'store', since), []);
    });

    it('has the ledger witness each step that was taken, and none that was not', async () => {
      const one = await created();
      const { tenantId: tenant, id } = one;
      await assert.rejects(
        opened.book.append(one, 1, { step: step('asked'), entries: [entry()] }),
        RegistrationError,
      );
      assert.equal(await opened.ledger.isWaiting(tenant, id), false);
      await opened.book.append(one, 0, { step: step('asked'), entries: [entry()] });
      assert.equal(await opened.ledger.isWaiting(tenant, id), true);
    });
  });
}
