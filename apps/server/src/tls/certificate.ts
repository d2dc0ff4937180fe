import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { Certificate } from '../http/app.ts';

const LIFETIME_DAYS = 365;

/**
 * The certificate of this machine, made on first use. For trying it out on a phone in the same network:
 * the phone will warn, because nobody vouches for it.
 */
export async function selfSignedCertificate(folder: string): Promise<Certificate> {
  const addresses = lanAddresses();
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const marker = join(folder, 'addresses');
  const wanted = [...addresses].sort().join('\n');
  if (read(marker) === wanted) {
    const [key, cert] = [read(files.key), read(files.cert)];
    if (key !== undefined && cert !== undefined) return { key, cert };
  }
  const notAfterDate = new Date(Date.now() + LIFETIME_DAYS * 86_400_000);
  const made = await generate([{ name: 'commonName', value: 'bonin.local' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, made.private, { mode: 0o600 });
  writeFileSync(files.cert, made.cert, { mode: 0o600 });
  // Last: what it names is there.
  writeFileSync(marker, wanted, { mode: 0o600 });
  return { key: made.private, cert: made.cert };
}

function lanAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
