export { DataDirectoryInUse, lockDataDirectory, type ProcessLock } from './lock-data-directory.ts';
