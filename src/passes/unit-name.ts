// How the work folder names the files of a unit: `route-000007.records`, `agree-000000.json`.

/** Kinds of units that leave completion records. */
export type UnitKind =
  | 'digest'
  | 'route'
  | 'comments'
  | 'links'
  | 'users'
  | 'sides'
  | 'meet'
  | 'tags'
  | 'join'
  | 'set'
  | 'shuffle'
  | ScreenUnitKind
  | NearUnitKind
  | 'agree'
  | 'count'
  | 'reduce'
  | 'export';

/** Those of the search for rows that are in a benchmark, in their order. */
export type ScreenUnitKind = 'index' | 'filter' | 'probe' | 'match' | 'screen';

/** Those of the search for duplicates, in their order. */
export type NearUnitKind = 'borrow' | 'sketch' | 'pair' | 'lend' | 'verify' | 'connect' | 'enter';

/** Name of a unit's files, without extension. */
export function unitName(kind: UnitKind, unit: number): string {
  return `${kind}-${String(unit).padStart(6, '0')}`;
}

/** Stages that read the dumps, and need nothing of each other. */
const READING: ReadonlySet<string> = new Set(['digest', 'route', 'links', 'users'] satisfies UnitKind[]);

/** The pass a stage belongs to: `read` for all that reads the dumps, else its own name. */
export function passOf(stage: string): string {
  return READING.has(stage) ? 'read' : stage;
}
