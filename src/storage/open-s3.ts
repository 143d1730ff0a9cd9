// S3 and what speaks like it, through the client of AWS, which is there only where somebody added it: it has 20 MB. The client
// finds credentials where all tools of AWS do, signs, tries again, and uploads large files in parts.
// Memory: PARTS_AT_ONCE parts of an upload.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { StackpairsError } from '../errors.ts';
import { type Address, addressText } from './address.ts';
import { ObjectChanged, type ObjectStore, type StoredObject } from './object-store.ts';

/** Tries of a request, with pauses that grow. */
const ATTEMPTS = 6;
const CONNECT_MILLISECONDS = 10_000;
/** A connection that is silent for so long is dead. */
const SILENT_MILLISECONDS = 60_000;
const CONNECTIONS = 64;
/** Below this a file is one request. Parts of it keep even a shard of 80 GB below the 10,000 that S3 takes. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 4;
const MOST_PARTS = 10_000;

/** Where the storage is, if not at AWS. */
export interface S3Options {
  /** Address of a server that speaks like S3; buckets are then part of the path. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
}

/** Opens it. Throws `bad_usage` where the client is missing. */
export async function openS3({ endpoint, region }: S3Options): Promise<ObjectStore> {
  const sdk = await loadClient();
  const client = new sdk.S3Client({
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // A server of one's own has no regions, and the client insists on one.
    ...(endpoint !== undefined && region === undefined ? { region: 'us-east-1' } : region !== undefined && { region }),
    maxAttempts: ATTEMPTS,
    // Not all servers know the sums that the client would send by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MILLISECONDS,
      socketTimeout: SILENT_MILLISECONDS,
      httpAgent: { maxSockets: CONNECTIONS },
      httpsAgent: { maxSockets: CONNECTIONS },
    },
  });

  async function* list({ bucket, key }: Address): AsyncGenerator<StoredObject> {
    const pages = sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: key });
    try {
      for await (const { Contents = [] } of pages) {
        for (const { Key = '', Size = 0, LastModified, ETag = '' } of Contents) {
          const seconds = Math.floor((LastModified?.getTime() ?? 0) / 1000);
          yield { key: Key, bytes: Size, modified: seconds * 1000, etag: ETag };
        }
      }
    } catch (error) {
      throw asOurs(error, { bucket, key });
    }
  }

  return {
    list,
    async read(object, { from, to, etag, signal }) {
      const wanted = { Bucket: object.bucket, Key: object.key, Range: `bytes=${from}-${to - 1}`, IfMatch: etag };
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand(wanted), signal && { abortSignal: signal });
        return Body as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        signal?.throwIfAborted();
        throw asOurs(error, object);
      }
    },
    async write(object, path, { ifAbsent = false } = {}) {
      const { size } = await stat(path);
      const target = { Bucket: object.bucket, Key: object.key, ChecksumAlgorithm: 'SHA256' as const };
      const condition = ifAbsent ? { IfNoneMatch: '*' } : {};
      try {
        if (size < PART_BYTES) {
          const Body = await readFile(path);
          return (await client.send(new sdk.PutObjectCommand({ ...target, ...condition, Body }))).ETag;
        }
        const partSize = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
        const params = { ...target, ...condition, Body: createReadStream(path, { highWaterMark: 1 << 20 }) };
        return (await new sdk.Upload({ client, params, partSize, queueSize: PARTS_AT_ONCE }).done()).ETag;
      } catch (error) {
        if (ifAbsent && statusOf(error) === 412) return undefined;
        throw asOurs(error, object);
      }
    },
    async remove(object) {
      try {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: object.bucket, Key: object.key }));
      } catch (error) {
        throw asOurs(error, object);
      }
    },
    close: () => client.destroy(),
  };
}

async function loadClient() {
  try {
    const [client, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
    return { ...client, Upload };
  } catch (cause) {
    throw new StackpairsError('bad_usage', 'object storage needs packages that cannot be loaded', {
      hint: 'Add them: npm install @aws-sdk/client-s3@3.1175.0 @aws-sdk/lib-storage@3.1175.0',
      cause,
    });
  }
}

/** Refusals by their status, for those who can do something about them; the client has tried everything else again. */
const REFUSALS: Readonly<Record<number, readonly [code: 'bad_usage' | 'refused', what: string, hint: string]>> = {
  301: ['bad_usage', 'the bucket is in another region', 'Set AWS_REGION to that of the bucket'],
  400: ['refused', 'the storage does not understand the request', 'Check AWS_REGION and AWS_ENDPOINT_URL'],
  401: ['refused', 'the storage refuses these credentials', 'Check the credentials, as with `aws s3 ls`'],
  403: [
    'refused',
    'the storage refuses these credentials',
    'Check the credentials and what they allow, as with `aws s3 ls`',
  ],
  404: ['bad_usage', 'there is no such bucket or object', 'Check the address'],
};

/** The error as ours. Of what the client says only name and message are told: they hold no credentials. */
function asOurs(error: unknown, object: Address): Error {
  if (error instanceof StackpairsError || !(error instanceof Error)) return error as Error;
  const status = statusOf(error);
  if (status === 412) return new ObjectChanged(addressText(object));
  const parts = { at: addressText(object), found: `${error.name}: ${error.message}`, cause: error };
  if (/Credentials|Token/.test(error.name) && status === undefined) {
    const hint = 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile, or a role of the machine';
    return new StackpairsError('bad_usage', 'there are no credentials for the storage', { ...parts, hint });
  }
  const [code, what, hint] = REFUSALS[status ?? 0] ?? [
    'network_failed',
    'the storage cannot be reached, or fails',
    'Try again later: what is done stays done',
  ];
  return new StackpairsError(code, what, { ...parts, hint });
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
