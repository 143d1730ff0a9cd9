// Where a window of XML may be cut: before a row, or before a comment between rows. Rows and comments stay whole.
// A comment longer than the row limit, or still open at the end of the file, is not believed: its `<!--` is
// overwritten as `< --`, so that whoever reads the bytes later sees the rows in it and needs no limit of its own.

import { commentEnd, isCommentStart, isRowStart, lastRowStart, nextRowStart, rowTagEnd } from './row-marks.ts';

/** What is known about a window that begins between rows. */
export interface Window {
  /** The window and a few bytes more, enough to recognise a mark at its end. */
  readonly bytes: Buffer;
  /** Last position that may be a cut. */
  readonly end: number;
  /** Rows that start here or later belong to the next range. */
  readonly stopAt: number;
  /** True when the file ends with `bytes`. */
  readonly atEnd: boolean;
  readonly maxCommentBytes: number;
  /** Before this position no comment is believed: an endless one was opened less than the limit ago. */
  readonly believeFrom: number;
}

/** A place to cut; 0 when the window holds no place but its start. */
export interface Cut {
  readonly at: number;
  /** True when the row at `at` belongs to the next range. */
  readonly stop: boolean;
  readonly believeFrom: number;
  /** True if there may be a comment in the window. */
  readonly comments: boolean;
}

/** Finds the last place to cut the window, or the start of the first row of the next range. */
export function findCut(window: Window): Cut {
  const { bytes, end, stopAt, believeFrom } = window;
  if (bytes.indexOf('<!--', 0, 'latin1') >= 0) return findCutAmongComments(window);
  if (stopAt <= end) {
    const at = nextRowStart(bytes, Math.max(0, stopAt));
    if (at >= 0 && at <= end) return { at, stop: true, believeFrom, comments: false };
  }
  return { at: Math.max(0, lastRowStart(bytes, end)), stop: false, believeFrom, comments: false };
}

// A state machine over marks: `at` is a `<` between rows, and `next` is where the text after it goes on.
function findCutAmongComments(window: Window): Cut {
  const { bytes, end, stopAt } = window;
  const lastClose = bytes.lastIndexOf('-->', bytes.length, 'latin1');
  let { believeFrom } = window;
  let cut = 0;
  let next = 0;
  for (let at = bytes.indexOf('<'); at >= 0 && at <= end; at = bytes.indexOf('<', next)) {
    next = at + 1;
    if (isRowStart(bytes, at)) {
      if (at >= stopAt) return { at, stop: true, believeFrom, comments: true };
      cut = at;
      next = rowTagEnd(bytes, at);
      if (next < 0) break;
    } else if (isCommentStart(bytes, at)) {
      next = commentEnd(bytes, at, lastClose);
      const closes = next > at + 4;
      if (!closes && at >= believeFrom && !window.atEnd && bytes.length - at < window.maxCommentBytes) {
        cut = at;
        break;
      }
      if (closes && at >= believeFrom && next - at <= window.maxCommentBytes) {
        cut = at;
      } else {
        bytes[at + 1] = 0x20;
        next = at + 4;
        // Comments opened inside an endless one are no better; without this each costs a look-ahead of its own.
        if (at >= believeFrom) believeFrom = at + window.maxCommentBytes;
      }
    }
  }
  return { at: cut, stop: false, believeFrom, comments: true };
}
