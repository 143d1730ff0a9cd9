// What a program imports as `stackpairs/api`: everything the command line does, without the command line.

export { type BuildRequest, build } from './build.ts';
export {
  buildShare,
  finishBuild,
  type PartRequest,
  planBuild,
  type Share,
  type ShareRequest,
  type Waiting,
} from './build-shares.ts';
export { type BuildStatus, buildStatus, type StageStatus, type UnitStatus } from './build-status.ts';
export type { DataConfigEntry } from './data-config.ts';
export {
  type BuildDifference,
  type ConfigDifference,
  type DiffOptions,
  diffBuilds,
  type SiteDifference,
} from './diff-builds.ts';
export { type DownloadPlan, type DownloadRequest, download } from './download.ts';
export {
  createVectors,
  type Encoder,
  type FindNearest,
  type NearestRequest,
  type Neighbours,
  type TextRole,
  type Vectors,
} from './encoder.ts';
export { type ErrorCode, type ErrorParts, StackpairsError } from './errors.ts';
export { findNearest } from './evaluate/index.ts';
export {
  type Comparison,
  type Contender,
  type EvaluationProgress,
  type EvaluationRequest,
  type EvaluationSet,
  evaluate,
  type Outcome,
  type SetResult,
} from './evaluate.ts';
export { checkLeaks, type FoundLeak, type LeakCheck } from './evaluation-sets/index.ts';
export { type ExportRequest, exportDataset } from './export-dataset.ts';
export { type FindOptions, findInputs } from './extract/index.ts';
export type { FeedHead, FeedSource } from './feed-file.ts';
export type {
  ForeignBatch,
  ForeignDrop,
  ForeignExample,
  ForeignOptions,
  ForeignPair,
  ForeignText,
} from './foreign.ts';
export type { Format } from './formats.ts';
export { type Inspection, type InspectOptions, inspect } from './inspect.ts';
export {
  type ClusterRow,
  type DuplicatesInspection,
  type DuplicatesOptions,
  type InspectedCluster,
  inspectDuplicates,
} from './inspect-duplicates.ts';
export { pipelinePath } from './load-pipeline.ts';
export { type FeedOptions, type FeedProgress, type FeedReport, type FeedSourceReport, makeFeed } from './make-feed.ts';
export type { Manifest } from './manifest.ts';
export { readManifest } from './manifest-file.ts';
export { type MineOptions, type MineRequest, type MineResult, mine } from './mine.ts';
export { type EncoderOptions, openEncoder, type VectorCache } from './open-encoder.ts';
export type { SourceRequest } from './open-source.ts';
export type { Progress } from './passes/context.ts';
export type { PipelineSource, Selection } from './pipeline.ts';
export { type Publication, type PublishRequest, publishDataset } from './publish-dataset.ts';
export { readDataConfig } from './read-data-config.ts';
export { type Feed, type FeedBatch, type FeedReader, feed } from './read-feed.ts';
export { readForeign, readForeignPairs, readForeignRows } from './read-foreign.ts';
export {
  checkRefresh,
  type HubTarget,
  planRefresh,
  type RefreshRequest,
  type RefreshResult,
  type RefreshStep,
  refresh,
} from './refresh.ts';
export { type SampleOptions, type SampleReport, writeSample } from './sample/index.ts';
export { type SearchHit, type SearchRequest, type SearchResult, search } from './search.ts';
export { surveyTexts, type TextSurvey } from './survey-texts.ts';
export { type TakedownRequest, type TakedownResult, takedown } from './takedown.ts';
export { type RowName, trace } from './trace.ts';
export { setUpTrainer, type TrainerSetUp, type TrainRequest, type TrainResult, train } from './train.ts';
export type { Input } from './types.ts';
export { type Verification, verify } from './verify.ts';
