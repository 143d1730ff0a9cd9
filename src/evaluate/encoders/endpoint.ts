// A server that answers as OpenAI's embeddings do: POST { model, input: [...] } -> { data: [{ index, embedding }] }.
// What may pass is tried again after the delay the server asks for. The key is never part of a message.

import { z } from 'zod';
import type { Encoder } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import { type Patience, tryPatiently } from '../../patience.ts';
import { normaliseRows } from './pool.ts';

/** How a server is asked. */
export interface EndpointOptions {
  /** Sent as a bearer token; from the environment, by whoever knows it. */
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Pick<Patience, 'wait' | 'firstDelayMs'> | undefined;
}

/** Texts of one request: what servers of this form take at least. */
const BATCH_TEXTS = 64;

/** A server that says nothing for so long is taken for a lost connection. */
const SILENCE_MS = 120_000;

const reply = z.looseObject({
  data: z.array(z.looseObject({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
});

/** The name behind the `#`. */
function modelIn({ hash }: URL): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch (cause) {
    throw new StackpairsError('bad_usage', 'the name of the model cannot be read', {
      expected: 'a name with its special characters as in a URL, such as %20',
      found: hash,
      cause,
    });
  }
}

/** Opens a server by its URL, whose fragment (`#name`) names the model; asks it for one vector, to know their length. */
export async function openEndpoint(address: string, options: EndpointOptions): Promise<Encoder> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new StackpairsError('bad_usage', 'this is no address of a server', {
      expected: 'http:URL with http:// or https://, and no password in it',
      hint: 'A key is taken from the environment: STACKPAIRS_API_KEY',
    });
  }
  const model = modelIn(url) || 'default';
  url.hash = '';
  const ask = (texts: readonly string[]) => askServer(url, { model, texts, isFirst: false }, options);
  const [probe] = (await askServer(url, { model, texts: ['a'], isFirst: true }, options)) as [number[]];
  const dimensions = probe.length;
  return {
    name: model,
    dimensions,
    async encode(texts) {
      const vectors = new Float32Array(texts.length * dimensions);
      for (let from = 0; from < texts.length; from += BATCH_TEXTS) {
        const rows = await ask(texts.slice(from, from + BATCH_TEXTS));
        for (const [row, values] of rows.entries()) {
          if (values.length !== dimensions)
            throw unexpected(url, `${dimensions} numbers a text`, String(values.length));
          vectors.set(values, (from + row) * dimensions);
        }
      }
      if (normaliseRows(vectors, dimensions) !== -1) throw unexpected(url, 'finite numbers', 'others');
      return vectors;
    },
    // The same name may mean another model tomorrow: a vector tells them apart, but for what differs from run to run.
    identity: async () => JSON.stringify([url.href, model, probe.map((value) => value.toPrecision(3))]),
    close: async () => {},
  };
}

interface Question {
  readonly model: string;
  readonly texts: readonly string[];
  /** A server that has not answered yet and refuses a connection is not there: waiting for it helps nobody. */
  readonly isFirst: boolean;
}

async function askServer(
  url: URL,
  { model, texts, isFirst }: Question,
  { key, signal, patience }: EndpointOptions,
): Promise<number[][]> {
  const headers = {
    'Content-Type': 'application/json',
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
  };
  const body = JSON.stringify({ model, input: texts, encoding_format: 'float' });
  const silence = () => AbortSignal.any([AbortSignal.timeout(SILENCE_MS), ...(signal === undefined ? [] : [signal])]);
  const attempt = () =>
    fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: silence() }).then(
      async (response) => ({ response, text: await response.text() }),
      (error: unknown) => {
        if (isFirst && isRefused(error)) throw notListening(url, error);
        return { error };
      },
    );
  const tried = await tryPatiently(attempt, { signal, ...patience });
  if ('error' in tried) {
    throw new StackpairsError('network_failed', 'the server of the model cannot be reached', {
      at: url.href,
      cause: tried.error,
    });
  }
  const { response, text } = tried as { response: Response; text: string; tries: number };
  if (!response.ok) {
    const code = response.status === 429 || response.status >= 500 ? 'network_failed' : 'refused';
    throw new StackpairsError(code, 'the server of the model gives no vectors', {
      at: url.href,
      found: `status ${response.status}`,
    });
  }
  return vectorsOf(url, text, texts.length);
}

/** Whether nobody listens there; of a name with several addresses, at none of them. */
function isRefused(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code === 'ECONNREFUSED';
}

function notListening(url: URL, cause: unknown): StackpairsError {
  return new StackpairsError('network_failed', 'no server listens at the address of the model', {
    at: url.href,
    hint: 'Start the server first, or correct the address',
    cause,
  });
}

function vectorsOf(url: URL, text: string, count: number): number[][] {
  const { data } = parseReply(url, text);
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  const rows = Array.from({ length: count }, (_, index) => byIndex.get(index));
  const whole = rows.filter((row) => row !== undefined);
  if (whole.length !== count || data.length !== count)
    throw unexpected(url, `${count} vectors`, `${byIndex.size} of ${data.length}`);
  return whole;
}

function parseReply(url: URL, text: string): z.infer<typeof reply> {
  try {
    return reply.parse(JSON.parse(text));
  } catch (cause) {
    throw new StackpairsError('bad_input', 'the server of the model answers in another form', {
      at: url.href,
      expected: '{ "data": [{ "index": 0, "embedding": [...] }] }',
      cause,
    });
  }
}

function unexpected(url: URL, expected: string, found: string): StackpairsError {
  return new StackpairsError('bad_input', 'the server of the model gives other vectors', {
    at: url.href,
    expected,
    found,
  });
}
