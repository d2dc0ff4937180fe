/**
 * Brings one package's archive, through npm's own cache and with its hash checked.
 *
 * No package is installed and none of its scripts run. An archive that was cut short is fetched again from its
 * beginning: an interrupted install goes on with the files that are missing, not in the middle of one.
 */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { InstallError } from './install-error.ts';
import type { PinnedPackage } from './pinned-package.ts';

/**
 * Brings the archive of a package; calls `arrived` with the count of each new portion of bytes, and with a negative
 * count when it has to begin anew.
 */
export type FetchPackage = (
  pinned: PinnedPackage,
  arrived: (bytes: number) => void,
) => Promise<Uint8Array>;

const SETTINGS = ['cache', 'registry', 'cafile', 'proxy', 'https-proxy', 'noproxy', 'strict-ssl'];

/** Fetches with the settings of the npm that runs here: its cache, registry, proxies, certificates. */
export async function openRegistry(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FetchPackage> {
  const [{ default: pacote }, settings] = await Promise.all([
    import('pacote'),
    readSettings(environment),
  ]);
  return async (pinned, arrived) => {
    const { name, version, integrity } = pinned;
    const options = { ...settings, integrity, preferOffline: true };
    let counted = 0;
    let latest: NodeJS.ReadableStream | undefined;
    const collect = async (stream: NodeJS.ReadableStream): Promise<Uint8Array> => {
      // Another try begins anew, and what the one before it brought, or still brings, is not to be counted.
      arrived(-counted);
      counted = 0;
      latest = stream;
      const portions: Buffer[] = [];
      await new Promise((resolve, reject) => {
        stream.on('data', (portion: Buffer) => {
          portions.push(portion);
          if (stream !== latest) return;
          counted += portion.length;
          arrived(portion.length);
        });
        stream.once('end', resolve);
        // For good: a loop over the stream stops listening at its first error, and the next one ends the process.
        stream.on('error', reject);
      });
      return Buffer.concat(portions);
    };
    const fetch = () => pacote.tarball.stream<Uint8Array>(`${name}@${version}`, collect, options);
    try {
      return await fetch().catch(fetch);
    } catch (cause) {
      const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      throw new InstallError('PACKAGE_UNREACHABLE', { package: name, version, reason }, { cause });
    }
  };
}

/** npm hands its settings to the scripts it runs; outside of one, it is asked. */
async function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string | boolean>>> {
  const given =
    environment['npm_config_cache'] === undefined
      ? await askNpm()
      : Object.fromEntries(
          SETTINGS.map((key) => [key, environment[`npm_config_${key.replaceAll('-', '_')}`]]),
        );
  const settings: Record<string, string | boolean> = {};
  for (const key of SETTINGS) {
    const value = given[key];
    if (typeof value !== 'string' && typeof value !== 'boolean') continue;
    if (value === '' || value === 'null') continue;
    const name = key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    settings[name] = key === 'strict-ssl' ? String(value) !== 'false' : value;
  }
  const { cache, cafile, ...rest } = settings;
  return {
    ...rest,
    ...(typeof cache === 'string' ? { cache: `${cache}/_cacache` } : {}),
    ...(typeof cafile === 'string' ? { ca: await readFile(cafile, 'utf8') } : {}),
  };
}

async function askNpm(): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'list', '--json', '--long']);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}
