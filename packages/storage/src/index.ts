export { openStorage, type Storage, type StorageLocation } from './open-storage.ts';
export { StorageError, type StorageErrorCode } from './storage-error.ts';
