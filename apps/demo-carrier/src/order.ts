import type { Channel, RegistrationKind } from '@bonin/core';
import type { KeptResource, RegistrationResource } from '@bonin/protocol';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the order page asks for. */
export interface PlaceOrder {
  readonly kind: RegistrationKind;
  readonly channel: Channel;
  readonly language: Language;
}

/** An order of this carrier. Made up; nobody's name or number is in it. */
export interface Order {
  readonly id: string;
  /** The carrier's own reference. The service keeps a salted hash of it only. */
  readonly orderReference: string;
  readonly orderSalt: string;
  readonly captureLink: string;
  readonly registrationId: string;
}

/** What the order page is told of an order. */
export interface OrderView {
  readonly order: Order;
  readonly registration: RegistrationResource;
}

export interface CarrierView {
  /** The trust policy of this carrier, as its file has it: what is asked of a result. */
  readonly trustPolicy: string;
  /** Whether a phone in the same network could not reach the service. */
  readonly loopbackOnly: boolean;
}

export type { KeptResource, RegistrationResource };
