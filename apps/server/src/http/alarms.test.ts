import { instant, parseRegistrationId, parseStaffRef } from '@bonin/core';
import type { AlarmsResource } from '@bonin/protocol';
import { registration, seededIds, tenantId } from '@bonin/testkit';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HANBIT, OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';

describe('alarms', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer();
  });
  after(() => service.stop());

  const ids = seededIds('alarms');
  const alarms = async (tenant = HANBIT): Promise<AlarmsResource> => {
    const response = await service.app.inject({
      url: '/v1/alarms',
      headers: { authorization: `Bearer ${tenant.apiKey}` },
    });
    assert.equal(response.statusCode, 200);
    return response.json<AlarmsResource>();
  };

  /** So many registrations of a store and a member of its staff, of which so many left the face. */
  async function opened(store: string, staff: string, count: number, left: number): Promise<void> {
    const { registrations } = service.server.service.storage;
    const openedAt = instant(Date.now());
    for (let at = 0; at < count; at += 1) {
      const outcome = await registrations.create(
        registration({
          id: ids.registrationId(),
          tenantId: tenantId(HANBIT.id),
          openedAt,
          handledBy: { store: parseStaffRef(store), staff: parseStaffRef(staff) },
        }),
        { key: ids.nonce(), fingerprint: 'one' },
      );
      if (at >= left) continue;
      await registrations.append(outcome.registration, {
        event: { kind: 'face-route-left', at: openedAt },
        next: { kind: 'refused', ground: 'face-route-left', tally: { counted: 0, uncounted: 0 } },
      });
    }
  }

  it('are none where nothing was said of stores, and say how many were looked at', async () => {
    await service.open();
    const { looked, alarms: named, falseAlarms } = await alarms();
    assert.deepEqual([looked, named, falseAlarms], [{ stores: 0, staff: 0 }, [], 0.01]);
  });

  it('name the store and the clerk that stand out, beside all others, and nobody else', async () => {
    for (let store = 0; store < 8; store += 1) {
      await opened(`store-${String(store)}`, `clerk-${String(store)}`, 40, 2);
    }
    await opened('store-odd', 'clerk-odd', 40, 25);
    const { looked, alarms: named } = await alarms();
    assert.deepEqual(looked, { stores: 9, staff: 9 });
    assert.deepEqual(
      named.map(({ by, ref, event, events, registrations, others }) => ({
        by,
        ref,
        event,
        events,
        registrations,
        others,
      })),
      (['store', 'staff'] as const).map((by) => ({
        by,
        ref: by === 'store' ? 'store-odd' : 'clerk-odd',
        event: 'face-left',
        events: 25,
        registrations: 40,
        others: { events: 16, registrations: 320 },
      })),
    );
    assert.ok(named.every(({ chance }) => chance > 0 && chance < 1e-10));
  });

  it('of one operator are not those of another', async () => {
    assert.deepEqual((await alarms(OTHER)).alarms, []);
  });

  it('take store and staff as they were said at the opening, and refuse what is no pseudonym', async () => {
    const { id } = await service.open({ body: { store: 'seoul-1', staff: 'kim-7' } });
    const kept = await service.server.service.storage.registrations.load(
      tenantId(HANBIT.id),
      parseRegistrationId(id),
    );
    assert.deepEqual(kept?.handledBy, { store: 'seoul-1', staff: 'kim-7' });
    for (const body of [{ store: 'Seoul Store' }, { staff: '김' }]) {
      await assert.rejects(service.open({ body }), /400/);
    }
  });
});
