// A file of a dump, written from wire text. It takes its name only when it is finished, so a half-written one is never taken
// for whole. Memory: one buffer, given up when the last text is in.
import { type DurableFile, openDurableFile } from '../durable-file.ts';

/** How the text of a file is stored. */
export type SampleEncoding = 'utf-8' | 'utf-16le';

/** A file of a dump that is being written. */
export interface XmlFile {
  /** Bytes handed to the disk so far. */
  readonly bytes: number;
  /** Adds wire text no longer than the buffer, which is written out first if there is no room. */
  put(text: string): void;
  /** Writes what is left; nothing can be added any more. */
  close(): void;
  /** Gives the closed file its name. */
  finish(): void;
  /** Removes the file, unless it is finished. */
  discard(): void;
}

/** Large enough that writing it costs little beside filling it, small enough for progress to be smooth. */
const BUFFER_BYTES = 2 * 1024 * 1024;

/** Opens a file for writing. */
export function openXmlFile(path: string, encoding: SampleEncoding): XmlFile {
  const file: DurableFile = openDurableFile(path);
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let length = 0;
  let bytes = 0;

  function drain(): void {
    const utf8 = buffer.subarray(0, length);
    const stored = encoding === 'utf-8' ? utf8 : Buffer.from(utf8.toString('utf8'), 'utf16le');
    file.write(stored);
    bytes += stored.length;
    length = 0;
  }

  return {
    get bytes() {
      return bytes;
    },
    put(text) {
      if (text.length > buffer.length - length) drain();
      if (text.length > buffer.length) throw new Error(`No room for a text of ${text.length} bytes`);
      length += buffer.write(text, length, 'latin1');
    },
    close() {
      drain();
      buffer = Buffer.alloc(0);
    },
    finish: () => void file.finish(),
    discard: () => file.abandon(),
  };
}
