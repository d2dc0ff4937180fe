import { CodedError } from '@bonin/core';

export type StorageErrorCode =
  | 'STORAGE_FAILED'
  | 'STORAGE_ROW_UNREADABLE'
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_HOLDER_UNKNOWN'
  | 'MIGRATION_FAILED';

/**
 * What broke in the database. Rebuilt from the driver's error, never wrapping it: a driver quotes
 * parameters and rows.
 */
export class StorageError extends CodedError<StorageErrorCode> {}

/** Runs a query and lets nothing of the driver's error out but its SQLSTATE. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new StorageError('STORAGE_FAILED', { sqlState: sqlStateOf(error) });
  }
}

function sqlStateOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z_]{2,32}$/.test(code) ? code : 'none';
}
