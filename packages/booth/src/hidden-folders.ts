import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { BoothProgram } from './launch.ts';

/** Where programs leave files, sockets and terminals for one another, and where people keep theirs. */
const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/run', '/dev/shm', '/dev/pts', '/home', '/root'];

/**
 * The folders that are to be empty for a booth: the caller's own, and those that everybody shares.
 *
 * Left out are folders that are not there, that lie in another of the list, and that hold something which
 * a program itself needs: without it no booth could start. The probe finds out what that leaves readable.
 */
export function hiddenFolders(
  programs: readonly BoothProgram[],
  privateFolder?: string,
): readonly string[] {
  const read = programs.flatMap(({ file, readable }) => [file, ...readable]);
  const needed = [process.execPath, ...read].flatMap(resolved);
  const own = privateFolder === undefined ? [] : [privateFolder];
  const folders = [...new Set([...SHARED_FOLDERS, ...own].flatMap(resolved))].filter(
    (folder) => !needed.some((path) => isWithin(path, folder)),
  );
  return folders.filter(
    (folder) => !folders.some((other) => other !== folder && isWithin(folder, other)),
  );
}

function resolved(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
