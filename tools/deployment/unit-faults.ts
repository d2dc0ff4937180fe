/**
 * What is wrong with a unit: a setting that is missing, weaker, unknown or without its reason, a path that leads
 * nowhere, or something that booths need and would be kept from.
 *
 * Not here: what only systemd can tell. `systemd-analyze` is asked beside this, where there is one.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, readUnit, valuesOf, type UnitSetting } from './unit-file.ts';

/** Where units expect the repository to be installed. */
export const INSTALLED_AT = '/opt/bonin';

/** What every unit of ours has, word for word. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Type: ['exec'],
  StateDirectoryMode: ['0700'],
  UMask: ['0077'],
  Restart: ['on-failure'],
  LimitCORE: ['0'],
  CoredumpFilter: ['0x0'],
  MemorySwapMax: ['0'],
  NoNewPrivileges: ['yes'],
  CapabilityBoundingSet: [''],
  AmbientCapabilities: [''],
  RestrictSUIDSGID: ['yes'],
  KeyringMode: ['private'],
  RemoveIPC: ['yes'],
  PrivateUsers: ['yes'],
  RestrictRealtime: ['yes'],
  ProtectSystem: ['strict'],
  ProtectHome: ['yes'],
  PrivateTmp: ['yes'],
  PrivateDevices: ['yes'],
  ProtectControlGroups: ['yes'],
  ProtectProc: ['invisible'],
  ProtectKernelModules: ['yes'],
  ProtectKernelLogs: ['yes'],
  ProtectClock: ['yes'],
  ProtectHostname: ['yes'],
  RestrictAddressFamilies: ['AF_UNIX AF_INET AF_INET6'],
  IPAddressDeny: ['any'],
  IPAddressAllow: ['localhost'],
  SystemCallErrorNumber: ['EPERM'],
  SystemCallArchitectures: ['native'],
  LockPersonality: ['yes'],
  // Node compiles while it runs; with it nothing starts.
  MemoryDenyWriteExecute: ['no'],
};

/** Into another process, into the kernel's keys, or past the filter itself. */
const FORBIDDEN_CALLS = [
  '~process_vm_readv process_vm_writev kcmp userfaultfd @keyring',
  'io_uring_setup io_uring_enter io_uring_register',
].join(' ');

/** What the unit of the service has besides, because booths confine themselves under it. */
export const SERVICE_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ...REQUIRED,
  KillMode: ['mixed'],
  OOMPolicy: ['continue'],
  LimitNICE: ['+0'],
  RestrictNamespaces: ['user net mnt'],
  SystemCallFilter: ['@system-service @mount', `${FORBIDDEN_CALLS} chroot pivot_root`],
  ProcSubset: ['all'],
  ProtectKernelTunables: ['no'],
};

/** What the unit of a witness has besides: it starts nothing, so it is shut in more tightly. */
export const WITNESS_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ...REQUIRED,
  RestartPreventExitStatus: ['3'],
  RestrictNamespaces: ['yes'],
  SystemCallFilter: ['@system-service', `${FORBIDDEN_CALLS} @privileged`],
  ProcSubset: ['pid'],
  ProtectKernelTunables: ['yes'],
};

/** Names that may stand in a unit with a value of its own. systemd passes over a name that it does not know. */
const OTHERS: ReadonlySet<string> = new Set([
  'Description',
  'After',
  'StartLimitIntervalSec',
  'StartLimitBurst',
  'User',
  'Group',
  'ExecStart',
  'Environment',
  'EnvironmentFile',
  'StateDirectory',
  'RestartSec',
  'TimeoutStopSec',
  'NoExecPaths',
  'WantedBy',
]);

/** Where booths see nothing (packages/booth/src/hidden-folders.ts): nothing can be installed there. */
const HIDDEN = /^\/(?:tmp|var\/tmp|run|dev|home|root)(?:\/|$)/;

export function findUnitFaults(
  text: string,
  required: Readonly<Record<string, readonly string[]>>,
  root: string,
): readonly string[] {
  const settings = readUnit(text);
  return [
    ...Object.entries(required).flatMap(([name, values]) => {
      const given = valuesOf(settings, name);
      const isAsAsked = given.join('\n') === values.join('\n') && given.length === values.length;
      return isAsAsked ? [] : [`${name} is not ${values.join(', then ')}`];
    }),
    ...settings
      .filter(({ name }) => !Object.hasOwn(required, name) && !OTHERS.has(name))
      .map(({ name }) => `${name} is not known`),
    ...settings
      .filter(({ section, reason }) => section === 'Service' && (reason ?? '') === '')
      .map(({ name }) => `${name} has no reason above it`),
    ...findUserFaults(settings),
    ...findPathFaults(settings, root),
    ...findSecrets(settings),
  ];
}

function findUserFaults(settings: readonly UnitSetting[]): readonly string[] {
  return ['User', 'Group'].flatMap((name) => {
    const [user = 'root', ...more] = valuesOf(settings, name);
    return more.length > 0 || /^(?:root|0|)$/.test(user) ? [`${name} is root`] : [];
  });
}

function findPathFaults(settings: readonly UnitSetting[], root: string): readonly string[] {
  const [folder = ''] = valuesOf(settings, 'StateDirectory');
  const [notRun] = valuesOf(settings, 'NoExecPaths');
  const words = valuesOf(settings, 'ExecStart').flatMap((line) => line.split(' '));
  const paths = words.filter((word) => word.startsWith('/'));
  const [program = ''] = words;
  return [
    ...(program === `${INSTALLED_AT}/node_modules/.bin/node` ? [] : [`${program} is not our Node`]),
    ...paths
      .filter((path) => HIDDEN.test(path))
      .map((path) => `${path} lies in a folder that booths do not see`),
    ...paths
      .filter((path) => path.startsWith(`${INSTALLED_AT}/`))
      .filter((path) => !existsSync(join(root, path.slice(INSTALLED_AT.length))))
      .map((path) => `${path} is not in the repository`),
    ...paths
      .filter((path) => !isWithin(path, INSTALLED_AT) && !isWithin(path, `/var/lib/${folder}`))
      .map((path) => `${path} cannot be written`),
    ...(folder !== '' && notRun === `/var/lib/${folder}`
      ? []
      : ['what is written in StateDirectory could be run']),
  ];
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Everybody on the machine can read a unit. */
function findSecrets(settings: readonly UnitSetting[]): readonly string[] {
  return Object.keys(environmentOf(settings))
    .filter((name) => /DATABASE_URL|KEY|SECRET|PASSWORD|TOKEN/.test(name))
    .map((name) => `${name} would be readable by everybody`);
}
