// What the tests of this room share: a folder for each test, posts that fill it, and reading an input to its end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findInputs, type OpenOptions, openInput } from '../../src/extract/index.ts';
import type { Container, Input } from '../../src/types.ts';

/** A folder with these files, gone after the test. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Posts.xml of so many rows, about 90 bytes each, that do not compress to nothing. */
export function postsXml(rows: number): Buffer {
  const body = (id: number) => ((id * 2654435761) >>> 0).toString(36);
  const lines = Array.from(
    { length: rows },
    (_, i) => `  <row Id="${i + 1}" PostTypeId="1" Title="${body(i)}" Body="${body(i * 7 + 1)} é" />`,
  );
  return Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-8"?>\n<posts>\n${lines.join('\n')}\n</posts>`);
}

/** The one input of a folder that holds only this file. */
export async function inputOf(name: string, content: Uint8Array): Promise<Input> {
  const [input] = await findInputs([makeFolder({ [name]: content })]);
  return input ?? expectNever();
}

/** An input that says nothing but its container, for a file that was not found but made. */
export function bareInput(path: string, container: Container): Input {
  return {
    path,
    file: 'beer.stackexchange.com.7z',
    container,
    site: 'beer',
    dumpDate: undefined,
    bytes: 0,
    xmlBytes: 0,
    tables: {},
  };
}

/** All the XML of an input. */
export async function readAll(input: Input, options: OpenOptions = {}): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openInput(input, options)) {
    // A chunk holds only until the next one is asked for.
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks);
}

function expectNever(): never {
  throw new Error('no input was found');
}
