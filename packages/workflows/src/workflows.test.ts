import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  RegistrationError,
  milliseconds,
  parseRegistrationId,
  type Registration,
  type RegistrationErrorCode,
  type VerdictSymbol,
  type RegistrationId,
} from '@bonin/core';
import {
  fakeClock,
  memoryRegistrationStore,
  plainResultSigner,
  plainScribe,
  policyBook,
  seededIds,
  tenantId,
  testPolicy,
  type FakeClock,
  type MemoryRegistrationStore,
} from '@bonin/testkit';
import {
  abandonAttempt,
  concludeAttempt,
  expireRegistrations,
  giveConsent,
  leaveFaceRoute,
  openAttempt,
  openRegistration,
  withdrawConsent,
  type OpenedAttempt,
  type ResultClaims,
} from './index.ts';

const TENANT = tenantId('hanbit-mobile');
const CONSENT = 'digest-of-a-text-that-is-shown';
const ISOLATION = ['network-denied'];
const RACERS = 50;

describe('the acts of a registration', () => {
  let clock: FakeClock;
  let registrations: MemoryRegistrationStore;
  let ports: ReturnType<typeof portsOf>;

  function portsOf(policy = testPolicy()) {
    return {
      clock,
      ids: seededIds(),
      policies: policyBook(policy),
      registrations,
      results: plainResultSigner(),
      scribe: plainScribe(),
      consentTexts: new Set([CONSENT]),
    };
  }

  beforeEach(() => {
    clock = fakeClock();
    registrations = memoryRegistrationStore();
    ports = portsOf();
  });

  const open = async (key = 'key-1', fingerprint = 'request-1') =>
    openRegistration(ports, {
      tenantId: TENANT,
      kind: 'new-line',
      channel: 'online',
      documentTypes: ['resident-card'],
      applicant: { document: 'resident-card', nationality: 'domestic' },
      tenantClass: 'mno',
      orderCommitment: 'commitment',
      returnUrl: undefined,
      idempotency: { key, fingerprint },
    });

  const consented = async (): Promise<Registration> =>
    giveConsent(ports, (await open()).registration, CONSENT);

  const inCapture = async (from?: Registration) => {
    const outcome = await openAttempt(ports, from ?? (await consented()));
    assert.equal(outcome.kind, 'opened');
    return outcome as { registration: Registration; attempt: OpenedAttempt };
  };

  const conclude = async (verdict: VerdictSymbol, from?: Registration) => {
    const { registration, attempt } = await inCapture(from);
    return concludeAttempt(ports, registration, {
      attempt,
      verdict,
      isolation: ISOLATION,
      symbolsSaid: 3,
    });
  };

  const claimsOf = async ({ id }: Registration): Promise<ResultClaims | undefined> => {
    const result = await registrations.loadResult(TENANT, id);
    return result === undefined ? undefined : (JSON.parse(result.token) as ResultClaims);
  };

  it('open a registration under the policy in force, for as long as that policy says', async () => {
    const { kind, registration } = await open();
    assert.equal(kind, 'created');
    assert.deepEqual(registration.policy, { id: 'test', version: 1 });
    assert.equal(registration.expiresAt - registration.openedAt, 3_600_000);
    assert.equal(registration.state.kind, 'awaiting-consent');
  });

  it('open it once for each idempotency key', async () => {
    const first = await open();
    const again = await open();
    assert.equal(again.kind, 'replayed');
    assert.deepEqual(again.registration, first.registration);
    await refuses(open('key-1', 'request-2'), 'IDEMPOTENCY_KEY_REUSED');
  });

  it('open none without a policy in force', async () => {
    ports = { ...ports, policies: policyBook() };
    await refuses(open(), 'POLICY_NOT_IN_FORCE');
  });

  it('take consent to a text that is shown, and to no other', async () => {
    const { registration } = await open();
    await refuses(giveConsent(ports, registration, 'another text'), 'CONSENT_TEXT_UNKNOWN');
    const after = await giveConsent(ports, registration, CONSENT);
    assert.equal(after.state.kind, 'awaiting-capture');
    const [recorded] = await registrations.listEvents(TENANT, after.id);
    assert.deepEqual(recorded?.event, {
      kind: 'consent-given',
      at: clock.now(),
      consentTextDigest: CONSENT,
    });
  });

  it('open no attempt without consent, nor after it was withdrawn', async () => {
    const { registration } = await open();
    await refuses(openAttempt(ports, registration), 'CONSENT_REQUIRED');
    const withdrawn = await withdrawConsent(ports, await giveConsent(ports, registration, CONSENT));
    await refuses(openAttempt(ports, withdrawn), 'CONSENT_REQUIRED');
  });

  it('give every attempt a challenge of its own', async () => {
    const first = await inCapture();
    const second = await inCapture(first.registration);
    assert.notEqual(first.attempt.challenge, second.attempt.challenge);
    assert.notEqual(first.attempt.attemptId, second.attempt.attemptId);
  });

  it('approve on a match, with one signed Y and one message to send', async () => {
    const { decision, registration } = await conclude('match');
    assert.deepEqual(decision, { kind: 'accepted' });
    assert.equal(registration.state.kind, 'approved');
    const claims = await claimsOf(registration);
    assert.equal(claims?.answer, 'Y');
    assert.equal(claims.attempts, 1);
    assert.deepEqual(claims.isolation, ISOLATION);
    assert.equal(claims.ground, undefined);
    assert.deepEqual(
      registrations.outbox.map(({ kind, registrationId }) => ({ kind, registrationId })),
      [{ kind: 'registration.finished', registrationId: registration.id }],
    );
  });

  it('record the facts on which a decision rested', async () => {
    const { registration, attempt } = await inCapture();
    clock.advanceBy(5_000);
    await concludeAttempt(ports, registration, {
      attempt,
      verdict: 'non-match',
      isolation: ISOLATION,
      symbolsSaid: 3,
    });
    const recorded = (await registrations.listEvents(TENANT, registration.id)).at(-1);
    assert.deepEqual(recorded?.facts, {
      verdict: 'non-match',
      challengedAt: attempt.challengedAt,
      concludedAt: clock.now(),
    });
  });

  it('refuse with a signed N after the last attempt, and not before', async () => {
    let registration = await consented();
    for (let at = 0; at < 3; at += 1) {
      assert.equal(await claimsOf(registration), undefined);
      ({ registration } = await conclude('non-match', registration));
    }
    const claims = await claimsOf(registration);
    assert.equal(claims?.answer, 'N');
    assert.equal(claims.ground, 'attempts-exhausted');
    assert.equal(claims.attempts, 3);
    await refuses(openAttempt(ports, registration), 'REGISTRATION_FINISHED');
  });

  it('let an answer that came after its challenge decide nothing', async () => {
    const { registration, attempt } = await inCapture();
    clock.advanceBy(120_001);
    const { decision, registration: after } = await concludeAttempt(ports, registration, {
      attempt,
      verdict: 'match',
      isolation: ISOLATION,
      symbolsSaid: 3,
    });
    assert.deepEqual(decision, { kind: 'unusable', ground: 'challenge-expired' });
    assert.equal(after.state.kind, 'awaiting-capture');
    assert.equal(await claimsOf(after), undefined);
  });

  it('refuse the registration when no capture is left', async () => {
    ports = portsOf(testPolicy({ unusableCapturesMax: 1 }));
    const { registration, attempt } = await inCapture();
    const ending = {
      attempt,
      ground: 'connection-lost',
      isolation: ISOLATION,
      symbolsSaid: 3,
    } as const;
    const refused = await abandonAttempt(ports, registration, ending);
    assert.equal(refused.state.kind === 'refused' && refused.state.ground, 'captures-exhausted');
    const claims = await claimsOf(refused);
    assert.equal(claims?.ground, 'captures-exhausted');
    assert.deepEqual(claims.isolation, ISOLATION);
  });

  it('refuse nobody for a fault of ours', async () => {
    ports = portsOf(testPolicy({ unusableCapturesMax: 1 }));
    let registration = await consented();
    for (const ground of ['booth-fault', 'server-stopped', 'booth-fault'] as const) {
      const opened = await inCapture(registration);
      const ending = { attempt: opened.attempt, ground, isolation: ISOLATION, symbolsSaid: 3 };
      registration = await abandonAttempt(ports, opened.registration, ending);
      assert.equal(registration.state.kind, 'awaiting-capture');
    }
  });

  it('say that captures are exhausted instead of opening one', async () => {
    ports = portsOf(testPolicy({ unusableCapturesMax: 1 }));
    const { registration } = await inCapture();
    const outcome = await openAttempt(ports, registration);
    assert.equal(outcome.kind, 'exhausted');
    assert.equal(outcome.registration.state.kind, 'refused');
  });

  it('end the face route with a signed N when the applicant leaves it', async () => {
    const left = await leaveFaceRoute(ports, (await open()).registration);
    const claims = await claimsOf(left);
    assert.equal(claims?.ground, 'face-route-left');
    assert.equal(claims.attempts, 0);
    assert.equal(claims.isolation, undefined);
  });

  it('take no step after the time of a registration is over, but its end', async () => {
    const { registration, attempt } = await inCapture();
    clock.advanceBy(3_600_001);
    const late = { attempt, verdict: 'match', isolation: ISOLATION, symbolsSaid: 3 } as const;
    await refuses(concludeAttempt(ports, registration, late), 'REGISTRATION_EXPIRED');
    await refuses(withdrawConsent(ports, registration), 'REGISTRATION_EXPIRED');
    assert.deepEqual(await expireRegistrations(ports), { expired: 1, faults: [] });
    assert.deepEqual(await expireRegistrations(ports), { expired: 0, faults: [] });
    const after = await registrations.load(TENANT, registration.id);
    assert.equal(after?.state.kind, 'expired');
    assert.equal(await claimsOf(after), undefined);
    await refuses(withdrawConsent(ports, after), 'REGISTRATION_FINISHED');
  });

  it('expire no registration that somebody concludes at the same moment', async () => {
    const { registration } = await open();
    clock.advanceBy(3_600_001);
    const overtaken = {
      ...ports,
      registrations: {
        ...registrations,
        append: () => Promise.reject(new RegistrationError('REGISTRATION_OVERTAKEN')),
      },
    };
    assert.deepEqual(await expireRegistrations(overtaken), { expired: 0, faults: [] });
    assert.equal(
      (await registrations.load(TENANT, registration.id))?.state.kind,
      'awaiting-consent',
    );
  });

  it('expire all whose time is over though one cannot be read, page by page', async () => {
    const opened = await Promise.all(
      Array.from({ length: 5 }, (_, at) => open(`key-${String(at)}`)),
    );
    clock.advanceBy(3_600_001);
    const [, broken] = opened;
    const damaged = {
      ...ports,
      registrations: {
        ...registrations,
        loadForCapture: (id: RegistrationId) =>
          id === broken?.registration.id
            ? Promise.reject(new Error('unreadable'))
            : registrations.loadForCapture(id),
      },
    };
    for (const expired of [4, 0]) {
      const outcome = await expireRegistrations(damaged, 2);
      assert.equal(outcome.expired, expired);
      assert.equal(outcome.faults.length, 1);
    }
  });

  it('make exactly one result of fifty conclusions that race', async () => {
    const { registration, attempt } = await inCapture();
    const outcomes = await Promise.allSettled(
      Array.from({ length: RACERS }, () =>
        concludeAttempt(ports, registration, {
          attempt,
          verdict: 'match',
          isolation: ISOLATION,
          symbolsSaid: 3,
        }),
      ),
    );
    assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 1);
    assert.equal((await claimsOf(registration))?.answer, 'Y');
    assert.equal(registrations.outbox.length, 1);
  });

  it('decide nothing in the name of an attempt that was overtaken', async () => {
    const first = await inCapture();
    const second = await inCapture(first.registration);
    await refuses(
      concludeAttempt(ports, second.registration, {
        attempt: first.attempt,
        verdict: 'match',
        isolation: ISOLATION,
        symbolsSaid: 3,
      }),
      'ATTEMPT_OVERTAKEN',
    );
  });

  it('write nothing when the result cannot be signed', async () => {
    const { registration, attempt } = await inCapture();
    const broken = { ...ports, results: { sign: () => Promise.reject(new Error('no key')) } };
    await assert.rejects(
      concludeAttempt(broken, registration, {
        attempt,
        verdict: 'match',
        isolation: ISOLATION,
        symbolsSaid: 3,
      }),
    );
    const after = await registrations.loadForCapture(parseRegistrationId(registration.id));
    assert.equal(after?.state.kind, 'in-capture');
  });

  it('count an attempt, however short its challenge, once', async () => {
    ports = portsOf(testPolicy({ challengeLifetime: milliseconds(1) }));
    const { registration } = await conclude('non-match');
    assert.deepEqual(registration.state.tally, { counted: 1, uncounted: 0 });
  });
});

async function refuses(act: Promise<unknown>, code: RegistrationErrorCode): Promise<void> {
  await assert.rejects(act, (error) => error instanceof RegistrationError && error.code === code);
}
