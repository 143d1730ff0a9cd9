// The door of the room that turns dumps into posts, and other people's files into texts. Others import nothing behind it.
export { cutBlocks } from './cut-blocks.ts';
export { cutFile } from './cut-file.ts';
export { type FindOptions, findInputs } from './find-inputs.ts';
export { readPairs } from './foreign/read-pairs.ts';
export { readTexts } from './foreign/read-texts.ts';
export { roleOf } from './foreign/text-columns.ts';
export { type OpenOptions, openInput } from './open-input.ts';
export { outputBuffers } from './output-buffers.ts';
export { FIELD_NAMES } from './post-fields.ts';
export { postReader, readPosts } from './read-posts.ts';
export { BLOCK_BYTES, type CutEnd, WINDOW_BYTES } from './row-cutter.ts';
export { nextRowStart, rowTagEnd } from './row-marks.ts';
export { UNTERMINATED } from './straighten-row.ts';
export { createUnpacker } from './unpack-range.ts';
export type { Unpacked, Unpacker, UnpackTask } from './unpacker.ts';
export { isUtf16 } from './utf16.ts';
export { walkFolder } from './walk-folder.ts';
