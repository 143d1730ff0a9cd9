// Texts -> tokens, as the tokenizers of sentence-transformers cut them. A text that is too long loses tokens at its end
// but never the special ones around it: they are put there after the cut.

import { Tokenizer } from '@huggingface/tokenizers';
import { StackpairsError } from '../../errors.ts';
import { createMend } from './mend-text.ts';
import type { ModelFolder } from './model-folder.ts';

/** Gives the ids of a text's tokens. */
export type Tokenize = (text: string) => number[];

/** Characters of a token at most are not known, but of a text only so many are looked at for each token it may have. */
const CHARACTERS_PER_TOKEN = 64;

type Settings = Pick<ModelFolder, 'folder' | 'tokenizer' | 'tokenizerConfig' | 'longest' | 'lowercase'>;

/** Prepares a model's tokenizer; throws `bad_input` for one that is of no known kind. */
export function createTokenize({ folder, tokenizer, tokenizerConfig, longest, lowercase }: Settings): Tokenize {
  const known = open(folder, tokenizer, tokenizerConfig);
  const mend = createMend(tokenizer);
  const around = specialTokens(known);
  const room = longest - around.before.length - around.after.length;
  if (room < 1) {
    throw new StackpairsError('bad_input', 'texts of the model have no room for a token', {
      at: folder,
      found: `${longest} tokens`,
    });
  }
  return (text) => {
    const read = text.slice(0, CHARACTERS_PER_TOKEN * longest);
    const { ids }: { readonly ids: readonly number[] } = known.encode(mend(lowercase ? read.toLowerCase() : read), {
      add_special_tokens: false,
    });
    return [...around.before, ...ids.slice(0, room), ...around.after];
  };
}

function open(folder: string, tokenizer: object, config: object): Tokenizer {
  try {
    return new Tokenizer(tokenizer, config);
  } catch (cause) {
    throw new StackpairsError('bad_input', 'the tokenizer is of no known kind', {
      at: `${folder}/tokenizer.json`,
      cause,
    });
  }
}

/** What a tokenizer puts before and behind a text. */
function specialTokens(tokenizer: Tokenizer): { readonly before: number[]; readonly after: number[] } {
  const bare: readonly number[] = tokenizer.encode('a', { add_special_tokens: false }).ids;
  const whole: readonly number[] = tokenizer.encode('a').ids;
  const extra = whole.length - bare.length;
  const before = Array.from({ length: extra + 1 }, (_, at) => at).find((at) =>
    bare.every((id, i) => whole[at + i] === id),
  );
  if (before === undefined) throw new Error('a tokenizer with special tokens gives other tokens for the same text');
  return { before: whole.slice(0, before), after: whole.slice(before + bare.length) };
}
