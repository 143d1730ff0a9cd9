// Text for people on a terminal. Post text is hostile: control characters could move the cursor or fake a prompt.

import { UNSAFE_CHARACTERS } from '../unsafe-characters.ts';

const KILOBYTE = 1e3;
const MEGABYTE = 1e6;
const GIGABYTE = 1e9;

/** Post text made safe for a terminal, on one line and at most `width` characters long. */
export function safeText(text: string, width = 100): string {
  const oneLine = text.replace(/\s+/g, ' ').replace(UNSAFE_CHARACTERS, '\uFFFD');
  const letters = [...oneLine];
  return letters.length <= width ? oneLine : `${letters.slice(0, width - 1).join('')}…`;
}

/** A message made safe for a terminal, with the line ends it has. */
export function safeLines(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, (character) => (character === '\n' ? character : '\uFFFD'));
}

/** JSON on one line that is safe for a terminal as well: what is unsafe is escaped, so that the value stays the same. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE_CHARACTERS, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** A count with thousands separated. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A size in kB, MB or GB (powers of ten). */
export function size(bytes: number): string {
  if (bytes >= GIGABYTE) return `${(bytes / GIGABYTE).toFixed(2)} GB`;
  return bytes >= MEGABYTE ? `${(bytes / MEGABYTE).toFixed(1)} MB` : `${(bytes / KILOBYTE).toFixed(1)} kB`;
}

/** A span of seconds as h:mm:ss or m:ss. */
export function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return whole >= 3600
    ? `${Math.floor(whole / 3600)}:${two(minutes % 60)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Rows as an aligned table: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
