// Object storage: folders of it mirrored on this machine. The only room that knows S3.

export { joinNear } from './byte-ranges.ts';
export { Mirror } from './mirror.ts';
export { openS3, type S3Options } from './open-s3.ts';
