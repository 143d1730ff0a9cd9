// The door of the sample writer.
export type { AnomalyName } from './anomalies.ts';
export type { SampleReport } from './sample-report.ts';
export { type SampleOptions, writeSample } from './write-sample.ts';
