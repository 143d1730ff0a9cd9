// The screen pass on one thread partition: every meeting is held against the texts themselves, and what is left is told,
// as JSON lines for people and as documents to leave out. Memory: the partition and its hits, 24 bytes each.

import { basename } from 'node:path';
import type { DecontaminateRule } from '../../decontaminate-rule.ts';
import { concat, isSameText, jaccard, KEY_KINDS, plainText, sharedRun } from '../../near/index.ts';
import { LEFT_OUT, readRecord, SpillReader, sortByPrefix, WordSpill } from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import { lineCredit } from '../line-credit.ts';
import { PAIR_WORDS } from '../near/document-pairs.ts';
import { type DocumentsTask, documentsOf, type NearMemory, type NumberedRecord } from '../near/documents.ts';
import type { NearResult } from '../near/near-result.ts';
import { openSummedFile } from '../summed-file.ts';
import { type BenchmarkFiles, type BenchmarkText, benchmarkTextReader } from './benchmark-texts.ts';
import { HIT_KINDS, HIT_REASONS, HIT_WORDS, type HitKind, POST_HIT } from './hit.ts';
import { benchmarkOf, kindOf, type Screening } from './key-entry.ts';
import { type ReadyText, recentTexts } from './recent-texts.ts';

/** Characters of a text that a report shows: enough to judge a hit by. */
const SHOWN_CHARACTERS = 300;

/** Hits of a thread partition. */
export interface ScreenTask extends DocumentsTask {
  readonly kind: 'screen';
  readonly benchmarks: readonly { readonly name: string; readonly texts: BenchmarkFiles }[];
  /** Its config, and the columns of that. */
  readonly configName: string;
  readonly columnNames: readonly string[];
  readonly rule: DecontaminateRule;
  /** Hits of the match pass, by thread partition, and of the probe pass of this one. */
  readonly met: readonly string[];
  readonly named: string;
  readonly leftOut: string;
  readonly lines: string;
}

/** A hit that was held against the texts. */
interface Found {
  readonly kind: HitKind;
  readonly benchmark: number;
  readonly text: BenchmarkText;
  /** What they have in common: a column, and the run of words or the similarity. */
  readonly column?: string;
  readonly run?: string;
  readonly similarity?: number;
}

/** Says which rows of the partition are in a benchmark. */
export function screenRows(task: ScreenTask, memory: NearMemory, screening: Screening): NearResult {
  const hits = hitsOf(task);
  const leftOut = new WordSpill(task.leftOut, { partitions: 1, width: PAIR_WORDS });
  const lines = openSummedFile(task.lines);
  const readers = task.benchmarks.map(({ texts }) => benchmarkTextReader(texts));
  const tally: Record<string, number> = {};
  const read = recentTexts((benchmark, text) => readers[benchmark]!.read(text), screening.keys);
  try {
    for (const row of documentsOf(task, memory)) {
      const met = hits(row.document);
      if (met.length === 0) continue;
      const found = confirm(row, met, { task, memory, screening, read });
      for (const one of found) {
        const name = `${one.benchmark} ${one.kind}`;
        tally[name] = (tally[name] ?? 0) + 1;
        lines.write(Buffer.from(`${JSON.stringify(describe(row, one, task, memory))}\n`));
      }
      if (found.length === 0 || task.rule.action === 'report') continue;
      const surest = HIT_KINDS.find((kind) => found.some((one) => one.kind === kind))!;
      leftOut.words.set([row.document, LEFT_OUT.indexOf(HIT_REASONS[surest])], leftOut.begin(0));
    }
    return { files: [{ path: basename(task.leftOut), ...leftOut.finish() }, lines.finish()], tally };
  } finally {
    leftOut.abandon();
    lines.abandon();
    for (const reader of readers) reader.close();
  }
}

/** Hits of a document, asked for in ascending order: kind, benchmark and text, each once. */
function hitsOf({ met, named, partition }: ScreenTask): (document: number) => readonly (readonly [number, number])[] {
  const reader = new SpillReader();
  const words = concat([reader.gatherWords([named], 0), reader.gatherWords(met, partition)]);
  const word = (hit: number, index: number) => words[hit * HIT_WORDS + index]!;
  const order = sortByPrefix(
    words.length / HIT_WORDS,
    (hit) => word(hit, 0),
    (a, b) => word(a, 1) - word(b, 1) || word(a, 2) - word(b, 2),
  );
  let next = 0;
  return (document) => {
    const hits: (readonly [number, number])[] = [];
    for (; next < order.length && word(order[next]!, 0) === document; next++) {
      const [tag, text] = [word(order[next]!, 1), word(order[next]!, 2)];
      const last = hits.at(-1);
      if (last?.[0] !== tag || last[1] !== text) hits.push([tag, text]);
    }
    return hits;
  };
}

interface Confirming {
  readonly task: ScreenTask;
  readonly memory: NearMemory;
  readonly screening: Screening;
  readonly read: (benchmark: number, text: number) => ReadyText;
}

/** Of each benchmark that the row is in, the surest hit. */
function confirm(row: NumberedRecord, met: readonly (readonly [number, number])[], context: Confirming): Found[] {
  const found = new Map<number, Found>();
  const rank = ([tag]: readonly [number, number]) => HIT_KINDS.indexOf(hitKind(kindOf(tag)));
  for (const [tag, text] of met.toSorted((a, b) => rank(a) - rank(b))) {
    const benchmark = benchmarkOf(tag);
    if (found.has(benchmark)) continue;
    const hit = hold(row, kindOf(tag), context.read(benchmark, text), context);
    if (hit !== undefined) found.set(benchmark, { ...hit, benchmark });
  }
  return [...found.values()].sort((a, b) => a.benchmark - b.benchmark);
}

function hitKind(kind: number): HitKind {
  const key = kind === POST_HIT ? 'post' : KEY_KINDS[kind]!;
  return key === 'words' || key === 'characters' ? 'near' : key;
}

/** Holds a row against a text of a benchmark: what they really have in common, if anything. */
function hold(
  row: NumberedRecord,
  kind: number,
  ready: ReadyText,
  { task, memory, screening }: Confirming,
): Omit<Found, 'benchmark'> | undefined {
  const { text } = ready;
  if (kind === POST_HIT) return { kind: 'post', text };
  const key = KEY_KINDS[kind]!;
  const { ngram, similarity: least } = task.rule;
  for (const [index, slice] of readRecord(row.bytes, row.at, memory.columns).texts.entries()) {
    const column = task.columnNames[index]!;
    const own = plainText(asString(slice));
    if (key === 'text' && isSameText(own, ready.plain)) return { kind: 'text', text, column };
    if (key === 'ngram') {
      const run = sharedRun(own, ready.plain, ngram);
      if (run !== undefined) return { kind: 'ngram', text, column, run };
    }
    if (key === 'words' || key === 'characters') {
      const similarity = jaccard(screening.keys.set(slice, key), ready.set(key));
      if (similarity >= least) return { kind: 'near', text, column, similarity };
    }
  }
  return undefined;
}

function describe(row: NumberedRecord, found: Found, task: ScreenTask, { columns }: NearMemory): object {
  const { kind, benchmark, text, column, run, similarity } = found;
  const { id, texts, posts } = readRecord(row.bytes, row.at, columns);
  return {
    config: task.configName,
    site: task.sites[row.input],
    id,
    ...lineCredit(id, posts),
    kind,
    benchmark: task.benchmarks[benchmark]!.name,
    place: text.place,
    role: text.role,
    ...(run === undefined ? {} : { run }),
    ...(similarity === undefined ? {} : { similarity: Number(similarity.toFixed(4)) }),
    text: shown(asString(texts[column === undefined ? 0 : task.columnNames.indexOf(column)]!)),
    matched: shown(text.text),
  };
}

function asString({ bytes, from, to }: Slice): string {
  return bytes.toString('utf8', from, to);
}

function shown(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS)];
  return characters.length <= SHOWN_CHARACTERS ? text : `${characters.slice(0, SHOWN_CHARACTERS).join('')}…`;
}
