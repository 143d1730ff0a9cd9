// JSON lines as values. A line that cannot be read is an error and never left out: what is left out leaks.
import { StackpairsError } from '../../errors.ts';
import { DEEPEST_ROW } from './limits.ts';
import { type Line, readLines } from './read-lines.ts';

/** A value and its place in the file. */
export interface NumberedValue {
  /** Of its line, from 1; of its place in an array, from 0. */
  readonly number: number;
  readonly value: unknown;
}

/** So much can be nested as deep as it likes: parsing 1 MiB of brackets takes 43 MB. Of 64 MiB it would be 2.7 GB. */
const LONG_LINE = 1024 * 1024;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];
/** What makes a square bracket a curly one. */
const CURLY = 0x20;

/** Reads values, as many at once as a chunk of the file holds. */
export async function* jsonRows(path: string): AsyncGenerator<readonly NumberedValue[]> {
  let rows = 0;
  for await (const lines of readLines(path)) {
    rows += lines.length;
    yield lines.map((line) => ({ number: line.number, value: parse(line, path) }));
  }
  if (rows === 0) throw noRows(path);
}

/** The error about a file without any row. */
export function noRows(at: string): StackpairsError {
  return new StackpairsError('bad_input', 'the file has no rows', { at, expected: 'JSON lines', found: 'nothing' });
}

/** The error about a row that is nested deeper than any set of texts. */
export function tooDeep(at: string): StackpairsError {
  const expected = `at most ${DEEPEST_ROW} levels`;
  return new StackpairsError('bad_input', 'a row that is nested too deep', { at, expected, found: 'more' });
}

function parse({ number, text }: Line, path: string): unknown {
  const at = `${path} line ${number}`;
  if (text.length > LONG_LINE && isTooDeep(text)) throw tooDeep(at);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StackpairsError('bad_input', 'a line that is not JSON', {
      at,
      expected: 'one JSON object on each line',
      found: text.length <= 50 ? text : `${text.slice(0, 50)}...`,
      hint: 'Fetch the file again. A file that is one JSON array is read under a name that ends in .json',
      cause,
    });
  }
}

/** Counts brackets outside of strings; whether the rest is JSON is not asked here. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isInString && unit === BACKSLASH) at += 1;
    else if (unit === QUOTE) isInString = !isInString;
    else if (!isInString) {
      if ((unit | CURLY) === OPEN) depth += 1;
      else if ((unit | CURLY) === CLOSE) depth -= 1;
    }
    if (depth > DEEPEST_ROW) return true;
  }
  return false;
}
