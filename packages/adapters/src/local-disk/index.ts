export { LocalDiskStorage } from './local-disk-storage.ts';
