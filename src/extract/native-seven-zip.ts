// 7-Zip as a program of the system, started with an argument array and no shell. Its output is a pipe: 7-Zip waits while
// nobody reads. The program is gone when the generator ends, however it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pipeline, type Writable } from 'node:stream';
import { type SevenZip, SevenZipFailure } from './seven-zip.ts';

const PROGRAMS = ['7zz', '7z', '7zz.exe', '7z.exe'];

/** Error text kept of a run; the reason stands in the first lines. */
const MESSAGE_LIMIT = 4096;

/** The first program on this PATH that starts and says it reads the format. */
export async function findNativeSevenZip(path: string, format: string): Promise<SevenZip | undefined> {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  for (const program of PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if ((await isExecutable(program)) && (await knows(program, format))) {
      return nativeSevenZip(program);
    }
  }
  return undefined;
}

// Runs the 7-Zip at this path.
function nativeSevenZip(program: string): SevenZip {
  return async function* run({ switches, archive, stdin, signal }) {
    signal?.throwIfAborted();
    const child = spawn(program, [...switches, ...(archive === undefined ? [] : ['--', archive])], {
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
    const kill = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    try {
      yield* outputOf(child, stdin);
      signal?.throwIfAborted();
    } finally {
      signal?.removeEventListener('abort', kill);
      kill();
      await gone;
    }
  };
}

async function* outputOf(child: ChildProcess, stdin: AsyncIterable<Uint8Array> | undefined) {
  const exit = exitOf(child);
  const messages = collectText(child);
  const source = stdin === undefined || child.stdin === null ? undefined : feed(stdin, child.stdin);
  for await (const chunk of child.stdout ?? []) {
    yield chunk as Uint8Array;
  }
  const code = await exit;
  if (source?.failure !== undefined) {
    throw source.failure;
  }
  if (code !== 0) {
    throw new SevenZipFailure(code, messages());
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

function collectText({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(0, MESSAGE_LIMIT);
  });
  return () => text;
}

// A broken pipe is no failure of the source: 7-Zip has left, and its exit code says why.
function feed(stdin: AsyncIterable<Uint8Array>, pipe: Writable): { readonly failure: unknown } {
  const outcome: { failure: unknown } = { failure: undefined };
  async function* watched() {
    try {
      yield* stdin;
    } catch (error) {
      outcome.failure = error;
      throw error;
    }
  }
  pipeline(watched, pipe, () => {});
  return outcome;
}

async function isExecutable(program: string): Promise<boolean> {
  return access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What programs said they read, asked once of each: a build opens many archives, and an answer takes 10 ms. */
const formats = new Map<string, Promise<readonly string[]>>();

async function knows(program: string, format: string): Promise<boolean> {
  const known = formats.get(program) ?? formatsOf(program);
  formats.set(program, known);
  return (await known).includes(format);
}

// `i` lists the formats. It is asked with the switches used later, which 7-Zip before 15 refuses.
async function formatsOf(program: string): Promise<readonly string[]> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of nativeSevenZip(program)({ switches: ['i', '-bd', '-spd', '-sccUTF-8'] })) {
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SevenZipFailure) {
      return [];
    }
    throw error;
  }
  return Buffer.concat(chunks).toString('latin1').split(/\s+/);
}
