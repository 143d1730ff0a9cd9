// What a pipeline file imports. Threads load it with every pipeline, so it stays light; programs that build, verify or
// read datasets import `stackpairs/api`.

export {
  answerBot,
  asked,
  type BareBodyOptions,
  type CapitalsOptions,
  type CodeRatioOptions,
  capitals,
  codeRatio,
  DEFAULT_POLICY,
  type DetectLanguageOptions,
  type DistinctWordsOptions,
  defineStep,
  detectLanguage,
  distinctWords,
  fingerprint,
  type HtmlPolicy,
  htmlToText,
  imageOnly,
  language,
  length,
  linkOnly,
  type MaskContactsOptions,
  maskContacts,
  notClosed,
  notTagged,
  planted,
  type RepetitionOptions,
  renderHtml,
  repetition,
  score,
  seedClean,
  squeeze,
  tagged,
  titleBody,
  titleNotices,
} from './clean/index.ts';
export { type ErrorCode, type ErrorParts, StackpairsError } from './errors.ts';
export { definePipeline, type Pipeline, type PipelineDefinition } from './pipeline.ts';
export type { Pair, Post, Recipe, Site, Split, Step, Text } from './types.ts';
