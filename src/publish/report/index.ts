// manifest and facts -> report.html.

export type { ReportFacts, ReportRow } from './facts.ts';
export { isSealed, report, reportStart } from './page.ts';
