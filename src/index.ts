// What a pipeline file imports. Threads load it with every pipeline, so it stays light; programs that build, verify or
// read datasets import `stackpairs/api`.

export {
  answerBot,
  asked,
  DEFAULT_POLICY,
  defineStep,
  fingerprint,
  type HtmlPolicy,
  htmlToText,
  language,
  length,
  notClosed,
  notTagged,
  planted,
  renderHtml,
  score,
  squeeze,
  tagged,
  titleBody,
  titleNotices,
} from './clean/index.ts';
export { type ErrorCode, type ErrorParts, StackpairsError } from './errors.ts';
export { definePipeline, type Pipeline, type PipelineDefinition } from './pipeline.ts';
export type { Pair, Post, Recipe, Site, Split, Step, Text } from './types.ts';
