import {
  CHANNELS,
  DOCUMENT_TYPES,
  EXCEPTION_GROUNDS,
  IDENTITY_DOCUMENTS,
  NATIONALITIES,
  REGISTRATION_KINDS,
  ROUTE_GROUNDS,
  ROUTE_STANDINGS,
  TENANT_CLASSES,
} from '@bonin/core';
import { z } from 'zod';

/** A place to send the applicant afterwards: https, or this machine while developing. */
const returnUrl = z
  .string()
  .max(500)
  .refine((text) => {
    const url = URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '') return false;
    return (
      url.protocol === 'https:' ||
      (url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
    );
  })
  .meta({ description: 'Where the applicant goes on to. https, or http on localhost.' });

const staffRef = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/)
  .meta({ description: 'Your own pseudonym of somebody of your staff, the same each time.' });
/**
 * The request that opens a registration.
 *
 * Verified by it: shape, lengths, and that the return URL is https or this machine.
 * Not verified: that the order exists, or that its reference holds no personal data.
 */
export const openRegistrationRequest = z
  .strictObject({
    kind: z.enum(REGISTRATION_KINDS).meta({ description: 'What is asked for.' }),
    channel: z.enum(CHANNELS),
    documentTypes: z
      .array(z.enum(DOCUMENT_TYPES))
      .min(1)
      .max(DOCUMENT_TYPES.length)
      .meta({ description: 'Identity documents that the mobile operator takes.' }),
    orderReference: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/)
      .meta({
        description:
          "The mobile operator's own reference of the order. Only a salted hash of it is kept; no personal data, please.",
      }),
    returnUrl: returnUrl.optional(),
    identityDocument: z.enum(IDENTITY_DOCUMENTS).optional().meta({
      description:
        'Which document the applicant has, where it is known and a rule may depend on it; the first of documentTypes when absent.',
    }),
    nationality: z.enum(NATIONALITIES).optional().meta({
      description: 'Whether the applicant is a national; `domestic` when absent. No country.',
    }),
    store: staffRef.optional().meta({
      description: 'Your own pseudonym of the store, so that what stands out there can be found.',
    }),
    staff: staffRef.optional(),
  })
  .meta({ id: 'OpenRegistrationRequest' });
/** What {@link openRegistrationRequest} reads. */
export type OpenRegistrationRequest = z.infer<typeof openRegistrationRequest>;

const result = z.strictObject({
  id: z.string(),
  answer: z.enum(['Y', 'N']),
  token: z.string().meta({ description: 'Compact JWS, typ verification-result+jwt.' }),
  issuedAt: z.iso.datetime(),
  receipt: z.string().optional().meta({
    description:
      'Proof that this result stands in the public ledger, for verification offline (tlog-proof); there within about a second after the result.',
  }),
});

/** What stands in the public ledger of a registration. */
export const receiptsResource = z
  .strictObject({
    /** In the order of the ledger. */
    receipts: z.array(
      z.strictObject({
        kind: z.enum(['attempt-opened', 'deletion', 'result']),
        receipt: z.string().meta({ description: 'A tlog-proof with salt and statement.' }),
        witnessed: z.boolean().optional().meta({
          description:
            'Whether as many witnesses as the service asks for have signed its checkpoint; ask again later if not. Absent where the service asks none.',
        }),
      }),
    ),
  })
  .meta({ id: 'Receipts' });
/** What {@link receiptsResource} reads. */
export type ReceiptsResource = z.infer<typeof receiptsResource>;

/** Asks for the receipt of one registration: by its capture link, while that opens anything, or by the code of its receipt. */
export const applicantReceiptRequest = z
  .union([
    z.strictObject({ captureToken: z.string().max(128) }),
    z.strictObject({ code: z.string().max(64) }),
  ])
  .meta({ id: 'ApplicantReceiptRequest' });

/** What an applicant is given, and whoever was given its code. The answer is not among it. */
export const applicantReceiptResource = z
  .strictObject({
    code: z.string().optional().meta({
      description:
        'For people to keep; there as soon as the first receipt is, about a second after an attempt.',
    }),
    logKey: z.string().meta({ description: 'Verifier key of the public ledger.' }),
    /** In the order of the ledger. */
    receipts: z.array(
      z.strictObject({
        kind: z.enum(['attempt-opened', 'deletion']),
        receipt: z.string().meta({ description: 'A tlog-proof with salt and statement.' }),
        witnessed: z.boolean().optional(),
      }),
    ),
    complete: z.boolean().meta({
      description:
        'Whether every attempt so far has ended, and its beginning and its end are both here; true where there was none.',
    }),
  })
  .meta({ id: 'ApplicantReceipt' });
/** The shape of {@link applicantReceiptResource}. */
export type ApplicantReceiptResource = z.infer<typeof applicantReceiptResource>;

const nextStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('route'), route: z.string(), attemptsLeft: z.int() }),
  z.strictObject({ kind: z.literal('wait'), route: z.string(), until: z.iso.datetime() }),
  z.strictObject({ kind: z.literal('conditional-activation'), deadline: z.iso.datetime() }),
  z.strictObject({
    kind: z.literal('ask-exception'),
    grounds: z.array(z.enum(EXCEPTION_GROUNDS)),
    persons: z.int(),
  }),
  z.strictObject({ kind: z.enum(['activate', 'cancel-line', 'appeal']) }),
]);

const taken = z.strictObject({ by: z.string(), at: z.iso.datetime() });

const exceptionResource = z
  .strictObject({
    ground: z.enum(EXCEPTION_GROUNDS),
    asked: taken,
    granted: z
      .array(taken)
      .meta({ description: 'By another person each; empty where one is enough.' }),
    refused: taken.optional(),
  })
  .meta({ description: 'The last one that was asked for.' });

const rule = z.strictObject({
  policy: z.strictObject({ id: z.string(), version: z.int() }),
  situation: z.strictObject({
    document: z.enum(IDENTITY_DOCUMENTS),
    nationality: z.enum(NATIONALITIES),
    tenantClass: z.enum(TENANT_CLASSES),
  }),
  name: z.string().meta({ description: 'The row of the table that applied.' }),
  standing: z.enum(ROUTE_STANDINGS),
  grounds: z.array(z.enum(ROUTE_GROUNDS)),
  next: z.array(nextStep).meta({ description: 'What can be done now; never empty.' }),
  chosen: z.string().optional().meta({
    description: 'The other route that the applicant chose, where one was named.',
  }),
  exception: exceptionResource.optional(),
});

/**
 * A registration as its mobile operator sees it, and no other one does.
 *
 * Personal data: none by itself; the operator can join it to its own order.
 */
export const registrationResource = z
  .strictObject({
    id: z.string(),
    kind: z.enum(REGISTRATION_KINDS),
    channel: z.enum(CHANNELS),
    documentTypes: z.array(z.enum(DOCUMENT_TYPES)),
    state: z.enum([
      'awaiting-consent',
      'awaiting-capture',
      'in-capture',
      'approved',
      'refused',
      'expired',
      'not-required',
    ]),
    ground: z.enum(['attempts-exhausted', 'captures-exhausted', 'face-route-left']).optional(),
    attempts: z.strictObject({
      counted: z.int(),
      uncounted: z.int(),
      max: z.int(),
    }),
    policy: z.strictObject({ id: z.string(), version: z.int() }),
    handledBy: z
      .strictObject({ store: z.string().optional(), staff: z.string().optional() })
      .optional(),
    rule: rule.optional().meta({
      description: 'How it stands by the route policy; absent where none is published.',
    }),
    orderCommitment: z.string().meta({
      description: 'SHA-256 over salt and order reference, base64url; see the format page.',
    }),
    openedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    returnUrl: z.string().optional(),
    result: result.optional(),
  })
  .meta({ id: 'Registration' });
/** The shape of {@link registrationResource}. */
export type RegistrationResource = z.infer<typeof registrationResource>;

const note = z.string().min(1).max(500).optional().meta({
  description: 'In free words; kept apart and erased with the salts of the registration.',
});

/** What somebody of the staff does about an exception. Not verified: that the person exists, or may. */
export const exceptionRequest = z
  .discriminatedUnion('act', [
    z.strictObject({
      act: z.literal('ask'),
      by: staffRef,
      ground: z.enum(EXCEPTION_GROUNDS),
      note,
    }),
    z.strictObject({ act: z.enum(['grant', 'refuse']), by: staffRef, note }),
  ])
  .meta({ id: 'ExceptionRequest' });
/** What {@link exceptionRequest} reads. */
export type ExceptionRequest = z.infer<typeof exceptionRequest>;

/** Stores and staff whose numbers are too many to be chance, beside all others of the same operator. */
export const alarmsResource = z
  .strictObject({
    since: z.iso.datetime(),
    falseAlarms: z.number().meta({
      description:
        'The chance, for each of the four lists looked at, of naming anybody wrongly where all do the same.',
    }),
    looked: z.strictObject({ stores: z.int(), staff: z.int() }),
    alarms: z.array(
      z.strictObject({
        by: z.enum(['store', 'staff']),
        ref: z.string(),
        event: z.enum(['face-left', 'exception-asked']),
        events: z.int(),
        registrations: z.int(),
        others: z.strictObject({ events: z.int(), registrations: z.int() }),
        chance: z.number().meta({ description: 'Of so many or more, did it as the others do.' }),
      }),
    ),
  })
  .meta({ id: 'Alarms' });
/** The shape of {@link alarmsResource}. */
export type AlarmsResource = z.infer<typeof alarmsResource>;

/** Registrations that wait for another person to agree to an exception. */
export const exceptionsResource = z
  .strictObject({ waiting: z.array(z.string()), more: z.boolean() })
  .meta({ id: 'Exceptions' });
/** The shape of {@link exceptionsResource}. */
export type ExceptionsResource = z.infer<typeof exceptionsResource>;

/**
 * A registration just opened, with what only the one who opened it is told: the capture link and the salt.
 *
 * The link lets whoever has it take the applicant's place. It goes to the applicant and into no log.
 */
export const openedRegistrationResource = registrationResource
  .extend({
    captureLink: z.string().meta({
      description:
        'For the applicant alone. The token stands in the fragment, which no server sees.',
    }),
    orderSalt: z.string().meta({ description: 'With it the order commitment can be recomputed.' }),
  })
  .meta({ id: 'OpenedRegistration' });
/** The shape of {@link openedRegistrationResource}. */
export type OpenedRegistrationResource = z.infer<typeof openedRegistrationResource>;

/** What this service has kept of a registration: all of it. */
export const keptResource = z
  .strictObject({
    registration: registrationResource,
    events: z.array(z.looseObject({ kind: z.string(), at: z.iso.datetime() })),
    exception: z
      .strictObject({
        steps: z.array(
          z.strictObject({
            kind: z.enum(['asked', 'granted', 'refused']),
            at: z.iso.datetime(),
            by: z.string(),
            ground: z.enum(EXCEPTION_GROUNDS).optional(),
          }),
        ),
        notes: z.array(z.string()),
      })
      .optional()
      .meta({ description: 'Where one was asked for: every step, and what staff wrote.' }),
    elsewhere: z.array(z.string()).meta({ description: 'What other tables hold of it, in words.' }),
    never: z.array(z.string()).meta({ description: 'What was seen and not kept.' }),
  })
  .meta({ id: 'Kept' });
/** The shape of {@link keptResource}. */
export type KeptResource = z.infer<typeof keptResource>;

/**
 * The `Idempotency-Key` header of a request.
 *
 * Not verified: that it is hard to guess; it is bound to its tenant.
 */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/)
  .meta({ description: 'Chosen by the client; the same key with the same body answers the same.' });
