import { randomBytes, randomUUID } from 'node:crypto';
import type { KeptResource, Order, OrderView, PlaceOrder } from './order.ts';
import type { ServiceClient } from './service-client.ts';

/** Takes orders and remembers them while this process runs. */
export interface OrderDesk {
  place(order: PlaceOrder): Promise<OrderView>;
  look(orderId: string): Promise<OrderView | undefined>;
  kept(orderId: string): Promise<KeptResource | undefined>;
}

const ORDERS_MAX = 1_000;

export function orderDesk(
  service: ServiceClient,
  returnAddress: ((orderId: string) => string) | undefined,
): OrderDesk {
  const orders = new Map<string, Order>();

  function remember(order: Order): void {
    orders.set(order.id, order);
    const [oldest] = orders.keys();
    if (orders.size > ORDERS_MAX && oldest !== undefined) orders.delete(oldest);
  }

  return {
    async place(wish) {
      const id = randomUUID();
      const orderReference = `DEMO-${randomBytes(5).toString('hex').toUpperCase()}`;
      const opened = await service.open({
        ...wish,
        orderReference,
        returnUrl: returnAddress?.(id),
      });
      const { captureLink, orderSalt, ...registration } = opened;
      const link = new URL(captureLink);
      link.searchParams.set('lang', wish.language);
      const order: Order = {
        id,
        orderReference,
        orderSalt,
        captureLink: link.href,
        registrationId: registration.id,
      };
      remember(order);
      return { order, registration };
    },
    async look(orderId) {
      const order = orders.get(orderId);
      if (order === undefined) return undefined;
      return { order, registration: await service.load(order.registrationId) };
    },
    async kept(orderId) {
      const order = orders.get(orderId);
      return order === undefined ? undefined : service.kept(order.registrationId);
    },
  };
}
