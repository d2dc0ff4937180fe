import type { FacePolicy } from '@bonin/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { BoothRole } from './booth-role.ts';

/** The means by which this machine can confine a process from outside. */
export interface HostMeans {
  readonly coreDumpFilter: boolean;
  readonly networkNamespace: boolean;
  readonly mountNamespace: boolean;
  readonly noNewPrivileges: boolean;
  readonly noCapabilities: boolean;
  readonly deathSignal: boolean;
  readonly resourceLimits: boolean;
}

export const NO_MEANS: HostMeans = {
  coreDumpFilter: false,
  networkNamespace: false,
  mountNamespace: false,
  noNewPrivileges: false,
  noCapabilities: false,
  deathSignal: false,
  resourceLimits: false,
};

/** A program to run in a booth, and what it may read. */
export interface BoothProgram {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly readable: readonly string[];
}

export interface LaunchOptions {
  readonly means: HostMeans;
  /** Folders that are empty for the process where the host has mount namespaces; see `hiddenFolders`. */
  readonly hidden: readonly string[];
  readonly cpuMs: number;
  /** Scheduling priority to begin with; 0 is ordinary. */
  readonly niceness: number;
  /** What a descriptor beside the standard ones leads to: from a reader to its matcher. Nothing when absent. */
  readonly handOver?: 'pipe' | Socket;
  /** Where the program's standard error goes. Only a pipe that nobody but the operator reads may replace `ignore`. */
  readonly stderr: 'ignore' | 'pipe';
}

/** All the environment a booth has: constants of ours. Nothing is inherited. */
const ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  UV_THREADPOOL_SIZE: '2',
  VIPS_CONCURRENCY: '1',
  // The runtime of the networks reports to its maker where it is not told otherwise.
  ORT_DISABLE_TELEMETRY: '1',
};

const CONFINED_RUNTIME = [
  '--permission',
  // The runtime of the networks and the image decoder are native code.
  '--allow-addons',
  '--disable-sigusr1',
  '--disallow-code-generation-from-strings',
  '--no-warnings',
  // A booth gives back what starting took before it waits, perhaps for long.
  '--expose-gc',
];

/** Starts a booth program under the permission model and all the means of the host. */
export function launchConfined(program: BoothProgram, options: LaunchOptions): ChildProcess {
  const reads = program.readable.map((path) => `--allow-fs-read=${path}`);
  return launchUnder(options, [
    process.execPath,
    ...CONFINED_RUNTIME,
    ...reads,
    program.file,
    ...program.arguments,
  ]);
}

/** Starts a command under the means of the host alone. */
export function launchUnder(options: LaunchOptions, command: readonly string[]): ChildProcess {
  const [file = '', ...rest] = [...wrapping(options), ...command];
  const { handOver } = options;
  return spawn(file, rest, {
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', options.stderr, ...(handOver === undefined ? [] : [handOver])],
    windowsHide: true,
  });
}

/**
 * Makes a mount namespace of the booth's own one in which nothing can be written and the folders named up
 * to `--` are empty, then goes on to the command behind it.
 *
 * All that is mounted is made read-only in one go; what cannot be is left to the probe to find. First the
 * way is closed by which code could make a further user namespace, and be master of everything in it.
 */
const CLOSE_FILES = `
echo 0 > /proc/sys/user/max_user_namespaces
mount --all --options remount,bind,ro
while [ "$1" != -- ]; do
  mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k,mode=555 hidden "$1" || exit 1
  shift
done
shift
exec "$@"`;

/**
 * The command line that confines whatever follows it. Each of its programs replaces itself by the next,
 * so that the process started is in the end the booth.
 *
 * The death signal comes after the namespaces, as entering one clears it; so does giving up the capabilities,
 * as mounting needs them.
 */
export function wrapping(options: Omit<LaunchOptions, 'stderr'>): string[] {
  const { means, hidden, cpuMs, niceness } = options;
  const words: string[] = [];
  if (means.coreDumpFilter) {
    words.push('/bin/sh', '-c', 'echo 0 > /proc/self/coredump_filter; exec "$@"', 'sh');
  }
  if (niceness !== 0) words.push('nice', '-n', String(niceness));
  if (means.networkNamespace || means.mountNamespace) {
    words.push('unshare', '--map-root-user');
    if (means.networkNamespace) words.push('--net');
    if (means.mountNamespace) words.push('--mount', '/bin/sh', '-c', CLOSE_FILES, 'sh');
    if (means.mountNamespace) words.push(...hidden, '--');
  }
  if (means.noNewPrivileges || means.noCapabilities || means.deathSignal) {
    words.push('setpriv');
    if (means.noNewPrivileges) words.push('--no-new-privs');
    // The one who enters a user namespace has every capability in it, enough to undo what was mounted.
    if (means.noCapabilities) {
      words.push('--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all');
    }
    if (means.deathSignal) words.push('--pdeathsig', 'KILL');
  }
  if (means.resourceLimits) {
    // A hard stop behind the parent's own watch, hence a little later.
    const cpuSeconds = Math.ceil(cpuMs / 1000) + 2;
    words.push('prlimit', '--core=0', '--fsize=0', `--cpu=${cpuSeconds}`);
  }
  return words;
}

const NATIVE_PACKAGES = [
  'onnxruntime-node',
  'onnxruntime-common',
  'sharp',
  'detect-libc',
  'semver',
  '@img/colour',
  ...['x64', 'arm64'].flatMap((cpu) =>
    ['linux', 'linuxmusl', 'darwin'].flatMap((system) => [
      `@img/sharp-${system}-${cpu}`,
      `@img/sharp-libvips-${system}-${cpu}`,
    ]),
  ),
];

/** Folders of the native packages, as far as they are installed where a program looks for them. */
export function nativePackageFolders(programFile: string): string[] {
  const folders = createRequire(programFile).resolve.paths('sharp') ?? [];
  return folders
    .flatMap((folder) => NATIVE_PACKAGES.map((name) => `${folder}/${name}`))
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder));
}

/** The programs of the two booths of an attempt. */
export interface BoothPrograms {
  readonly reader: BoothProgram;
  readonly matcher: BoothProgram;
}

/** Which networks of the list a matcher works with: the scales of a policy's thresholds. */
export interface MatcherNetworks {
  readonly recognition: string;
  readonly pad: string;
}

/** The networks whose scores a policy has thresholds for. */
export function networksOf({ comparison, pad }: FacePolicy): MatcherNetworks {
  return { recognition: comparison.scale, pad: pad.scale };
}

export interface BoothProgramsOptions {
  /** Where the built booth programs lie, by the names of the roles. */
  readonly programFolder: string;
  readonly manifestFile: string;
  readonly modelFolder: string;
  /** As the policy in force names them; those that come with Bonin when absent. */
  readonly networks?: MatcherNetworks;
  readonly timings: boolean;
}

/**
 * The reader: a card to its portrait, with networks that find faces and none that tells one from another. The matcher: one
 * portrait and live frames of one person to one word.
 */
export function boothPrograms(options: BoothProgramsOptions): BoothPrograms {
  const { programFolder, manifestFile, modelFolder, networks, timings } = options;
  const { recognition = '', pad = '' } = networks ?? {};
  const last = timings ? ['--timings'] : [];
  const program = (role: BoothRole, words: readonly string[]): BoothProgram => {
    const file = join(programFolder, `${role}.mjs`);
    return {
      file,
      arguments: [manifestFile, modelFolder, ...words, ...last],
      readable: [programFolder, manifestFile, modelFolder, ...nativePackageFolders(file)],
    };
  };
  return { reader: program('reader', []), matcher: program('matcher', [recognition, pad]) };
}
