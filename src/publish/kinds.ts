// What the columns of a config are, for people, by the kind of its recipe. Kinds that a pipeline defines itself have their
// columns' names alone.

import { configKind } from '../config-kind.ts';
import type { Manifest, ManifestConfig } from '../manifest.ts';
import { grouped } from './markdown.ts';

type Options = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, (options: Options) => string>> = {
  'title-body': () => 'the title of a question, then its body',
  'title-answer': (options) => `the title of a question, then ${answerOf(options)}`,
  'title-body-answer': (options) => `a question, title and body, then ${answerOf(options)}`,
  'best-worst-answers': ({ margin, downvoted }) =>
    'a question, title and body, then its answer with the most votes, then the one with the fewest as a hard negative: ' +
    `${votes(margin)} fewer at least${downvoted === false ? '' : ', or below 0'}`,
};

/** What a row of a config is; undefined where that is for its pipeline to say. */
export function kindOf(config: ManifestConfig, { pipeline }: Manifest): string | undefined {
  const kind = configKind(pipeline, config.name);
  if (kind === undefined || !Object.hasOwn(KINDS, kind.recipe)) return undefined;
  return KINDS[kind.recipe]!(kind.options);
}

function answerOf({ answer, min }: Options): string {
  const least = typeof min === 'number' ? ` of at least ${votes(min)}` : '';
  if (answer === 'every') return `an answer${least}, in a row of its own each`;
  return answer === 'accepted' ? `the answer that was accepted${least}` : `the answer with the most votes${least}`;
}

function votes(count: unknown): string {
  const number = Number(count);
  return `${number < 0 ? '-' : ''}${grouped(Math.abs(number))} ${number === 1 ? 'vote' : 'votes'}`;
}
