// manifest and facts -> report.html.

export type { ReportFacts, ReportRow } from './facts.ts';
export { isSealed, report, reportAs, reportStart } from './page.ts';
