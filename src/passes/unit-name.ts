// How the work folder names the files of a unit: `route-000007.records`, `agree-000000.json`.

/** Kinds of units that leave completion records. */
export type UnitKind = 'digest' | 'route' | 'agree' | 'reduce';

/** Name of a unit's files, without extension. */
export function unitName(kind: UnitKind, unit: number): string {
  return `${kind}-${String(unit).padStart(6, '0')}`;
}
