import type { ExceptionStep, Registration } from '@bonin/core';
import type {
  KeptResource,
  OpenedRegistrationResource,
  RegistrationResource,
} from '@bonin/protocol';
import { attemptsOf, type KeptEvent, type StoredResult } from '@bonin/workflows';
import type { Service } from '../service.ts';

type Presenting = Pick<Service, 'policies' | 'secrets' | 'lifecycle'>;

/** A registration as its tenant sees it. */
export function presentRegistration(
  { policies }: Pick<Presenting, 'policies'>,
  registration: Registration,
  result: StoredResult | undefined,
  more: {
    readonly receipt?: string | undefined;
    readonly rule?: RegistrationResource['rule'];
  } = {},
): RegistrationResource {
  const { state, returnUrl } = registration;
  const { receipt, rule } = more;
  return {
    id: registration.id,
    kind: registration.kind,
    channel: registration.channel,
    documentTypes: [...registration.documentTypes],
    state: state.kind,
    ...(state.kind === 'refused' ? { ground: state.ground } : {}),
    attempts: { ...state.tally, max: attemptsOf(policies, registration).attemptsMax },
    policy: { ...registration.policy },
    ...(registration.handledBy === undefined ? {} : { handledBy: { ...registration.handledBy } }),
    ...(rule === undefined ? {} : { rule }),
    orderCommitment: registration.orderCommitment,
    openedAt: toIso(registration.openedAt),
    expiresAt: toIso(registration.expiresAt),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(result === undefined
      ? {}
      : {
          result: {
            id: result.resultId,
            answer: result.answer,
            token: result.token,
            issuedAt: toIso(result.issuedAt),
            ...(receipt === undefined ? {} : { receipt }),
          },
        }),
  };
}

/** The answer to its opening: with the link for the applicant and the salt for the order reference. */
export function presentOpened(
  presenting: Presenting,
  registration: Registration,
  result: StoredResult | undefined,
  rule: RegistrationResource['rule'],
): OpenedRegistrationResource {
  const { secrets, lifecycle } = presenting;
  return {
    ...presentRegistration(presenting, registration, result, { rule }),
    captureLink: `${lifecycle.publicUrl}/c/#${secrets.captureToken(registration.id)}`,
    orderSalt: secrets.orderSalt(registration.id),
  };
}

/** What was seen and is nowhere: the other half of the list of what was kept. */
const NEVER_KEPT = [
  'the picture of the identity card and the portrait on it',
  'the live frames',
  'features, templates or any other number taken from a face',
  'comparison scores and attack-detection scores',
  'name, birth date, document number, telephone number',
  'network address and description of the device',
  'the order reference itself',
] as const;

interface Kept {
  readonly events: readonly KeptEvent[];
  readonly steps: readonly ExceptionStep[];
  readonly notes: readonly string[];
  readonly rule: RegistrationResource['rule'];
}

/** Everything that is kept of a registration. */
export function presentKept(
  presenting: Pick<Presenting, 'policies'>,
  registration: Registration,
  result: StoredResult | undefined,
  { events, steps, notes, rule }: Kept,
): KeptResource {
  return {
    registration: presentRegistration(presenting, registration, result, { rule }),
    events: events.map(presentEvent),
    ...(steps.length === 0
      ? {}
      : {
          exception: {
            steps: steps.map((step) => ({ ...step, at: toIso(step.at) })),
            notes: [...notes],
          },
        }),
    elsewhere: [
      'what exactly each attempt was decided by, so that the decision can be checked: told to nobody, because it would teach how to deceive',
      'a keyed digest of the idempotency key and of the request, so that a repetition is recognised',
      'what the public ledger was told of it, with the salts behind which it stands there: the receipts are made of these',
      'when the registration is finished: a line that its mobile operator is to be told, with id and time',
    ],
    never: [...NEVER_KEPT],
  };
}

// A decision without its ground: whether a face differed or an attack was seen is nobody's to know.
function presentEvent({ event, facts }: KeptEvent): KeptResource['events'][number] {
  return {
    ...event,
    ...(event.kind === 'attempt-decided' ? { decision: { kind: event.decision.kind } } : {}),
    at: toIso(event.at),
    ...(facts === undefined
      ? {}
      : {
          facts: {
            challengedAt: toIso(facts.challengedAt),
            concludedAt: toIso(facts.concludedAt),
          },
        }),
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
