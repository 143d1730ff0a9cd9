// The one error a user is meant to read. It says where, what was expected, what was found and what to do.

/** What went wrong, as a stable word; the command line turns it into an exit code. */
export type ErrorCode =
  | 'bad_usage'
  | 'bad_pipeline'
  | 'bad_input'
  | 'damaged_archive'
  | 'damaged_row'
  | 'damaged_output'
  | 'unbalanced_books'
  | 'disk_full'
  | 'locked'
  | 'refused'
  | 'unfinished'
  | 'bad_environment'
  | 'trainer_failed'
  | 'network_failed';

/** The parts of a message a user can act on. */
export interface ErrorParts {
  /** Place: a file, or a file with its row and byte (`Posts.xml row 1042, byte 88123`). */
  readonly at?: string;
  readonly expected?: string;
  readonly found?: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A bad request or bad data, told to the user; a bug is a plain Error instead. */
export class StackpairsError extends Error {
  readonly code: ErrorCode;
  readonly parts: ErrorParts;

  constructor(code: ErrorCode, what: string, parts: ErrorParts = {}) {
    super(sentence(what, parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'StackpairsError';
    this.code = code;
    this.parts = parts;
  }
}

function sentence(what: string, { at, expected, found, hint }: ErrorParts): string {
  const place = at === undefined ? '' : `${at}: `;
  const gap = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(found === undefined ? [] : [`found ${found}`]),
  ];
  return `${place}${[what, ...(gap.length === 0 ? [] : [gap.join(', ')])].join('; ')}${hint === undefined ? '' : `. ${hint}`}`;
}
