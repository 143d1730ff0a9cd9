// What a build will do, decided once and kept in `.work/plan.json`: the inputs, the units of the route pass and the
// layout of the partitions. The same plan resumes; another one in the same folder is refused. Threads are no part of it.

import { hash } from 'node:crypto';
import { z } from 'zod';
import { divisibleMember, isUtf8Member, isUtf16 } from '../extract/index.ts';
import { FORMATS, type Format } from '../formats.ts';
import type { LoadedPipeline } from '../load-pipeline.ts';
import { canonicalJson, type PipelineSource } from '../pipeline.ts';
import type { Input } from '../types.ts';
import { runtimeOf, VERSION } from '../version.ts';
import { layOut } from './lay-out.ts';
import type { Layout } from './layout.ts';
import {
  datasetSchema,
  inputSchema,
  isSameInput,
  planDatasets,
  planInput,
  planTable,
  tableSchema,
} from './plan-files.ts';
import { neededTables } from './side-tables.ts';
import { unitBytesOf } from './unit-bytes.ts';

const unitSchema = z.strictObject({ unit: z.int(), input: z.int(), from: z.number(), to: z.number().nullable() });
const count = z.int().min(1);

/** The shape of `plan.json`. */
export const planSchema = z.strictObject({
  formatVersion: z.literal(1),
  stackpairs: z.string(),
  runtime: z.strictObject({ node: z.string(), unicode: z.string(), zlib: z.string().optional() }),
  format: z.enum(FORMATS),
  pipeline: z.string(),
  /** Rows of each input that are looked at; null is all. */
  limit: z.int().nullable(),
  /** Digest of the posts and users that are left out on request; null where there are none. */
  takedowns: z.string().nullable(),
  strict: z.boolean(),
  keepDropped: z.boolean(),
  inputs: z.array(inputSchema),
  /** Tables beside the posts that are read. */
  tables: z.array(tableSchema),
  /** Other people's pairs. */
  pairs: z.array(datasetSchema),
  /** Datasets that rows are held against. */
  against: z.array(datasetSchema),
  /** Benchmarks that no row may be in. */
  benchmarks: z.array(datasetSchema),
  /** What becomes of rows in them, if the run says so and not the pipeline. */
  contamination: z.enum(['drop', 'report']).nullable(),
  units: z.array(unitSchema),
  layout: z.strictObject({
    sides: z.strictObject({ train: count, validation: count, test: count }),
    fingerprints: count,
    bands: z.int().min(0),
  }),
});
export type Plan = z.infer<typeof planSchema>;
export type Unit = Plan['units'][number];

/** What decides a plan besides the pipeline. */
export interface PlanRequest {
  readonly inputs: readonly Input[];
  readonly pipeline: Pick<PipelineSource, 'selection' | 'takedowns'>;
  readonly limit?: number | undefined;
  readonly pairs?: readonly string[] | undefined;
  readonly against?: readonly string[] | undefined;
  readonly benchmarks?: readonly string[] | undefined;
  readonly contamination?: 'drop' | 'report' | undefined;
  readonly format?: Format | undefined;
  readonly strict?: boolean | undefined;
  readonly keepDropped?: boolean | undefined;
  /** Archives are read from the middle where they are unpacked here. */
  readonly unpack?: 'own' | '7zip' | undefined;
  readonly tuning?: { readonly unitBytes?: number; readonly layout?: Layout } | undefined;
  /** Of a build whose work is taken over where it is the same: it is cut up in the same way as far as that is still good. */
  readonly earlier?: Plan | undefined;
}

/** Lists the units and lays out the partitions. */
export async function makePlan(request: PlanRequest, { pipeline, definition, source }: LoadedPipeline): Promise<Plan> {
  const {
    inputs,
    pairs = [],
    against = [],
    benchmarks = [],
    contamination,
    format = 'arrow',
    limit,
    strict = false,
    keepDropped = false,
    unpack = 'own',
    tuning = {},
    earlier,
  } = request;
  const held = await planDatasets(against, '--against');
  const sets = await planDatasets(pairs, '--pairs');
  const {
    unitBytes = unitBytesOf(inputs),
    layout = layOut({ inputs, held, sets, earlier: earlier?.layout }, pipeline),
  } = tuning;
  const { selection, takedowns = [] } = request.pipeline;
  const planned = await Promise.all(inputs.map(planInput));
  return {
    formatVersion: 1,
    stackpairs: VERSION,
    runtime: runtimeOf(format),
    format,
    pipeline: hash('sha256', canonicalJson({ definition, source, selection }), 'hex'),
    limit: limit ?? null,
    takedowns: takedowns.length === 0 ? null : hash('sha256', takedowns.join('\n'), 'hex'),
    strict,
    keepDropped,
    inputs: planned,
    tables: await Promise.all(neededTables(inputs, pipeline).map(planTable)),
    pairs: sets,
    against: held,
    benchmarks: await planDatasets(benchmarks, '--benchmarks'),
    contamination: contamination ?? null,
    units: await cutUnits(inputs, {
      unitBytes: limit === undefined ? unitBytes : Number.POSITIVE_INFINITY,
      // The place of a dropped row is that in the XML, which nobody knows who begins in the middle of an archive.
      dividesArchives: unpack === 'own' && !keepDropped,
      earlier: (index) => earlierRanges(planned[index]!, earlier),
    }),
    layout,
  };
}

/** True if two plans are the same work. */
export function isSamePlan(a: Plan, b: Plan): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

type Range = Omit<Unit, 'unit'>;

interface Cutting {
  readonly unitBytes: number;
  readonly dividesArchives: boolean;
  readonly earlier: (index: number) => readonly Range[];
}

/** An input that is the one of an earlier plan is cut where it was then. */
async function cutUnits(inputs: readonly Input[], { earlier, ...cutting }: Cutting): Promise<Unit[]> {
  const ranges: Range[] = [];
  for (const [index, input] of inputs.entries()) {
    const known = earlier(index);
    ranges.push(...known.map((range) => ({ ...range, input: index })));
    if (known.length > 0) continue;
    const { pieces, pieceBytes } = await piecesOf(input, cutting);
    for (let piece = 0; piece < pieces; piece++) {
      const to = piece + 1 < pieces ? (piece + 1) * pieceBytes : null;
      ranges.push({ input: index, from: piece === 0 ? 0 : piece * pieceBytes, to });
    }
  }
  return ranges.map((range, unit) => ({ unit, ...range }));
}

interface Pieces {
  readonly pieces: number;
  /** Of the file, or in an archive of the packed bytes of its posts. */
  readonly pieceBytes: number;
}

async function piecesOf(input: Input, { unitBytes, dividesArchives }: Omit<Cutting, 'earlier'>): Promise<Pieces> {
  const whole = { pieces: 1, pieceBytes: Number.POSITIVE_INFINITY };
  if (await isDivisible(input)) {
    return { pieces: Math.max(1, Math.ceil(input.bytes / unitBytes)), pieceBytes: unitBytes };
  }
  const member = dividesArchives && mayBeDivided(input, unitBytes) ? await divisibleMember(input) : undefined;
  if (member === undefined || !isUtf8Member(member)) return whole;
  const pieceBytes = Math.ceil(member.stream.bytes / Math.ceil(input.xmlBytes / unitBytes));
  return { pieces: Math.ceil(member.stream.bytes / pieceBytes), pieceBytes };
}

/** True if an input is an archive that is too large for one unit. */
export function mayBeDivided(
  { container, xmlBytes }: Pick<Input, 'container' | 'xmlBytes'>,
  unitBytes: number,
): boolean {
  return container === '7z' && xmlBytes > unitBytes;
}

/** True if a unit is a part of an archive: its bytes are packed ones. */
export function isPart({ input, from, to }: Unit, { inputs }: Pick<Plan, 'inputs'>): boolean {
  return inputs[input]!.container === '7z' && (from > 0 || to !== null);
}

function earlierRanges(input: Plan['inputs'][number], earlier: Plan | undefined): Range[] {
  const index = earlier?.inputs.findIndex((other) => isSameInput(input, other)) ?? -1;
  const units = index < 0 ? [] : earlier!.units.filter((unit) => unit.input === index);
  return units.map(({ unit: _, ...range }) => range);
}

/** Only a plain file in UTF-8 can be read from any byte on. */
export async function isDivisible({ path, container }: Input): Promise<boolean> {
  return container === 'xml' && !(await isUtf16(path));
}
