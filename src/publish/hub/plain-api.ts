// What the Hub offers and its client has no function for: the names of commits. Bodies and answers are JSON.

import { z } from 'zod';
import { unless } from './hub-error.ts';

/** Commits that names stand for. */
export interface Refs {
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** How to reach a dataset. */
export interface PlainAccess {
  readonly fetch: typeof fetch;
  /** Address of the dataset in the API. */
  readonly url: string;
  readonly token: string | undefined;
}

const references = z.array(z.looseObject({ name: z.string(), targetCommit: z.string() }));
const refsAnswer = z.looseObject({ branches: references, tags: references });

/** Undefined where there is no such dataset, or none for us. */
export async function readRefs(access: PlainAccess): Promise<Refs | undefined> {
  const text = await unless(404, undefined, () => request(access, 'GET /refs'));
  if (text === undefined) return undefined;
  const { branches, tags } = refsAnswer.parse(JSON.parse(text));
  return { branches: byName(branches), tags: byName(tags) };
}

/** A file of a commit as text; undefined where there is none. The address of the access is that of the dataset's page. */
export function readText(access: PlainAccess, commit: string, path: string): Promise<string | undefined> {
  return unless(404, undefined, () => request(access, `GET /resolve/${commit}/${path}`));
}

/** Gives a commit a name, which another one loses if it has it. */
export async function setTag(access: PlainAccess, tag: string, commit: string): Promise<void> {
  const create = () => request(access, `POST /tag/${commit}`, { tag });
  if ((await unless(409, undefined, create)) !== undefined) return;
  await unless(404, undefined, () => request(access, `DELETE /tag/${encodeURIComponent(tag)}`));
  // An earlier try may have come through after all.
  await unless(409, undefined, create);
}

/** A refusal, in the form of the client's. */
class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

async function request({ fetch, url, token }: PlainAccess, what: string, body?: object): Promise<string> {
  const [method = '', path = ''] = what.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new Refusal(response.status, text);
}

function byName(refs: z.infer<typeof references>): ReadonlyMap<string, string> {
  return new Map(refs.map(({ name, targetCommit }) => [name, targetCommit]));
}
