export { type S3Settings, S3Storage } from './s3-storage.ts';
