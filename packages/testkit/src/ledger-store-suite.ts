import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { instant, type Registration } from '@bonin/core';
import type { LedgerEntry, LedgerGrowth, LedgerTree } from '@bonin/workflows';
import { seededIds } from './ids.ts';
import { registration, tenantId } from './registrations.ts';
import { SUITE_TENANTS, type OpenedRegistrationStore } from './registration-store-suite.ts';

const MOST = 100;
const RACERS = 10;

function entry(text: string): LedgerEntry {
  return { statement: Buffer.from(text), salt: Buffer.alloc(32, text) };
}

/** No real tree: its root counts, and its one resource is the list of what came. */
async function grow(tree: LedgerTree, entries: readonly LedgerEntry[]): Promise<LedgerGrowth> {
  const size = tree.size + entries.length;
  const earlier = await tree.read('list');
  const words = entries.map(({ statement }) => Buffer.from(statement).toString());
  const list = [...(earlier === undefined ? [] : [Buffer.from(earlier).toString()]), ...words];
  return {
    size,
    root: Buffer.alloc(32, size),
    resources: [{ path: 'list', bytes: Buffer.from(list.join(' ')) }],
    checkpoint: `checkpoint of ${String(size)}`,
  };
}

/** What every ledger store owes. `open` gives a fresh one, with the registrations whose steps it witnesses. */
export function describeLedgerStore(
  name: string,
  open: () => Promise<OpenedRegistrationStore>,
): void {
  describe(`ledger store: ${name}`, () => {
    const ids = seededIds(name);
    let opened: OpenedRegistrationStore;
    before(async () => {
      opened = await open();
    });
    after(async () => {
      await opened.close();
    });

    const created = async (): Promise<Registration> => {
      const { registration: made } = await opened.store.create(
        registration({ id: ids.registrationId() }),
        { key: ids.nonce(), fingerprint: 'a-fingerprint' },
      );
      return made;
    };
    const step = (current: Registration, entries: readonly LedgerEntry[]) =>
      opened.store.append(current, {
        event: { kind: 'consent-given', at: instant(1_000), consentTextDigest: 'digest' },
        next: { ...current.state },
        entries,
      });
    const finish = (current: Registration, entries: readonly LedgerEntry[], at: number) =>
      opened.store.append(current, {
        event: { kind: 'face-route-left', at: instant(at) },
        next: { kind: 'refused', ground: 'face-route-left', tally: current.state.tally },
        entries,
      });
    const textOf = async (path: string): Promise<string> =>
      Buffer.from((await opened.ledger.resource(path)) ?? []).toString();

    it('has nothing before the first publication, and publishes nothing when nothing waits', async () => {
      assert.equal(await opened.ledger.newest(), undefined);
      assert.equal(await opened.ledger.publish(MOST, grow), 0);
      assert.equal(await opened.ledger.newest(), undefined);
    });

    it('gives places in the order of arrival, and keeps what the tree became', async () => {
      const current = await created();
      const moved = await step(current, [entry('a'), entry('b')]);
      await opened.ledger.append([entry('c')], instant(2_000));
      assert.deepEqual(await opened.ledger.entriesOf(moved.tenantId, moved.id), []);
      assert.equal(await opened.ledger.publish(MOST, grow), 3);
      const placed = await opened.ledger.entriesOf(moved.tenantId, moved.id);
      assert.deepEqual(
        placed.map(({ index, statement, salt }) => [
          index,
          Buffer.from(statement).toString(),
          salt.length,
        ]),
        [
          [0, 'a', 32],
          [1, 'b', 32],
        ],
      );
      assert.equal(await textOf('list'), 'a b c');
      assert.deepEqual(await opened.ledger.newest(), { size: 3, text: 'checkpoint of 3' });
    });

    it('tells whose entry stands at a place, and of nobody where it is nobody’s', async () => {
      const current = await created();
      await step(current, [entry('owned')]);
      await opened.ledger.append([entry('unowned')], instant(2_000));
      await opened.ledger.publish(MOST, grow);
      const [{ index } = { index: -1 }] = await opened.ledger.entriesOf(
        current.tenantId,
        current.id,
      );
      const owner = await opened.ledger.ownerOf(index);
      assert.deepEqual([owner?.tenantId, owner?.id], [current.tenantId, current.id]);
      assert.equal(await opened.ledger.ownerOf(index + 1), undefined);
      assert.equal(await opened.ledger.ownerOf(index + 2), undefined);
    });

    it('does not tell another tenant of entries', async () => {
      const current = await created();
      await step(current, [entry('d')]);
      const other = tenantId(SUITE_TENANTS[1]);
      assert.equal(await opened.ledger.isWaiting(other, current.id), false);
      await opened.ledger.publish(MOST, grow);
      assert.deepEqual(await opened.ledger.entriesOf(other, current.id), []);
    });

    it('tells whether an entry of a registration waits, of that one alone and until it has its place', async () => {
      const [current, idle] = [await created(), await created()];
      const waiting = ({ tenantId: tenant, id }: Registration) =>
        opened.ledger.isWaiting(tenant, id);
      assert.equal(await waiting(current), false);
      await step(current, [entry('waiting')]);
      assert.deepEqual([await waiting(current), await waiting(idle)], [true, false]);
      await opened.ledger.publish(MOST, grow);
      assert.equal(await waiting(current), false);
    });

    it('keeps no entry of a step that came too late', async () => {
      const current = await created();
      await step(current, [entry('e')]);
      await assert.rejects(step(current, [entry('never')]));
      await opened.ledger.publish(MOST, grow);
      assert.match(await textOf('list'), / e$/);
    });

    it('writes once what is written under a name', async () => {
      const size = async (): Promise<number> => (await opened.ledger.newest())?.size ?? 0;
      const before = await size();
      await opened.ledger.appendOnce('a policy', [entry('p'), entry('q')], instant(2_500));
      await opened.ledger.appendOnce('a policy', [entry('p'), entry('q')], instant(2_600));
      await opened.ledger.appendOnce('another', [entry('r')], instant(2_700));
      await opened.ledger.publish(MOST, grow);
      assert.equal(await size(), before + 3);
    });

    it('writes when a topic has another value than was said last, also when it changes back', async () => {
      const heard: (string | undefined)[] = [];
      for (const value of ['v1', 'v1', 'v2', 'v1']) {
        await opened.ledger.appendOnChange(
          'a topic',
          value,
          (last) => {
            heard.push(last);
            return [entry(`now-${value}`)];
          },
          instant(2_800),
        );
      }
      assert.deepEqual(heard, [undefined, 'v1', 'v2']);
      await opened.ledger.publish(MOST, grow);
      assert.match(await textOf('list'), / now-v1 now-v2 now-v1$/);
    });

    it('publishes at most as many as it is asked to, the oldest first', async () => {
      await opened.ledger.append([entry('f'), entry('g'), entry('h')], instant(3_000));
      assert.equal(await opened.ledger.publish(2, grow), 2);
      assert.match(await textOf('list'), / f g$/);
      assert.equal(await opened.ledger.publish(2, grow), 1);
      assert.match(await textOf('list'), / f g h$/);
    });

    it('leaves everything as it was when a tree cannot be grown', async () => {
      const newest = await opened.ledger.newest();
      await opened.ledger.append([entry('i')], instant(4_000));
      await assert.rejects(opened.ledger.publish(MOST, () => Promise.reject(new Error('no'))));
      assert.deepEqual(await opened.ledger.newest(), newest);
      assert.equal(await opened.ledger.publish(MOST, grow), 1);
    });

    it('gives no place twice when ten publish at once', async () => {
      const current = await created();
      const entries = Array.from({ length: RACERS }, (_, at) => entry(`race-${String(at)}`));
      await step(current, entries);
      const before = (await opened.ledger.newest())?.size ?? 0;
      const counts = await Promise.all(
        Array.from({ length: RACERS }, () => opened.ledger.publish(3, grow)),
      );
      let rest = 0;
      for (let more = -1; more !== 0; rest += more) more = await opened.ledger.publish(3, grow);
      assert.equal(counts.reduce((sum, one) => sum + one, 0) + rest, RACERS);
      const places = (await opened.ledger.entriesOf(current.tenantId, current.id)).map(
        ({ index }) => index,
      );
      assert.deepEqual(
        places,
        entries.map((_, at) => before + at),
      );
      assert.equal((await opened.ledger.newest())?.size, before + RACERS);
    });

    it('opens entries in the order of the tree, in portions', async () => {
      const { size = 0 } = (await opened.ledger.newest()) ?? {};
      const all = await opened.ledger.openings(0, size + 1);
      assert.deepEqual(
        all.map(({ index }) => index),
        Array.from({ length: size }, (_, at) => at),
      );
      assert.deepEqual(await opened.ledger.openings(2, 2), all.slice(2, 4));
    });

    it('keeps every checkpoint, and puts one with more signatures in the place of its own', async () => {
      const all = await opened.ledger.checkpoints(0, MOST);
      const sizes = all.map(({ size }) => size);
      assert.ok(sizes.length > 3);
      assert.deepEqual(
        sizes,
        [...sizes].sort((a, b) => a - b),
      );
      const [first] = all;
      assert.ok(first);
      await opened.ledger.cosign(first.size, (kept) => Promise.resolve({ text: `${kept}, seen` }));
      await opened.ledger.cosign(1_000_000, () => Promise.resolve({ text: 'of no tree' }));
      assert.deepEqual(await opened.ledger.checkpoints(0, 1), [
        { size: first.size, text: `${first.text}, seen` },
      ]);
      assert.deepEqual(await opened.ledger.checkpoints(first.size, MOST), all.slice(1));
    });

    it('loses no signature when ten are added at once', async () => {
      const newest = await opened.ledger.newest();
      assert.ok(newest);
      const marks = Array.from({ length: RACERS }, (_, at) => `, by ${String(at)}`);
      await Promise.all(
        marks.map((mark) =>
          opened.ledger.cosign(newest.size, (kept) => Promise.resolve({ text: kept + mark })),
        ),
      );
      const cosigned = await opened.ledger.newest();
      for (const mark of marks) assert.ok(cosigned?.text.includes(mark) === true, mark);
    });

    it('tells the largest checkpoint that enough witnesses have signed, under the policy that is asked for', async () => {
      const [first, second] = await opened.ledger.checkpoints(0, 2);
      assert.ok(first && second);
      assert.equal(await opened.ledger.newest('one-policy'), undefined);
      for (const { size } of [second, first]) {
        await opened.ledger.cosign(size, (text) =>
          Promise.resolve({ text, witnessedUnder: 'one-policy' }),
        );
      }
      // More signatures take nothing back.
      await opened.ledger.cosign(second.size, (text) => Promise.resolve({ text }));
      assert.equal((await opened.ledger.newest('one-policy'))?.size, second.size);
      assert.equal(await opened.ledger.newest('another'), undefined);
      assert.notEqual((await opened.ledger.newest())?.size, second.size);
    });

    it('erases all entries of a finished registration, and nothing else', async () => {
      const erase = (current: Registration) => opened.ledger.erase(current.id);
      const current = await created();
      const other = await created();
      await step(other, [entry('other')]);
      const moved = await step(current, [entry('opened')]);
      await opened.ledger.publish(MOST, grow);
      assert.deepEqual(await erase(moved), { kind: 'not-finished' });
      const done = await finish(moved, [entry('done')], 50_000);
      assert.deepEqual(await erase(done), { kind: 'not-finished' });
      await opened.ledger.publish(MOST, grow);
      const newest = await opened.ledger.newest();
      const [first] = await opened.ledger.entriesOf(done.tenantId, done.id);
      assert.deepEqual(await erase(done), { kind: 'erased', leaves: 2 });
      assert.deepEqual(await opened.ledger.entriesOf(done.tenantId, done.id), []);
      const open = await opened.ledger.openings(0, 10 * MOST);
      assert.ok(first && open.every(({ index }) => index !== first.index));
      assert.equal((await opened.ledger.entriesOf(other.tenantId, other.id)).length, 1);
      // What the tree became stays.
      assert.deepEqual(await opened.ledger.newest(), newest);
      assert.match(await textOf('list'), / opened .*done$/);
      assert.deepEqual(await erase(done), { kind: 'erased', leaves: 0 });
      assert.deepEqual(await opened.ledger.erase(ids.registrationId()), { kind: 'unknown' });
    });

    it('keeps what is said of a registration beside its steps with their entries, and erases it with them', async () => {
      const done = await finish(await created(), [entry('step')], 50_000);
      assert.equal(
        await opened.ledger.appendOf(done.id, () => [entry('beside')], instant(51_000)),
        'appended',
      );
      await opened.ledger.publish(MOST, grow);
      const texts = (await opened.ledger.entriesOf(done.tenantId, done.id)).map(({ statement }) =>
        Buffer.from(statement).toString(),
      );
      assert.deepEqual(texts, ['step', 'beside']);
      assert.deepEqual(await opened.ledger.erase(done.id), { kind: 'erased', leaves: 2 });
    });

    it('says nothing of a registration that is not there', async () => {
      const write = () => assert.fail('nothing is to be written');
      assert.equal(
        await opened.ledger.appendOf(ids.registrationId(), write, instant(1_000)),
        'unknown',
      );
    });

    it('erases what is older than a moment, whole registrations only, so many at a time', async () => {
      const made = await Promise.all([1, 2, 3].map(() => created()));
      const [early, alsoEarly, late] = await Promise.all(
        made.map(async (current, at) => {
          const moved = await step(current, [entry(`begun ${String(at)}`)]);
          return finish(moved, [entry(`done ${String(at)}`)], at < 2 ? 60_000 : 90_000);
        }),
      );
      const unfinished = await step(await created(), [entry('goes on')]);
      assert.ok(early && alsoEarly && late);
      assert.equal(await opened.ledger.eraseBefore(instant(70_000), 10), 0);
      await opened.ledger.publish(MOST, grow);
      assert.equal(await opened.ledger.eraseBefore(instant(60_000), 10), 0);
      assert.equal(await opened.ledger.eraseBefore(instant(70_000), 1), 2);
      assert.equal(await opened.ledger.eraseBefore(instant(70_000), 1), 2);
      assert.equal(await opened.ledger.eraseBefore(instant(70_000), 1), 0);
      const left = async ({ tenantId: tenant, id }: Registration) =>
        (await opened.ledger.entriesOf(tenant, id)).length;
      assert.deepEqual(
        await Promise.all([early, alsoEarly, late, unfinished].map(left)),
        [0, 0, 2, 1],
      );
    });
  });
}
