// What a program imports as `stackpairs/api`: everything the command line does, without the command line.

export { type BuildRequest, build } from './build.ts';
export {
  type BuildDifference,
  type ConfigDifference,
  type DiffOptions,
  diffBuilds,
  type SiteDifference,
} from './diff-builds.ts';
export { type DownloadPlan, type DownloadRequest, download } from './download.ts';
export { type ErrorCode, type ErrorParts, StackpairsError } from './errors.ts';
export { checkLeaks, type FoundLeak, type LeakCheck } from './evaluation-sets/index.ts';
export { type ExportRequest, exportDataset } from './export-dataset.ts';
export { type FindOptions, findInputs } from './extract/index.ts';
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
export type { DataConfigEntry, Manifest } from './manifest.ts';
export { readManifest } from './manifest-file.ts';
export type { SourceRequest } from './open-source.ts';
export type { Progress } from './passes/context.ts';
export type { PipelineSource, Selection } from './pipeline.ts';
export { type Publication, type PublishRequest, publishDataset } from './publish-dataset.ts';
export { readDataConfig } from './read-data-config.ts';
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
export { surveyTexts, type TextSurvey } from './survey-texts.ts';
export { type TakedownRequest, type TakedownResult, takedown } from './takedown.ts';
export { type RowName, trace } from './trace.ts';
export type { Input } from './types.ts';
export { type Verification, verify } from './verify.ts';
