import type { CarrierView, KeptResource, OrderView, PlaceOrder } from '../src/order.ts';

/** What the carrier's own server answered instead. */
export class CarrierError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'CarrierError';
    this.code = code;
  }
}

async function ask(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(`/api/${path}`, init).catch(() => {
    throw new CarrierError('CARRIER_UNREACHABLE');
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const code = (body as { code?: unknown } | undefined)?.code;
  throw new CarrierError(typeof code === 'string' ? code : 'INTERNAL');
}

export const loadCarrier = async () => (await ask('carrier')) as CarrierView;
export const loadServiceKeys = () => ask('service-keys');
export const loadOrder = async (id: string) => (await ask(`orders/${id}`)) as OrderView;
export const loadKept = async (id: string) => (await ask(`orders/${id}/kept`)) as KeptResource;

export async function placeOrder(order: PlaceOrder): Promise<OrderView> {
  const placed = await ask('orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  return placed as OrderView;
}
