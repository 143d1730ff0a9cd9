// The Hub in small, over HTTP on this machine: as much of its protocol as its own clients use to write and read a dataset.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, damage, type Fault, refusalOf, send } from './faults.ts';
import { openLargeFiles } from './large-files.ts';
import { addCommit, type Repository, regularFile } from './repository.ts';
import { RESOLVE_ROUTES } from './resolve.ts';
import { type Asked, failure, type Hub, ROUTES, type Route } from './routes.ts';

/** The only token this Hub knows. */
export const TOKEN = 'hf_double0token';

/** How a double behaves. */
export interface DoubleOptions {
  /** Asked for each request that has a route: what goes wrong with it. */
  readonly fault?: ((route: string) => Fault | undefined) | undefined;
  /** Files above this size are asked for in parts; by default none is. */
  readonly partBytes?: number;
  /** Whether it takes chunks (Xet) from clients that offer them; it does not by default. */
  readonly takesChunks?: boolean;
  readonly pageFiles?: number;
}

/** A request that was answered, or cut off. */
export interface Logged {
  readonly route: string;
  readonly path: string;
  readonly bytes: number;
  /** The token that came with it. */
  readonly token: string | undefined;
}

/** A double under way. */
export interface HubDouble {
  readonly url: string;
  readonly repositories: Map<string, Repository>;
  readonly requests: Logged[];
  close(): Promise<void>;
}

/** Opens a Hub without any dataset. */
export async function openHub(options: DoubleOptions = {}): Promise<HubDouble> {
  const { fault, partBytes = Infinity, takesChunks = false, pageFiles = 1000 } = options;
  const requests: Logged[] = [];
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hub: Hub = {
    repositories: new Map(),
    store: openLargeFiles({ address, partBytes, takesChunks }),
    address,
    pageFiles,
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, address());
    const route = [...ROUTES, ...RESOLVE_ROUTES].find(
      ({ method, path }) => method === request.method && path.test(url.pathname),
    );
    const what = route && fault?.(route.name);
    const refusal = refusalOf(what, request);
    if (refusal === 'cut') {
      request.socket.destroy();
      return;
    }
    try {
      const body = await bodyOf(request);
      const token = request.headers.authorization?.replace(/^Bearer /, '');
      requests.push({ route: route?.name ?? 'none', path: url.pathname, bytes: body.length, token });
      const answer = refusal ?? handle(hub, { route, request, url, body, fault: what });
      await send(response, request.method === 'HEAD' ? headOf(answer) : answer, what);
    } catch (error) {
      // A client that goes away in the middle of its request is what some tests are about.
      if (!response.destroyed) response.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: address(),
    repositories: hub.repositories,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Handling {
  readonly route: Route | undefined;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly fault: Fault | undefined;
}

function handle(hub: Hub, { route, request, url, body, fault }: Handling): Answer {
  if (route === undefined) return failure(404, `no route for ${request.method} ${url.pathname}`);
  const isStore = /^\/(?:store|cas)\//.test(url.pathname);
  const isWrite = !isStore && request.method !== 'GET' && request.method !== 'HEAD' && route.name !== 'paths';
  const isAsked = isWrite || route.name === 'whoami';
  const token = request.headers.authorization;
  if (!isStore && token !== undefined && token !== `Bearer ${TOKEN}`)
    return failure(401, `Invalid credentials: ${token}`);
  if (isAsked && token === undefined) return failure(401, 'Invalid username or password.');
  const [, repo = '', ...groups] = route.path.exec(url.pathname)!;
  const rest = groups.filter((group) => group !== undefined).map(decodeURIComponent);
  const bytes = fault === 'damaged' ? damage(body) : body;
  const asked: Asked = { repo, rest, query: url.searchParams, body: bytes, range: request.headers.range };
  const repository = hub.repositories.get(repo);
  if (fault === 'stale' && repository !== undefined) commitByOther(repository, rest[0]!);
  const answer = route.run(hub, asked);
  return fault === 'other' ? withOther(answer) : answer;
}

/** Somebody else adds a file of theirs. */
function commitByOther(repository: Repository, branch: string): void {
  const file = regularFile('NOTES.md', Buffer.from(`note ${repository.log.length}`));
  addCommit(repository, branch, { title: 'Notes', changes: new Map([[file.path, file]]) });
}

/** A listing in which the last large file is another one. */
function withOther(answer: Answer): Answer {
  if (!Array.isArray(answer.body)) return answer;
  const last = answer.body.findLastIndex(({ lfs }) => lfs !== undefined);
  const other = (file: { lfs: object }) => ({ ...file, lfs: { ...file.lfs, oid: '0'.repeat(64) } });
  return { ...answer, body: answer.body.map((file, index) => (index === last ? other(file) : file)) };
}

/** The answer to a question for heads only: no body, but its length. */
function headOf({ status, headers, body }: Answer): Answer {
  const length = Buffer.isBuffer(body) ? { 'Content-Length': String(body.length) } : {};
  return { status, headers: { ...headers, ...length } };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
