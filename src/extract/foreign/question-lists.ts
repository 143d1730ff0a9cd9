// Two benchmarks as their authors publish them: all questions of a site in one file, and lists of ids that say which of
// them are judged. Their ids are those of the questions. Only judged questions of the evaluation parts are read, since
// the rest is most of the site; without lists beside it, a file is read whole. Memory: the judged ids, some ten thousand.
//
//   AskUbuntu (github.com/taolei87/askubuntu)   text_tokenized.txt.gz: id, title, body
//                                               dev.txt, test.txt: id, similar ids, candidates' ids, scores
//   LinkSO (sites.google.com/view/linkso)       java_qid2all.txt: id, title, body, answer
//                                               java_cosidf.txt: qid1, qid2, score, label; java_test_qid.txt: qid1
import { basename } from 'node:path';
import { StackpairsError } from '../../errors.ts';
import type { ForeignRow } from './foreign-row.ts';
import type { ForeignFile } from './list-files.ts';
import { readLines } from './read-lines.ts';

/** A file of questions and the files beside it that say which of them are judged. */
export interface QuestionFile {
  readonly file: ForeignFile;
  readonly site: string;
  /** Lists of judged ids; when there are none, every question is read. */
  readonly lists: readonly ForeignFile[];
  readonly judged: (lists: readonly ForeignFile[]) => Promise<ReadonlySet<string>>;
}

/** What a set has of these files. */
export interface QuestionLists {
  /** True for a list, and for what only training uses. */
  isAside(file: ForeignFile): boolean;
  textsOf(file: ForeignFile): QuestionFile | undefined;
}

interface Layout extends Pick<QuestionFile, 'site' | 'judged'> {
  readonly texts: RegExp;
  /** Names of the lists beside a file of texts. */
  lists(texts: string): RegExp;
  aside(texts: string): RegExp;
}

const LAYOUTS: readonly Layout[] = [
  {
    texts: /^text_tokenized\.txt(\.gz)?$/,
    site: 'askubuntu.com',
    lists: () => /^(dev|test)\.txt$/,
    aside: () => /^(dev|test|heldout|train_random|vectors_pruned\..*)\.txt(\.gz)?$/,
    judged: judgedOfAskUbuntu,
  },
  {
    texts: /^[a-z]+_qid2all\.txt$/,
    site: 'stackoverflow.com',
    lists: (texts) => new RegExp(`^${language(texts)}_(cosidf|(test|valid|dev)_qid)\\.txt$`),
    aside: (texts) => new RegExp(`^${language(texts)}_(cosidf|(test|valid|dev|train)_qid)\\.txt$`),
    judged: judgedOfLinkSo,
  },
];

/** Finds the files of both benchmarks in a set. */
export function questionLists(files: readonly ForeignFile[]): QuestionLists {
  const texts = new Map<ForeignFile, QuestionFile>();
  const aside = new Set<ForeignFile>();
  for (const file of files) {
    const name = basename(file.name);
    const layout = LAYOUTS.find((known) => known.texts.test(name));
    if (layout === undefined) continue;
    const folder = file.name.slice(0, -name.length);
    const named = (pattern: RegExp) =>
      files.filter((other) => other.name.startsWith(folder) && pattern.test(basename(other.name)));
    texts.set(file, { file, site: layout.site, lists: named(layout.lists(name)), judged: layout.judged });
    for (const other of named(layout.aside(name))) aside.add(other);
  }
  return { isAside: (file) => aside.has(file), textsOf: (file) => texts.get(file) };
}

/** Reads the judged questions of a file. */
export async function* judgedRows({ file, site, lists, judged }: QuestionFile): AsyncGenerator<readonly ForeignRow[]> {
  const wanted = lists.length === 0 ? undefined : await judged(lists);
  for await (const lines of readLines(file.path)) {
    yield lines.flatMap(({ number, text }) => {
      const [id = '', title, body] = text.split('\t');
      if (wanted !== undefined && !wanted.has(id)) return [];
      const at = `${file.path} line ${number}`;
      if (!/^\d{1,15}$/.test(id) || title === undefined) throw notAQuestion(at, text);
      const place = `${file.name} line ${number} (${id})`;
      const row = { title, body };
      return [{ place, at, part: 'table', row, columns: ['title', 'body'], post: { site, id: Number(id) } }];
    });
  }
}

async function judgedOfAskUbuntu(lists: readonly ForeignFile[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const { path } of lists) {
    for await (const [query = '', , candidates = ''] of fieldsOf(path)) {
      for (const id of [query, ...candidates.split(' ')]) ids.add(id);
    }
  }
  return ids;
}

async function judgedOfLinkSo(lists: readonly ForeignFile[]): Promise<ReadonlySet<string>> {
  const [candidates, queries] = [/_cosidf\.txt$/, /_qid\.txt$/].map((name) =>
    lists.filter((list) => name.test(list.name)),
  );
  const asked = new Set<string>();
  for (const { path } of queries!) for await (const [id = ''] of fieldsOf(path)) asked.add(id.trim());
  const ids = new Set(asked);
  for (const { path } of candidates!) {
    for await (const [query = '', candidate = ''] of fieldsOf(path)) if (asked.has(query)) ids.add(candidate);
  }
  return ids;
}

async function* fieldsOf(path: string): AsyncGenerator<readonly string[]> {
  for await (const lines of readLines(path)) for (const { text } of lines) yield text.split('\t');
}

function language(texts: string): string {
  return texts.slice(0, texts.indexOf('_'));
}

function notAQuestion(at: string, text: string): StackpairsError {
  return new StackpairsError('bad_input', 'a line that is no question', {
    at,
    expected: 'an id, a title and a body between tabs',
    found: text.slice(0, 50),
  });
}
