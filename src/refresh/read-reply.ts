// A JSON document from a server, checked. Servers that are in trouble send pages of HTML with a status of 200, or half a
// document.

import type { z } from 'zod';
import { StackpairsError } from '../errors.ts';
import { type Http, unreachable } from './http.ts';

/** Far above the metadata of an item with 400 files, which take 150 kB. */
const LARGEST_DOCUMENT = 64 * 1024 * 1024;
/** A document that was cut off, or is another, is asked for again so often. */
const TRIES = 3;

/** Asks for a document until it is one. */
export async function readReply<Schema extends z.ZodType>(
  http: Http,
  url: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  let cause: unknown;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { status, body } = await http(url);
    try {
      const text = await textOf(body);
      if (status !== 200) throw unreachable(url, `HTTP ${status}`);
      return schema.parse(JSON.parse(text));
    } catch (error) {
      // A signal is heard by the next question.
      if (error instanceof StackpairsError) throw error;
      cause = error;
    }
  }
  throw unreachable(url, cause);
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_DOCUMENT) throw new Error(`a document of more than ${LARGEST_DOCUMENT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
