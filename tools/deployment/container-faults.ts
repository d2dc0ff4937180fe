/**
 * What is wrong with the container file: a base that is not exact or not Debian, an end as root, a path that leads
 * nowhere, something that the service needs and that is not taken over.
 *
 * Not here: whether an engine can build it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  copiedInto,
  environmentIn,
  lastStage,
  readContainerFile,
  type Instruction,
} from './container-file.ts';

/** An image of the base's own name: no host before it, so that each engine asks the registry that it is set to. */
const EXACT_DEBIAN = /^node:(\d+\.\d+\.\d+)-(?:bookworm|trixie)-slim(?: AS build)?$/;

/** What confines a booth: packages/booth/src/launch.ts. */
export const CONFINING_PROGRAMS = ['sh', 'nice', 'unshare', 'mount', 'setpriv', 'prlimit'];

export interface ContainerNeeds {
  readonly root: string;
  /** The version of Node that the repository locks. */
  readonly nodeVersion: string;
  /** Files and folders that the service reads, relative to the installation. */
  readonly needed: readonly string[];
}

export function findContainerFaults(
  text: string,
  { root, nodeVersion, needed }: ContainerNeeds,
): readonly string[] {
  const instructions = readContainerFile(text);
  const kept = lastStage(instructions);
  const copied = copiedInto(instructions);
  return [
    ...findBaseFaults(instructions, nodeVersion),
    ...findUserFaults(kept),
    ...copied
      // What is built is not there before it is built.
      .filter((path) => !path.startsWith('dist/') && !existsSync(join(root, path)))
      .map((path) => `${path} is not in the repository`),
    ...needed
      .filter((path) => !copied.some((each) => path === each || path.startsWith(`${each}/`)))
      .map((path) => `${path} is needed and not taken over`),
    ...CONFINING_PROGRAMS.filter((program) => !asksFor(kept, program)).map(
      (program) => `a base without ${program} would not be noticed`,
    ),
    ...findStartFaults(kept, root),
    ...findDataFaults(instructions),
    ...instructions
      .filter(({ name, text: words }) => name === 'ADD' || /:\/\/(?!127\.0\.0\.1)/.test(words))
      .map(({ name }) => `${name} fetches what nothing checks`),
  ];
}

function findBaseFaults(instructions: readonly Instruction[], nodeVersion: string): string[] {
  const bases = instructions.filter(({ name }) => name === 'FROM').map(({ text }) => text);
  return [
    ...(bases.length === 2 ? [] : ['there are not two stages']),
    ...bases
      .filter((base) => EXACT_DEBIAN.exec(base)?.[1] !== nodeVersion)
      .map((base) => `${base} is not exactly Node ${nodeVersion} on Debian`),
  ];
}

function findUserFaults(kept: readonly Instruction[]): readonly string[] {
  const user = kept.findLast(({ name }) => name === 'USER')?.text ?? 'root';
  return /^[1-9]\d*:[1-9]\d*$/.test(user) ? [] : [`it ends as ${user}, not as a numbered user`];
}

function asksFor(kept: readonly Instruction[], program: string): boolean {
  return kept.some(
    ({ name, text }) =>
      name === 'RUN' &&
      text.includes('command -v "$program" || exit 1') &&
      (/^for program in ([^;]+);/.exec(text)?.[1] ?? '').split(' ').includes(program),
  );
}

function findStartFaults(kept: readonly Instruction[], root: string): readonly string[] {
  const start = kept.findLast(({ name }) => name === 'ENTRYPOINT')?.text ?? '';
  const [, file = ''] = /^\["node", "\/opt\/bonin\/([^"]+)"\]$/.exec(start) ?? [];
  const isHealthy = kept.some(({ name, text }) => name === 'HEALTHCHECK' && text.includes('CMD'));
  return [
    ...(file !== '' && existsSync(join(root, file))
      ? []
      : ['it does not start a file of the repository']),
    ...(isHealthy ? [] : ['nobody asks whether it is ready']),
  ];
}

/** The data folder is kept, is made for the one user, and is closed to everybody else. */
function findDataFaults(instructions: readonly Instruction[]): readonly string[] {
  const kept = lastStage(instructions);
  const folder = environmentIn(instructions)['BONIN_DATA_FOLDER'] ?? '';
  const [user, group] = (kept.findLast(({ name }) => name === 'USER')?.text ?? '').split(':');
  const making = `install --directory --owner=${user ?? ''} --group=${group ?? ''} --mode=0700 ${folder} `;
  return [
    ...(kept.some(({ name, text }) => name === 'VOLUME' && text === folder)
      ? []
      : [`${folder} is not kept`]),
    ...(kept.some(({ name, text }) => name === 'RUN' && `${text} `.includes(making))
      ? []
      : [`${folder} is not made for the user alone`]),
  ];
}
