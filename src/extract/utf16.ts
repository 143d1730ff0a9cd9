// Some dumps (March 2024) are UTF-16. They are turned into UTF-8 on the way in; all others pass untouched, with their BOM.
// One chunk is held at a time.
import { readHead } from './container.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** True where a plain file is UTF-16, told by its BOM or its first `<`: its byte ranges are not those of the XML read from it. */
export async function isUtf16(path: string): Promise<boolean> {
  return isUtf16Xml(await readHead(path));
}

/** The same of XML by its first bytes. */
export function isUtf16Xml(head: Uint8Array): boolean {
  return encodingOf(head) !== 'utf-8';
}

/** Gives XML in UTF-8. The first chunk must hold 2 bytes, unless there are fewer in all. */
export async function* toUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let convert: ((chunk: Uint8Array | undefined) => Uint8Array) | undefined;
  let isFirst = true;
  for await (const chunk of source) {
    convert = isFirst ? converter(encodingOf(chunk)) : convert;
    isFirst = false;
    yield convert === undefined ? chunk : convert(chunk);
  }
  if (convert !== undefined) {
    yield convert(undefined);
  }
}

// The decoder drops the BOM, carries half characters and split surrogate pairs over, and makes U+FFFD of broken ones.
function converter(encoding: Encoding) {
  if (encoding === 'utf-8') {
    return undefined;
  }
  const decoder = new TextDecoder(encoding);
  return (chunk: Uint8Array | undefined): Uint8Array =>
    Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }), 'utf8');
}

function encodingOf([first, second]: Uint8Array): Encoding {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) {
    return 'utf-16le';
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? 'utf-16be' : 'utf-8';
}
