import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { DemoCarrierConfig } from './config.ts';

/** Where the service puts the certificate that it makes for a phone in the same network. */
const CERTIFICATE = join('tls', 'cert.pem');

/** Trusts the service's own certificate, and no other that no authority vouches for. */
export function trustOwnCertificate({
  serviceUrl,
  dataFolder,
}: Pick<DemoCarrierConfig, 'serviceUrl' | 'dataFolder'>): void {
  if (!serviceUrl.startsWith('https:') || dataFolder === undefined) return;
  const file = join(dataFolder, CERTIFICATE);
  if (!existsSync(file)) return;
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(file, 'utf8')]);
}
