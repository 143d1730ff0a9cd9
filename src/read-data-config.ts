// Lists of files that trainers draw from, `data_config.json`, whoever wrote them. In: a JSON list, where `lines`, `weight`
// or both may be missing and other keys may stand. Out: its entries as they stand. Memory: the list.

import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type DataConfigEntry, dataConfigSchema } from './data-config.ts';
import { StackpairsError } from './errors.ts';

/** As much as shows what stands in a place. */
const MOST_SHOWN = 80;

/** Reads a trainer's list of files. Throws `bad_input` with the entry, counted from 1, and the key that is wrong. */
export function readDataConfig(path: string): DataConfigEntry[] {
  return parseDataConfig(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StackpairsError('bad_input', "the trainer's list cannot be read", {
      at: path,
      found: String(code),
      cause,
    });
  }
}

/** The entries of a list; `at` is where it stands. */
export function parseDataConfig(text: string, at: string): DataConfigEntry[] {
  const json = jsonOf(text, at);
  const checked = dataConfigSchema.safeParse(json);
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  throw new StackpairsError('bad_input', "no list that a trainer's files are in", {
    at: placeOf(first!, at),
    expected: first!.message,
    found: shown(first!.path.reduce<unknown>((value, key) => Reflect.get(value as object, key), json)),
  });
}

function jsonOf(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StackpairsError('bad_input', 'not JSON', { at, found: (cause as SyntaxError).message, cause });
  }
}

function placeOf({ path: [entry, key] }: z.core.$ZodIssue, at: string): string {
  if (entry === undefined) return at;
  return `${at} entry ${Number(entry) + 1}${key === undefined ? '' : `, ${String(key)}`}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}
