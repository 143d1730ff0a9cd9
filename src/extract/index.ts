// The door of the room that turns dumps into posts, links and users, and other people's files into texts.
// Others import nothing behind it.
export { cutBlocks } from './cut-blocks.ts';
export { cutFile } from './cut-file.ts';
export { type FindOptions, findInputs } from './find-inputs.ts';
export { readPairs } from './foreign/read-pairs.ts';
export { readRows } from './foreign/read-rows.ts';
export { readTexts } from './foreign/read-texts.ts';
export { RowBatch } from './foreign/row-batch.ts';
export { expectColumns, roleOf } from './foreign/text-columns.ts';
export { readInputName, saysItHoldsPosts } from './input-name.ts';
export { type OpenOptions, openInput, openTable, type ReadChunks } from './open-input.ts';
export { outputBuffers } from './output-buffers.ts';
export { FIELD_NAMES } from './post-fields.ts';
export { readLinks } from './read-links.ts';
export { postReader, readPosts } from './read-posts.ts';
export type { TableCount } from './read-table.ts';
export { readUsers } from './read-users.ts';
export { BLOCK_BYTES, type CutEnd, WINDOW_BYTES } from './row-cutter.ts';
export { nextRowStart, rowTagEnd } from './row-marks.ts';
export { UNTERMINATED } from './straighten-row.ts';
export { createUnpacker } from './unpack-range.ts';
export type { Unpacked, Unpacker, UnpackTask } from './unpacker.ts';
export { isUtf16 } from './utf16.ts';
export { walkFolder } from './walk-folder.ts';
