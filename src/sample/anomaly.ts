// What an anomaly is: a way to write a few extra rows that differ from the ordinary in one respect, or in their links. The words here build
// the tables of anomalies; each anomaly starts from an ordinary row with a text of its own, so that none repeats another.
import type { Link, LinkTraits } from './link-writer.ts';
import { formatPost, type PostRow, type RowFormat } from './post-row.ts';
import type { Random } from './random.ts';

/** How a row counts in the report; `malformed` is one that no reader can take as a post. */
export type RowKind = 'question' | 'answer' | 'other' | 'malformed';

/** A row as it goes into the file. */
export interface PlantedRow {
  readonly kind: RowKind;
  readonly row: PostRow;
  readonly text: string;
}

/** A link as an anomaly plants it. */
export type PlantedLink = Omit<Link, 'moment'> & LinkTraits;

/** What an anomaly is written with. Each call of a row gives a new id. */
export interface AnomalyKit {
  readonly random: Random;
  readonly format: RowFormat;
  /** Size of a row meant to be long. */
  readonly longRowBytes: number;
  question(): PostRow;
  /** An answer to this question, or to one written before. */
  answer(parentId?: number): PostRow;
  wiki(): PostRow;
  /** An id near this one that no row has. */
  missingId(near: number): number;
  link(link: PlantedLink): void;
}

/** A named oddity. */
export interface Anomaly {
  /** `common` and `rare` ones turn up anywhere, `last` ones close each site. */
  readonly frequency: 'common' | 'rare' | 'last';
  /** Formats in which it would not stand out, and is not planted. */
  readonly unless?: (format: RowFormat) => boolean;
  plant(kit: AnomalyKit): readonly PlantedRow[];
}

/** What a change of a row may touch. */
export type Change = (row: PostRow, kit: AnomalyKit) => Partial<PostRow>;

/** A question with some attributes changed. */
export function oddQuestion(change: Change, frequency: Anomaly['frequency'] = 'common'): Anomaly {
  return { frequency, plant: (kit) => [changed(kit.question(), change, kit)] };
}

/** An answer with some attributes changed. */
export function oddAnswer(change: Change, frequency: Anomaly['frequency'] = 'common'): Anomaly {
  return { frequency, plant: (kit) => [changed(kit.answer(), change, kit)] };
}

/** A tag wiki with some attributes changed. */
export function oddWiki(change: Change): Anomaly {
  return { frequency: 'common', plant: (kit) => [changed(kit.wiki(), change, kit)] };
}

/** A question whose text in the file is changed after it was formatted; it can still be read. */
export function oddLine(change: LineChange): Anomaly {
  return { frequency: 'common', plant: (kit) => [changedLine(kit, 'question', change)] };
}

/** A question whose text in the file is spoilt. */
export function malformedLine(change: (line: string) => string): Anomaly {
  return { frequency: 'rare', plant: (kit) => [changedLine(kit, 'malformed', change)] };
}

/** A row as it is, ready for the file. */
export function plantedRow(row: PostRow, { format }: AnomalyKit): PlantedRow {
  return { kind: rowKind(row), row, text: formatPost(row, format) };
}

/** How a readable row counts. */
export function rowKind({ typeId }: PostRow): RowKind {
  return typeId === 1 ? 'question' : typeId === 2 ? 'answer' : 'other';
}

function changed(row: PostRow, change: Change, kit: AnomalyKit): PlantedRow {
  return plantedRow({ ...row, ...change(row, kit) }, kit);
}

type LineChange = (line: string, kit: AnomalyKit) => string;

function changedLine(kit: AnomalyKit, kind: RowKind, change: LineChange): PlantedRow {
  const row = kit.question();
  return { kind, row, text: change(formatPost(row, kit.format), kit) };
}
