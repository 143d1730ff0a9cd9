// What the tokenizers in JavaScript do otherwise than those in Rust, put right before they see a text. Found by giving both
// every character there is; what is left is characters that are newer than the Unicode of one of them.

import { z } from 'zod';

/** Chinese characters beyond the first 65,536, which stand by themselves as the others do; with the gap that is there. */
const RARE_CHINESE = /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

const normalizer = z.looseObject({
  type: z.string(),
  lowercase: z.boolean().nullish(),
  handle_chinese_chars: z.boolean().nullish(),
  get normalizers() {
    return z.array(normalizer).nullish();
  },
});
const settings = z.looseObject({ normalizer: normalizer.nullish() });

/** What a tokenizer needs to be done to its texts, by its settings in tokenizer.json. */
export function createMend(tokenizer: object): (text: string) => string {
  const { data } = settings.safeParse(tokenizer);
  const steps = stepsOf(data?.normalizer);
  const lowers = steps.some(({ type, lowercase }) => type === 'Lowercase' || lowercase === true);
  const parts = steps.some(({ handle_chinese_chars }) => handle_chinese_chars === true);
  return (text) => {
    // Lower case is made a character at a time there; here a Σ at the end of a word would become ς.
    const lowered = lowers ? text.replaceAll('Σ', 'σ') : text;
    return parts ? lowered.replace(RARE_CHINESE, ' $& ') : lowered;
  };
}

type Step = z.infer<typeof normalizer>;

function stepsOf(step: Step | null | undefined): Step[] {
  return step ? [step, ...(step.normalizers ?? []).flatMap(stepsOf)] : [];
}
