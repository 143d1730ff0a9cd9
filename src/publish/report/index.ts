// manifest and facts -> report.html.

export type { ConfigFacts, ReportFacts, ReportPost, ReportRow } from './facts.ts';
export { readFacts } from './facts-comment.ts';
export { isSealed, report, reportAs, reportStart } from './page.ts';
