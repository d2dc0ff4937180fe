/** What is wrong with how the container is run: the compose file, and the list of system calls that it names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose } from './compose-file.ts';
import { lastStage, readContainerFile } from './container-file.ts';

const FOLDER = 'deploy/container';

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  init: ['true'],
  read_only: ['true'],
  cap_drop: ['[ALL]'],
  security_opt: [
    'no-new-privileges:true',
    'seccomp:./seccomp.json',
    'apparmor:unconfined',
    'systempaths=unconfined',
  ],
  'ulimits.core': ['0'],
  tmpfs: ['/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777'],
  volumes: ['data:/var/lib/bonin'],
  ports: ['127.0.0.1:8080:8080'],
};

/** These give away what the rest keeps. */
const NEVER = /^(?:privileged|cap_add|devices|network_mode|pid|ipc|userns_mode)$/;

export function findComposeFaults(
  text: string,
  containerFile: string,
  root: string,
): readonly string[] {
  const settings = readCompose(text);
  const valuesAt = (name: string): readonly string[] =>
    settings.filter(({ place }) => place === `services.bonin.${name}`).map(({ value }) => value);
  const user = lastStage(readContainerFile(containerFile)).findLast(({ name }) => name === 'USER');
  const [context = '', dockerfile = ''] = ['context', 'dockerfile'].map(
    (name) => valuesAt(`build.${name}`)[0],
  );
  const [memory] = valuesAt('mem_limit');
  return [
    ...Object.entries(REQUIRED).flatMap(([name, values]) =>
      valuesAt(name).join('\n') === values.join('\n')
        ? []
        : [`${name} is not ${values.join(', ')}`],
    ),
    ...settings
      .map(({ place }) => place.split('.')[2] ?? '')
      .filter((name) => NEVER.test(name))
      .map((name) => `${name} gives rights away`),
    ...settings
      .filter(({ hasReason }) => !hasReason)
      .map(({ place, value }) => `${place} ${value} has no reason above it`),
    ...(valuesAt('user')[0] === user?.text ? [] : ['its user is not that of the image']),
    ...(memory !== undefined && valuesAt('memswap_limit')[0] === memory
      ? []
      : ['memory could be swapped out to a disk']),
    ...(existsSync(join(root, FOLDER, context, dockerfile)) && dockerfile !== ''
      ? []
      : ['it is not built from a file of the repository']),
  ];
}

/** What booths ask the kernel for when they confine themselves. */
const NEEDED_CALLS = [
  'unshare',
  'mount',
  'mount_setattr',
  'umount2',
  'prctl',
  'prlimit64',
  'capset',
];

/** What reaches into another process, into the kernel, or around the list. */
const FORBIDDEN_CALLS = [
  ...['ptrace', 'process_vm_readv', 'process_vm_writev', 'kcmp', 'userfaultfd', 'pidfd_getfd'],
  ...['bpf', 'perf_event_open', 'io_uring_setup', 'init_module', 'finit_module', 'kexec_load'],
  ...['add_key', 'keyctl', 'request_key', 'reboot', 'swapon', 'iopl', 'ioperm', 'syslog'],
  ...['chroot', 'pivot_root', 'open_by_handle_at', 'clock_settime', 'settimeofday', 'sethostname'],
];

interface SeccompList {
  readonly defaultAction: string;
  readonly syscalls: readonly { readonly names: readonly string[]; readonly action: string }[];
}

export function findCallFaults(text: string): readonly string[] {
  const { defaultAction, syscalls } = JSON.parse(text) as SeccompList;
  const allowed = new Set(
    syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names),
  );
  return [
    ...(defaultAction === 'SCMP_ACT_ERRNO' ? [] : ['what is not listed is allowed']),
    ...NEEDED_CALLS.filter((name) => !allowed.has(name)).map((name) => `booths need ${name}`),
    ...FORBIDDEN_CALLS.filter((name) => allowed.has(name)).map((name) => `${name} is allowed`),
  ];
}
