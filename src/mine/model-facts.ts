// What a manifest says of an encoder.

import { hash } from 'node:crypto';
import type { Encoder } from '../encoder.ts';
import type { ManifestMined } from '../manifest-mined.ts';

/** Which model it is. */
export type ModelFacts = Pick<ManifestMined, 'model' | 'modelSha256' | 'dimensions'>;

/** Asks an encoder what it is. */
export async function modelFacts(encoder: Encoder): Promise<ModelFacts> {
  const identity = await encoder.identity?.();
  const modelSha256 = identity === undefined ? null : hash('sha256', identity);
  return { model: encoder.name, modelSha256, dimensions: encoder.dimensions };
}
