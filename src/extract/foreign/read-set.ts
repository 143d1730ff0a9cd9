// A set of files as rows with their texts' columns, whatever the format: what texts and pairs are both made of.
// Memory: the rows of one batch. Files come in code-unit order of their names, rows in file order.
import { StackpairsError } from '../../errors.ts';
import type { ForeignOptions, OpenTable, TableColumn, TableRow } from '../../foreign.ts';
import { cqadupstackHost, ID_COLUMNS, questionOf, rowId } from './cqadupstack.ts';
import { fileFormat } from './file-format.ts';
import { type OpenedFile, openFile } from './file-values.ts';
import type { ForeignRow } from './foreign-row.ts';
import { type FileSet, type ForeignFile, listFiles } from './list-files.ts';
import { expectWholeSets, isJudgement, type Part, partOf } from './parts.ts';
import { judgedRows, questionLists } from './question-lists.ts';
import { expectColumns, noTexts, rowTextColumns, schemaTextColumns } from './text-columns.ts';

/** How a set is read. */
export interface SetOptions extends ForeignOptions {
  readonly openTable: OpenTable;
}

/** What is known of a file before it is read. */
interface FilePlan {
  readonly file: ForeignFile;
  readonly part: Part;
  /** Host of the site whose question ids the rows have. */
  readonly site: string | undefined;
  readonly options: SetOptions;
}

/** A set and its rows. */
export interface OpenedSet {
  /** What reports call it. */
  readonly source: string;
  readonly rows: AsyncGenerator<readonly ForeignRow[]>;
}

/** Opens a file or folder: its rows are read as they are asked for. */
export async function openSet(path: string, options: SetOptions): Promise<OpenedSet> {
  const set = await listFiles(path, options.name);
  if (set.isFolder) expectWholeSets(path, set.files);
  return { source: set.source, rows: readRows(set, options) };
}

async function* readRows(set: FileSet, options: SetOptions): AsyncGenerator<readonly ForeignRow[]> {
  const lists = questionLists(set.files);
  for (const file of set.files) {
    if (lists.isAside(file)) continue;
    const questions = lists.textsOf(file);
    const plan = { file, part: partOf(file.name), site: siteOf(set, file), options };
    yield* signalled(questions === undefined ? readFile(plan) : judgedRows(questions), options.signal);
  }
}

async function* signalled<T>(batches: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const batch of batches) {
    signal?.throwIfAborted();
    yield batch;
  }
}

function siteOf({ source, path }: FileSet, { name }: ForeignFile): string | undefined {
  return cqadupstackHost(`${source}/${name}`) ?? cqadupstackHost(`${path}/${name}`);
}

async function* readFile(plan: FilePlan): AsyncGenerator<readonly ForeignRow[]> {
  const { file, part, options } = plan;
  // Judgements are passed over, but not what only has their name.
  if (part === 'judgements') return void (await fileFormat(file.path));
  const opened = await openFile(file.path, options.openTable);
  yield* opened.schema === undefined ? readJsonFile(plan, opened) : readTableFile(plan, opened, opened.schema);
}

async function* readJsonFile(
  { file, part, site, options }: FilePlan,
  { unit, values }: OpenedFile,
): AsyncGenerator<readonly ForeignRow[]> {
  for await (const batch of values([])) {
    yield batch.flatMap(({ number, value }) => {
      const place = `${unit} ${number}`;
      const at = `${file.path} ${place}`;
      const row = rowOf(value, at);
      const found = Object.keys(row);
      if (part === 'table' && isJudgement(found)) return [];
      if (options.columns !== undefined) expectColumns(options.columns, found, at);
      const columns = options.columns ?? rowTextColumns(row);
      if (columns.length === 0) throw noTexts(`columns ${found.join(', ').slice(0, 200)}`, at);
      return [foreignRow({ file, part, site }, { place, row, columns })];
    });
  }
}

/** A list is a row of `texts`, a string one of `text`: both are common. */
function rowOf(value: unknown, at: string): TableRow {
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value)) return { texts: value };
  if (typeof value === 'object' && value !== null) return value as TableRow;
  throw new StackpairsError('bad_input', 'a line that is no row', {
    at,
    expected: 'a JSON object',
    found: String(value),
  });
}

async function* readTableFile(
  { file, part, site, options }: FilePlan,
  { unit, values }: OpenedFile,
  schema: readonly TableColumn[],
): AsyncGenerator<readonly ForeignRow[]> {
  const found = schema.map(({ name }) => name);
  if (part === 'table' && isJudgement(found)) return;
  if (options.columns !== undefined) expectColumns(options.columns, found, file.path);
  const columns = options.columns ?? schemaTextColumns(schema, file.path);
  if (columns.length === 0) {
    throw noTexts(schema.map(({ name, type }) => `${name} (${type})`).join(', '), file.path);
  }
  for await (const batch of values([...new Set([...columns, ...found.filter((name) => ID_COLUMNS.includes(name))])])) {
    yield batch.map(({ number, value }) =>
      // The rows of a table are objects.
      foreignRow({ file, part, site }, { place: `${unit} ${number}`, row: value as TableRow, columns }),
    );
  }
}

function foreignRow(
  { file, part, site }: Pick<FilePlan, 'file' | 'part' | 'site'>,
  { place, row, columns }: Pick<ForeignRow, 'place' | 'row' | 'columns'>,
): ForeignRow {
  const at = `${file.path} ${place}`;
  const id = rowId(row);
  const named = { place: `${file.name} ${place}${id === undefined ? '' : ` (${id})`}`, at, part, row, columns };
  return site === undefined || part === 'table' ? named : { ...named, post: questionOf(row, site, at) };
}
