// Door of the room that makes a pair of a post, or gives the reason why not. The only room that knows HTML.
// Reading order: title-body (post -> pair), post-steps, html-to-text, squeeze, length, then credit and fingerprint.
// The steps of stricter pipelines read the parts of a post from html-parts.
export { answerBody } from './answer-body.ts';
export {
  type AnswerOptions,
  type BestWorstOptions,
  bestWorstAnswers,
  titleAnswer,
  titleBodyAnswer,
} from './answer-recipes.ts';
export { type BareBodyOptions, imageOnly, linkOnly } from './bare-body.ts';
export { type CapitalsOptions, capitals } from './capitals.ts';
export { type CodeRatioOptions, codeRatio } from './code-ratio.ts';
export { credit, LICENSES } from './credit.ts';
export { defineStep, isBuiltIn } from './define-step.ts';
export { type DetectLanguageOptions, detectLanguage } from './detect-language.ts';
export { type DistinctWordsOptions, distinctWords } from './distinct-words.ts';
export { copyPrint, isPlainRule, rankOf } from './duplicate-rule.ts';
export { ELEMENTS, type Element, STOCK_ALTS } from './elements.ts';
export { FINGERPRINT_BYTES, fingerprint, fingerprintLatin1 } from './fingerprint.ts';
export { htmlEntity } from './html-entities.ts';
export { isAboutHtml } from './html-parts.ts';
export { DEFAULT_POLICY, type HtmlPolicy } from './html-policy.ts';
export { htmlToText } from './html-to-text.ts';
export { type Candidates, type Judgement, type JudgeRules, judgeDuplicates } from './judge.ts';
export { length } from './length.ts';
export { duplicateQuestions, type LinkedOptions, linkedNegatives, linkedQuestions } from './link-recipes.ts';
export { type MaskContactsOptions, maskContacts } from './mask-contacts.ts';
export { answerBot, asked, language, notClosed, notTagged, planted, score, tagged } from './post-steps.ts';
export { renderHtml } from './render-html.ts';
export { type RepetitionOptions, repetition } from './repetition.ts';
export { seedClean } from './seed-clean.ts';
export { languagesOf, siteOf } from './sites.ts';
export { squeeze } from './squeeze.ts';
export { CASELESS_RANGES, isStable, STABLE_RANGES } from './stable-characters.ts';
export { type SameTagsOptions, sameTagNegatives } from './tag-recipes.ts';
export { titleBody } from './title-body.ts';
export { titleNotices } from './title-notices.ts';
