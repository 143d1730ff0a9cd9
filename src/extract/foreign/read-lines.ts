// A text file, plain or gzip, as its lines. Memory: one chunk and the line under way, of at most LONGEST_ROW_BYTES.
// A byte order mark is left out, and so are blank lines; CR before LF belongs to the line end.
import { StackpairsError } from '../../errors.ts';
import { LONGEST_ROW_BYTES } from './limits.ts';
import { readChunks } from './read-chunks.ts';

/** A line that is not blank, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

const LF = 0x0a;
const BLANK = /^[ \t\r]*$/;

/** Reads lines in order, at once what lies within one chunk. */
export async function* readLines(path: string): AsyncGenerator<readonly Line[]> {
  const line = new LineUnderWay(path);
  for await (const chunk of readChunks(path)) {
    const first = chunk.indexOf(LF);
    const last = chunk.lastIndexOf(LF);
    if (first !== -1) {
      line.append(chunk.subarray(0, first));
      yield notBlank([line.take()]);
    }
    if (last > first) yield notBlank(line.takeWhole(chunk.subarray(first + 1, last)));
    line.append(chunk.subarray(last + 1));
  }
  yield notBlank([line.take()]);
}

function notBlank(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ text }) => !BLANK.test(text));
}

/** A line whose end was not seen yet. */
class LineUnderWay {
  readonly #path: string;
  // Bytes that are no UTF-8 would become other texts, which match nothing.
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #parts: Buffer[] = [];
  #bytes = 0;
  #number = 1;

  constructor(path: string) {
    this.#path = path;
  }

  append(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > LONGEST_ROW_BYTES) {
      throw this.#error('a line that is too long', `at most ${LONGEST_ROW_BYTES} bytes`, 'more');
    }
    this.#parts.push(part);
  }

  take(): Line {
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 ? first! : Buffer.concat(this.#parts, this.#bytes);
    const text = this.#decode(bytes);
    const number = this.#number++;
    this.#parts = [];
    this.#bytes = 0;
    return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text };
  }

  /** Lines that lie in one chunk, decoded at once: decoding a line costs as much as parsing a short one. */
  takeWhole(bytes: Buffer): Line[] {
    const texts = this.#decodeWhole(bytes)?.split('\n');
    return texts?.map((text) => ({ number: this.#number++, text })) ?? this.#takeEach(bytes);
  }

  /** Nothing where some line is not UTF-8. */
  #decodeWhole(bytes: Buffer): string | undefined {
    try {
      return this.#utf8.decode(bytes);
    } catch {
      return undefined;
    }
  }

  /** Finds the line that cannot be decoded. */
  #takeEach(bytes: Buffer): Line[] {
    const lines: Line[] = [];
    for (let from = 0, end = 0; from <= bytes.length; from = end + 1) {
      end = bytes.indexOf(LF, from);
      if (end === -1) end = bytes.length;
      this.append(bytes.subarray(from, end));
      lines.push(this.take());
    }
    return lines;
  }

  #decode(bytes: Buffer): string {
    try {
      return this.#utf8.decode(bytes);
    } catch (cause) {
      throw this.#error('a line that is not UTF-8', 'UTF-8', 'other bytes', cause);
    }
  }

  #error(what: string, expected: string, found: string, cause?: unknown): StackpairsError {
    const at = `${this.#path} line ${this.#number}`;
    return new StackpairsError('bad_input', what, { at, expected, found, cause });
  }
}
