// What each kind of task reads of what others left: where a build is in object storage, it is fetched before the task begins.

import type { Task } from '../workers/perform.ts';
import type { SideFiles } from './links/question-sides.ts';
import type { DocumentsTask } from './near/documents.ts';
import type { LeftOutSpill } from './near/left-out.ts';

/** A file that is read whole, or only these partitions of a spill. */
export interface UnitRead {
  readonly path: string;
  readonly partitions?: readonly number[];
}

/** What a task reads. */
export function readsOf(task: Task): readonly UnitRead[] {
  return (READS[task.kind] as (task: Task) => readonly UnitRead[])(task);
}

type Reads = { readonly [Kind in Task['kind']]: (task: Extract<Task, { readonly kind: Kind }>) => readonly UnitRead[] };

const nothing = () => [];

const READS: Reads = {
  // Inputs are opened, and digested, by who knows where they are.
  route: nothing,
  range: nothing,
  unpack: nothing,
  digest: nothing,
  set: ({ path }) => [{ path }],
  borrow: ({ path }) => [{ path }],
  index: ({ path }) => [{ path }],
  shuffle: ({ routed }) => [{ path: routed }],
  join: ({ posts, from, to, linked, sides }) => [
    ...posts.map(({ path }) => ({ path, partitions: range(from, to) })),
    ...wholes([...(linked === undefined ? [] : [linked.ids]), ...sidesOf(sides)]),
  ],
  sides: ({ links, posts }) => wholes([links.links, links.ids, ...posts]),
  meet: ({ links, questions, sides }) => wholes([links, ...questions, ...sidesOf(sides)]),
  tags: ({ kept, partition }) => [
    ...wholes(kept.map(({ questions }) => questions)),
    ...parts(
      kept.map(({ entries }) => entries),
      partition,
    ),
  ],
  sketch: (task) => documents(task),
  pair: ({ bands, partition }) => parts(bands, partition),
  lend: (task) => [...documents(task), ...parts(task.candidates, task.partition)],
  verify: (task) => [...documents(task), ...parts(task.sets, task.partition)],
  connect: ({ copies, alike }) => wholes([...copies, ...alike]),
  enter: (task) => [
    ...documents(task),
    ...parts(task.members === undefined ? [] : [task.members], task.partition),
    ...leftOut(task.leftOut),
  ],
  filter: ({ keys }) => wholes(keys),
  probe: (task) => [...documents(task), ...wholes([task.filter, ...task.posts])],
  match: ({ benchmarks, rows, partition }) => parts([...benchmarks, ...rows], partition),
  screen: (task) => [
    ...documents(task),
    ...wholes([...task.benchmarks.flatMap(({ texts }) => [texts.lines, texts.offsets]), task.named]),
    ...parts(task.met, task.partition),
  ],
  agree: ({ entries, partition }) => parts(entries, partition),
  count: ({ records, verdicts, from, to }) =>
    [...records.map(({ path }) => path), ...verdicts].map((path) => ({ path, partitions: range(from, to) })),
  reduce: ({ records, verdicts, sources, names }) => {
    const partitions = sources.map(({ partition }) => partition);
    const spills = [...records.map(({ path }) => path), ...verdicts];
    return [...spills.map((path) => ({ path, partitions })), ...wholes(names && [names.names, names.index])];
  },
};

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function sidesOf(files: SideFiles | undefined): string[] {
  return files === undefined ? [] : [files.ids, files.sides];
}

function wholes(paths: readonly string[] = []): UnitRead[] {
  return paths.map((path) => ({ path }));
}

function parts(paths: readonly string[], partition: number): UnitRead[] {
  return paths.map((path) => ({ path, partitions: [partition] }));
}

function documents({ records, partition, borrowed, screened }: DocumentsTask): UnitRead[] {
  const own =
    borrowed === undefined
      ? parts(
          records.map(({ path }) => path),
          partition,
        )
      : parts([borrowed.path], borrowed.partition);
  return [...own, ...leftOut(screened)];
}

function leftOut(place: LeftOutSpill | undefined): UnitRead[] {
  return place === undefined ? [] : parts([place.path], place.partition);
}
