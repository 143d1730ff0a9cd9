// Object storage: addresses, and folders of it mirrored on this machine. The only room that knows S3.

export { isAddress } from './address.ts';
export { type ByteRange, joinNear } from './byte-ranges.ts';
export { Mirror } from './mirror.ts';
export type { ObjectStore } from './object-store.ts';
export { openS3, type S3Options } from './open-s3.ts';
