// The status of a build in the text format of Prometheus (exposition format 0.0.4).

import type { BuildStatus, StageStatus } from '../build-status.ts';

const STATES = ['done', 'running', 'failed', 'missing'] as const;

/** Metrics with their help, each with the labels `dataset` and `pass`. */
export function prometheusText({ name, finished, stages }: BuildStatus): string {
  const dataset = `dataset="${escapeLabel(name)}"`;
  const byStage = (metric: string, value: (stage: StageStatus) => number) =>
    stages.map((stage) => `${metric}{${dataset},pass="${escapeLabel(stage.stage)}"} ${value(stage)}`);
  return [
    ...head('stackpairs_build_finished', 'Whether the dataset has its manifest.'),
    `stackpairs_build_finished{${dataset}} ${finished ? 1 : 0}`,
    ...head('stackpairs_units', 'Units of the passes that were begun, by state.'),
    ...stages.flatMap((stage) =>
      STATES.map(
        (state) => `stackpairs_units{${dataset},pass="${escapeLabel(stage.stage)}",state="${state}"} ${stage[state]}`,
      ),
    ),
    ...head('stackpairs_unit_seconds', 'Seconds that the done units took together.'),
    ...byStage('stackpairs_unit_seconds', ({ seconds }) => seconds),
    ...head('stackpairs_unit_bytes', 'Bytes that the done units read, as far as that is known.'),
    ...byStage('stackpairs_unit_bytes', ({ bytes }) => bytes),
    '',
  ].join('\n');
}

function head(metric: string, help: string): string[] {
  // All of them fall again when a unit is lost or a folder is built anew.
  return [`# HELP ${metric} ${help}`, `# TYPE ${metric} gauge`];
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
