import { applicantReceiptRequest, type ApplicantReceiptResource } from '@bonin/protocol';
import type { RegistrationId, TenantId } from '@bonin/core';
import type { FastifyInstance } from 'fastify';
import { readReceiptCode, writeReceiptCode } from '../auth/receipt-code.ts';
import { keyedBuckets } from '../auth/token-bucket.ts';
import { requireJoinable } from '../channel/join-window.ts';
import { networkOf } from '../channel/strangers.ts';
import type { Service } from '../service.ts';
import { parseBody } from './parse-request.ts';
import { Refusal } from './refusal.ts';
import { serveResource } from './resource.ts';

/** Codes, and links that are none, of one address: enough for a store in which several people look at theirs. */
const GUESSED = { burst: 60, perSecond: 2 };
/** Of one link: enough for a page that waits for its receipt. */
const AWAITED = { burst: 30, perSecond: 2 };
const FORGET_EVERY_MS = 60_000;

interface Found {
  readonly tenantId: TenantId;
  readonly id: RegistrationId;
}

/**
 * The receipt that an applicant gets, and whoever was given its code: that attempts were opened and what they were shown is gone.
 *
 * Asked for in a body, so that neither link nor code stands in an address that somebody logs. The result is left out: a piece of
 * paper that somebody finds must not say whether its owner was confirmed.
 *
 * Personal data: the network address of whoever asks, in memory, for a minute or so.
 */
export function serveApplicantReceipt(app: FastifyInstance, service: Service): void {
  const guessed = keyedBuckets(GUESSED, service.ticks);
  const awaited = keyedBuckets(AWAITED, service.ticks);
  const forgetting = setInterval(() => {
    guessed.forgetFull();
    awaited.forgetFull();
  }, FORGET_EVERY_MS);
  app.addHook('onClose', () => {
    clearInterval(forgetting);
    return Promise.resolve();
  });

  serveResource(app, '/v1/receipt', {
    handlers: {
      POST: async (request): Promise<ApplicantReceiptResource> => {
        if (service.lifecycle.phase !== 'ready') throw new Refusal('NOT_READY');
        const body = parseBody(applicantReceiptRequest, request.body);
        const linked =
          'code' in body ? undefined : service.secrets.readCaptureToken(body.captureToken);
        // Whoever has a link is no guesser, and must not wait for the many behind the address of a store.
        const isLet =
          linked === undefined ? guessed.take(networkOf(request.ip)) : awaited.take(linked);
        if (!isLet) throw new Refusal('TOO_MANY_REQUESTS');
        const { tenantId, id } =
          'code' in body ? await findByCode(service, body.code) : await findByLink(service, linked);
        // In this order: what waits no longer has a receipt by now.
        const isWaiting = await service.ledger.isWaiting(tenantId, id);
        const issued = await service.ledger.receiptsOf(tenantId, id);
        const [first] = issued;
        const countOf = (wanted: string) => issued.filter(({ kind }) => kind === wanted).length;
        return {
          ...(first !== undefined && {
            code: writeReceiptCode({ place: first.place, tag: service.secrets.receiptTag(id) }),
          }),
          logKey: service.ledger.verifierKey,
          receipts: issued.flatMap(({ kind, receipt, witnessed }) =>
            kind === 'result'
              ? []
              : [{ kind, receipt, ...(witnessed === undefined ? {} : { witnessed }) }],
          ),
          complete: !isWaiting && countOf('attempt-opened') === countOf('deletion'),
        };
      },
    },
  });
}

/** A wrong code, one that was never given and one whose salts were destroyed look the same. */
async function findByCode(service: Service, text: string): Promise<Found> {
  const code = readReceiptCode(text);
  const owner = code && (await service.ledger.ownerOf(code.place));
  if (owner === undefined || !service.secrets.isReceiptTag(owner.id, code?.tag ?? '')) {
    throw new Refusal('RECEIPT_UNKNOWN');
  }
  return owner;
}

async function findByLink(service: Service, id: RegistrationId | undefined): Promise<Found> {
  const registration = id && (await service.storage.registrations.loadForCapture(id));
  if (registration === undefined) throw new Refusal('CAPTURE_TOKEN_INVALID');
  await requireJoinable(service, registration);
  return registration;
}
