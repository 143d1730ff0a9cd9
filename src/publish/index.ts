// manifest -> card and report, and the way to the Hub: what its readers and people at home are told about a build.

export { card } from './card.ts';
export { datasetFiles } from './dataset-files.ts';
export { frontMatter } from './front-matter.ts';
export { type HubAccess, openHub } from './hub/hub.ts';
export {
  type ConfigFacts,
  isSealed,
  type ReportFacts,
  type ReportPost,
  type ReportRow,
  readFacts,
  report,
  reportAs,
  reportStart,
} from './report/index.ts';
export { type UploadProgress, type UploadResult, upload } from './upload.ts';
