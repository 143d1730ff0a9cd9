// Addresses of object storage: `s3://bucket/some/prefix`.

import { StackpairsError } from '../errors.ts';
import { isStored, STORED } from '../is-stored.ts';

/** A place in object storage; the key is that of an object or of a folder of them, without a slash at its end. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

/** Reads an address; throws `bad_usage` if it has no bucket, or a key that no path can stand for. */
export function parseAddress(text: string): Address {
  const [bucket = '', ...parts] = text.slice(STORED.length).replace(/\/+$/, '').split('/');
  if (isStored(text) && /^[a-z0-9][a-z0-9.-]+$/i.test(bucket) && parts.every(isName)) {
    return { bucket, key: parts.join('/') };
  }
  throw new StackpairsError('bad_usage', 'this is no address of object storage', {
    at: text,
    expected: 's3://BUCKET/PREFIX, without empty parts, . and ..',
  });
}

/** True if a key can stand for a path below a folder, and for no other. */
export function isPathLike(key: string): boolean {
  return key.split('/').every(isName);
}

/** As it is written. */
export function addressText({ bucket, key }: Address): string {
  return `${STORED}${bucket}${key === '' ? '' : `/${key}`}`;
}

function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..';
}
