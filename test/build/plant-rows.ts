// Rows planted in the last train shard of a finished build, behind those it has, and sealed.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { addCounts } from '../../src/books.ts';
import { fingerprint } from '../../src/clean/index.ts';
import { openBuild } from '../../src/inspect.ts';
import { provenancePath } from '../../src/manifest.ts';
import { openShardWriter, shardLayouts, shardRowOf } from '../../src/shard/index.ts';
import { seal } from './seal.ts';

/** A row to plant: the id of its question, and its texts. */
export interface PlantedRow {
  readonly id: number;
  readonly texts: readonly [title: string, body: string];
}

/** Plants rows in the config `title-body`. */
export async function plantRows(out: string, planted: readonly PlantedRow[]): Promise<void> {
  const { manifest, format } = await openBuild(out);
  const columns = ['title', 'body'];
  const { path } = manifest.shards.findLast(({ config, split }) => config === 'title-body' && split === 'train')!;
  const [data, traces] = [join(out, path), join(out, provenancePath(path))];
  const paths = { dataPath: `${data}.new`, provenancePath: `${traces}.new` };
  const writer = openShardWriter({ ...paths, layouts: shardLayouts(columns, format) });
  const texts = [...format.readDataRows(data, { columns })].map((row) => columns.map((column) => row[column]!));
  const rows = [...format.readProvenanceRows(traces)];
  for (const [index, row] of rows.entries()) writer.append(shardRowOf(texts[index]!, row));
  const [like] = rows;
  for (const { id, texts } of planted) {
    const [post] = like!.posts;
    const posts = [{ ...post!, id, url: post!.url.replace(/\d+$/, String(id)) }];
    const own = { questionId: id, cluster: `${like!.site}/${id}`, fingerprint: fingerprint(texts).toString('hex') };
    writer.append(shardRowOf(texts, { ...like!, ...own, posts }));
  }
  writer.finish();
  renameSync(paths.dataPath, data);
  renameSync(paths.provenancePath, traces);
  const license = like!.posts[0]!.license;
  const more = planted.length;
  seal(out, (build) => ({
    ...build,
    licenses: { ...addCounts(build.licenses, { [license]: more }) },
    authors: { ...build.authors!, unnamed: build.authors!.unnamed + more },
    books: build.books.map((book) =>
      book.recipe === 'title-body' ? { ...book, rows: book.rows + more, kept: book.kept + more } : book,
    ),
    splits: {
      ...build.splits,
      'title-body': { ...build.splits['title-body'], train: build.splits['title-body']!.train! + more },
    },
    shards: build.shards.map((shard) =>
      [path, provenancePath(path)].includes(shard.path) ? { ...shard, rows: shard.rows + more } : shard,
    ),
  }));
}
