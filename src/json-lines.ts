// A file of JSON lines, value by value. Memory: one line.

import { createReadStream, existsSync } from 'node:fs';
import jsonLines from 'stream-json/jsonl/parser.js';

/** The values of a file, which are what whoever wrote it says they are; none if it is not there. */
export async function* readJsonLines<Value>(path: string): AsyncGenerator<Value> {
  if (!existsSync(path)) return;
  for await (const { value } of createReadStream(path).pipe(jsonLines.asStream()) as AsyncIterable<{ value: Value }>) {
    yield value;
  }
}
