// manifest -> card and report: what the Hub, its readers and people at home are told about a build.

export { card } from './card.ts';
export { frontMatter } from './front-matter.ts';
export {
  type ConfigFacts,
  isSealed,
  type ReportFacts,
  type ReportRow,
  readFacts,
  report,
  reportAs,
  reportStart,
} from './report/index.ts';
