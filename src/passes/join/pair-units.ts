// Units that join pairs, in the threads: each is done once, and what they leave of a config has the form of what the route
// pass leaves where a pair takes one row alone.

import { join } from 'node:path';
import { addBooks, type Book } from '../../books.ts';
import { makeFolder } from '../../make-folder.ts';
import type { PassContext } from '../context.ts';
import { sumColumns } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import { runStage } from '../stage.ts';
import { type UnitKind, unitName } from '../unit-name.ts';
import { joinedSchema } from './joined.ts';
import type { FilesByConfig, PairFiles } from './pair-spills.ts';
import type { JoinResult } from './spill-pairs.ts';

interface PairUnitsRequest {
  readonly kind: UnitKind;
  /** Where their files and records are. */
  readonly folder: string;
  /** In their order: the input each is of, and how it is performed. */
  readonly units: readonly {
    readonly input: number;
    readonly perform: (files: FilesByConfig) => Promise<JoinResult>;
  }[];
  readonly configs: readonly {
    readonly name: string;
    /** By input: the rows that drive its pairs, as they were read. */
    readonly books: readonly Book[];
    readonly samples: RoutedConfig['samples'];
  }[];
}

/** Performs what is not done yet. */
export async function pairUnits(
  context: PassContext,
  { kind, folder, units, configs }: PairUnitsRequest,
): Promise<RoutedConfig[]> {
  makeFolder(folder);
  const filesOf = (unit: number, config: string): PairFiles => {
    const base = join(folder, `${unitName(kind, unit)}.${config}`);
    return { records: `${base}.records`, entries: `${base}.entries` };
  };
  const joined = await runStage<JoinResult>(context, {
    work: folder,
    schema: joinedSchema,
    units: units.map(({ perform }, unit) => {
      const files = Object.fromEntries(configs.map(({ name }) => [name, filesOf(unit, name)]));
      return { name: unitName(kind, unit), perform: () => perform(files) };
    }),
    onDone: () => context.onProgress({ pass: 'join', done: 1, total: units.length }),
  });
  return configs.map(({ name, books, samples }) => {
    const rows = joined.map((one) => one.rows[name]!);
    const left = rows.map(({ kept, dropped }): Book => ({ rows: 0, kept, dropped, repaired: 0 }));
    return {
      books: books.map((read, input) => {
        return left.filter((_, unit) => units[unit]!.input === input).reduce(addBooks, { ...read, kept: 0 });
      }),
      counts: sumColumns(rows.map(({ counts }) => counts)),
      records: rows.map(({ kept, counts }, unit) => {
        return { unit, input: units[unit]!.input, path: filesOf(unit, name).records, rows: kept, counts };
      }),
      entries: rows.map((_, unit) => filesOf(unit, name).entries),
      samples,
    };
  });
}
