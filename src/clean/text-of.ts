// A step names the text it looks at; a pair without that text is a mistake in the pipeline.
import { StackpairsError } from '../errors.ts';
import type { Pair, Text } from '../types.ts';

/** The text of a pair with this name. */
export function textOf(pair: Pair, name: string, step: string): Text {
  const text = pair.texts.find((candidate) => candidate.name === name);
  if (text !== undefined) return text;
  const found = pair.texts.map((candidate) => candidate.name).join(', ');
  throw new StackpairsError('bad_pipeline', `no text named ${name}`, {
    at: `step ${step}`,
    expected: found,
    found: name,
  });
}
