/**
 * A small carrier to try the service with. For demonstrations on one's own machine only.
 *
 * Prints one JSON line when it is ready.
 */
import { demoCarrierApp } from './app.ts';
import { readConfig } from './config.ts';
import { orderDesk } from './order-desk.ts';
import { readTrustFile } from './read-trust-file.ts';
import { serviceClient } from './service-client.ts';
import { trustOwnCertificate } from './trust-own-certificate.ts';

const config = readConfig(process.env);
const service = new URL(config.serviceUrl);
const loopbackOnly = ['localhost', '127.0.0.1', '[::1]'].includes(service.hostname);
trustOwnCertificate(config);

const client = serviceClient(config);
const own = { address: '' };
// A phone could not come back to an address of this machine.
const returnAddress = (orderId: string): string => `${own.address}/?order=${orderId}`;
const app = demoCarrierApp({
  desk: orderDesk(client, loopbackOnly ? returnAddress : undefined),
  service: client,
  carrier: { trustPolicy: readTrustFile(config.trustFile), loopbackOnly },
});

await app.listen({ host: config.host, port: config.port });
const address = app.server.address();
const port = typeof address === 'object' && address !== null ? address.port : config.port;
const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host)
  ? 'localhost'
  : config.host;
own.address = `http://${host}:${port}`;
console.log(JSON.stringify({ ready: true, url: own.address }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void app.close().then(() => process.exit(0)));
}
