// Door of the room that finds texts that are nearly alike: MinHash, bands, true similarity, connected components.
// Reading order: shingle-text (text -> bytes), sketch (bytes -> shingles -> signature -> band keys), jaccard, components.
// The passes that carry all this over files are in src/passes/near.

export { type ColumnKeys, openColumnKeys } from './column-keys.ts';
export {
  type Components,
  concat,
  connectedComponents,
  distinct,
  indexOf,
  rootIn,
  spanningEdges,
} from './components.ts';
export { jaccard } from './jaccard.ts';
export { isSameText, type PlainText, plainText, sharedRun } from './overlap.ts';
export {
  createSketcher,
  SKETCH_KERNELS,
  type Sketcher,
  type SketchKernel,
  type SketchKernelKind,
  wasmSketchKernel,
} from './sketcher.ts';
export { createKeyMaker, KEY_KINDS, type KeyMaker, type ShingleKind, WHOLE_TEXT_BYTES } from './text-keys.ts';
