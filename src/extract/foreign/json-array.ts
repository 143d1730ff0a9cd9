// A JSON array of rows, read element by element as it comes in. Memory: one chunk, its tokens, and one element of at most
// LONGEST_ROW_BYTES characters and DEEPEST_ROW levels. The text is handed to the parser line by line, so that an error has
// the number of its line; a string of JSON never holds a line end, so that no token suffers.
import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser } from 'stream-json/core/parser.js';
import { StackpairsError } from '../../errors.ts';
import { type NumberedValue, noRows, tooDeep } from './json-rows.ts';
import { DEEPEST_ROW, LONGEST_ROW_BYTES } from './limits.ts';
import { readChunks } from './read-chunks.ts';

/** Reads the elements of an array, as many at once as a chunk of the file completes. */
export async function* arrayRows(path: string): AsyncGenerator<readonly NumberedValue[]> {
  const elements = new ElementReader(path);
  for await (const chunk of readChunks(path)) yield elements.read(chunk);
  elements.expectEnd();
}

/** What is open between two chunks. */
class ElementReader {
  readonly #path: string;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  // Strings come whole; by default they come in pieces as well.
  readonly #parse = jsonParser({ streamValues: false });
  readonly #assembler = new Assembler();
  #line = 1;
  #elements = 0;
  /** Characters since an element ended. */
  #open = 0;

  constructor(path: string) {
    this.#path = path;
  }

  read(chunk: Uint8Array): NumberedValue[] {
    const text = this.#decode(chunk);
    const values: NumberedValue[] = [];
    for (let from = 0, end = 0; from < text.length; from = end) {
      end = text.indexOf('\n', from) + 1 || text.length;
      this.#readPiece(text.slice(from, end), values);
      if (text.charCodeAt(end - 1) === 0x0a) this.#line += 1;
    }
    return values;
  }

  expectEnd(): void {
    this.#decode();
    if (!this.#assembler.done) throw this.#broken('an end of the array', 'the end of the file');
    if (this.#elements === 0) throw noRows(this.#path);
  }

  /** The text of a chunk, or what is left at the end of the file. */
  #decode(chunk?: Uint8Array): string {
    try {
      return this.#utf8.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw this.#broken('UTF-8', 'other bytes', cause);
    }
  }

  #readPiece(piece: string, values: NumberedValue[]): void {
    const before = this.#elements;
    this.#open += piece.length;
    for (const token of this.#tokens(piece)) {
      this.#assembler.consume(token);
      const { depth, current } = this.#assembler;
      if (depth > DEEPEST_ROW) throw tooDeep(this.#at());
      if (depth !== 1 || !Array.isArray(current) || current.length === 0) continue;
      values.push({ number: this.#elements++, value: current.pop() });
    }
    if (this.#elements > before) this.#open = 0;
    if (this.#open > LONGEST_ROW_BYTES) throw this.#tooLong();
  }

  #tokens(piece: string) {
    try {
      const tokens = this.#parse(piece);
      return typeof tokens === 'symbol' ? [] : tokens.values;
    } catch (cause) {
      throw this.#broken('JSON', piece.length <= 50 ? piece.trimEnd() : `${piece.slice(0, 50)}...`, cause);
    }
  }

  #broken(expected: string, found: string, cause?: unknown): StackpairsError {
    const parts = { at: this.#at(), expected, found, hint: 'Fetch the file again', cause };
    return new StackpairsError('bad_input', 'an array that is not JSON', parts);
  }

  #tooLong(): StackpairsError {
    const parts = { at: this.#at(), expected: `at most ${LONGEST_ROW_BYTES} characters`, found: 'more' };
    return new StackpairsError('bad_input', 'a row that is too long', parts);
  }

  #at(): string {
    return `${this.#path} line ${this.#line}`;
  }
}
