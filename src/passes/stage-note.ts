// What a build knows of its stages while it goes on: how many units each has, in one small file a stage, for whoever asks
// how far it is. Nothing of the dataset depends on these files.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { makeFolder } from '../make-folder.ts';
import { parseJson } from '../parse-json.ts';

// No config can have this name.
export const STAGES_FOLDER = '.stages';

const noteSchema = z.object({ stage: z.string(), folder: z.string(), first: z.string(), units: z.int().min(1) });
/** A stage that was begun: its name, the folder of its records in the work folder, its first unit, and how many there are. */
export type StageNote = z.infer<typeof noteSchema>;

/** Notes a stage, unless that was done before. */
export function noteStage(work: string, note: StageNote): void {
  const { stage, first } = note;
  const folder = join(work, STAGES_FOLDER);
  const path = join(folder, `${stage.replaceAll('/', '~')}~${first}.json`);
  const text = `${JSON.stringify(note)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  makeFolder(folder);
  // Not synced: it is written again by whoever comes to the stage next.
  writeDurably(path, text, { sync: false });
}

/** The stages that were begun, in the order they were; a note that cannot be read is none. */
export function readStages(work: string): StageNote[] {
  const folder = join(work, STAGES_FOLDER);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^[^.].*\.json$/.test(name)) : [];
  const dated = files.map((name) => ({ name, path: join(folder, name), begun: statSync(join(folder, name)).mtimeMs }));
  const order = dated.toSorted((a, b) => a.begun - b.begun || (a.name < b.name ? -1 : 1));
  return order.flatMap(({ path }) => noteSchema.safeParse(parseJson(readFileSync(path, 'utf8'))).data ?? []);
}
