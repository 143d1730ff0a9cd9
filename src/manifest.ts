// What a finished build says about itself: the types of `manifest.json`, checked on the way in and out. Nothing here differs
// between two equal runs: no clock, host, path of a machine, thread or unit count.

import { z } from 'zod';
import { EXTENSIONS, FORMATS } from './formats.ts';
import { type ManifestMined, mined } from './manifest-mined.ts';
import { evaluation, type ManifestSetFile } from './manifest-sets.ts';
import { parseJson } from './parse-json.ts';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
const counts = z.record(z.string(), count);

/** Sides as the manifest lists them; an empty one is left out. */
const splits = z.strictObject({ train: count.optional(), validation: count.optional(), test: count.optional() });

/** What runs may differ in and still give the same bytes is left out; this is what may not. */
const runtime = z.strictObject({
  /** Major version of Node. */
  node: z.string(),
  /** Version of Unicode that text was normalised by. */
  unicode: z.string(),
  /** Version of zlib, where it made the bytes of the shards. */
  zlib: z.string().optional(),
});

const pipeline = z.strictObject({
  name: z.string(),
  /** What `run` was given: a built-in pipeline's name, or the name of its file. */
  file: z.string(),
  /** Canonical JSON of the pipeline: sorted keys, no white space. */
  definition: z.string(),
  /** Digest of `definition` in UTF-8. */
  sha256,
  /** Digest of the file it was defined in, and of those it imports by path. */
  source: sha256,
});

const input = z.strictObject({
  file: z.string(),
  site: z.string(),
  container: z.enum(['7z', 'xml', 'gz', 'bz2', 'zst', 'auto']),
  dumpDate: z.string().nullable(),
  bytes: count,
  /** Null only for standard input that `--limit` did not read to its end. */
  sha256: sha256.nullable(),
});

/** A table that was read beside the posts. */
const table = input.omit({ dumpDate: true }).extend({ table: z.enum(['PostLinks', 'Users']), sha256 });

const book = z.strictObject({
  /** Name of an input file, of a table, or of a set of other people's pairs. */
  file: z.string(),
  recipe: z.string(),
  rows: count,
  /** Rows that became a pair, on any side of the split. */
  kept: count,
  /** Rows that are only in an evaluation set. */
  heldOut: count,
  dropped: counts,
  /** Rows read after an illegal character reference was replaced; counted above as well. */
  repaired: count,
});

/** A site's rows in the order of the original data set, the sites in that order. */
const seedOrdered = z.strictObject({
  site: z.string(),
  /** Rows that were shuffled. */
  rows: count,
  /** Tells which question was which of them, before they were shuffled. */
  sum: count,
});

/** A dataset that rows were held against. */
const existing = z.strictObject({
  name: z.string(),
  rows: count,
  /** Digest of its texts in their order, each with a zero byte behind it. */
  sha256,
});

/** A set of other people's pairs. */
const pairs = z.strictObject({
  name: z.string(),
  /** Size of its files as they are stored. */
  bytes: count,
  /** Digest of its texts in their order before they were cleaned, each with a zero byte behind it. */
  sha256,
});

/** A benchmark that rows were held against. */
const benchmark = existing.omit({ rows: true }).extend({
  texts: count,
  /** Texts that name a question of a site of the build. */
  posts: count,
  /** Rows that are in it, by the surest way they are known to be. */
  hits: z.strictObject({ post: count, text: count, ngram: count, near: count }),
});

/** Who is credited for the posts of all rows. */
const credits = z.strictObject({
  /** Credits with the name of the author, and without: users who left, or are not among those that were read. */
  named: count,
  unnamed: count,
  /** Rows of Users.xml that were read, of all sites together, and those of them that were damaged. */
  users: count,
  dropped: counts,
});

/** What was done about benchmarks. */
const contamination = z.strictObject({
  action: z.enum(['drop', 'report']),
  benchmarks: z.array(benchmark),
  /** The list of hits, JSON lines. */
  report: z.strictObject({ path: z.string(), hits: count, bytes: count, sha256 }),
});

/** What the search for near-duplicates came to. */
const near = z.strictObject({
  /** Pairs of rows that met in a band and were compared, and those that were alike enough. */
  compared: count,
  verified: count,
  /** Rows that have a near-duplicate or a copy, and the clusters they form. */
  members: count,
  clusters: count,
});

/** Files are written by what a manifest says, which may be anybody's: none of its names leads out of its folder. */
const FILE_NAME = /^(?!\.)[^/\\\0]+$/;
const SHARD_PATH = /^(?:data|provenance)(?:\/(?!\.)[^/\\\0]+){2}$/;

const config = z.strictObject({
  /** Name of a data config and of its folder; its provenance is the config `<name>-provenance`. */
  name: z.string().regex(FILE_NAME),
  recipe: z.string(),
  /** Text columns in their order, anchor first. */
  columns: z.array(z.string()).min(1),
});

const shard = z.strictObject({
  /** Relative to the folder of the manifest, with `/` between its parts. */
  path: z.string().regex(SHARD_PATH, 'expected data/CONFIG/FILE or provenance/CONFIG/FILE'),
  config: z.string(),
  split: z.enum(['train', 'validation', 'test']),
  rows: z.int().min(1),
  bytes: count,
  sha256,
});

/** Checks a manifest. */
export const manifestSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    /** Version of stackpairs. */
    stackpairs: z.string(),
    runtime,
    /** What the shards are written in. */
    format: z.enum(FORMATS),
    pipeline,
    /** What the command line narrowed the build to; empty when it is whole. */
    selection: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    inputs: z.array(input),
    /** Tables beside the posts: links, one for each input, where a recipe needs them; users of those that have them. */
    tables: z.array(table),
    /** Sets of other people's pairs, one for each config of the recipe `pairs`. */
    pairs: z.array(pairs),
    /** Absent where no evaluation set was asked for. */
    evaluation: evaluation.optional(),
    /** Null unless rows stand in the order of the original data set. */
    seedOrder: z.array(seedOrdered).nullable(),
    /** Datasets whose rows are not here again. */
    against: z.array(existing),
    /** Null where near-duplicates were not looked for. */
    near: near.nullable(),
    /** Null where no benchmark was named. */
    contamination: contamination.nullable(),
    /** Configs of hard negatives, each with its own book. Absent where none were mined. */
    mined: z.array(mined).optional(),
    books: z.array(book),
    configs: z.array(config),
    /** Rows by data config and side. */
    splits: z.record(z.string(), splits),
    /** Rows that are held out though the hash of their question does not say so, by data config and why. Absent if none are. */
    moved: z.record(z.string(), counts).optional(),
    shards: z.array(shard),
    /** Credited posts by licence. */
    licenses: counts,
    /** Null where authors are left out. */
    authors: credits.nullable(),
    /** Posts and users taken out on request, as `site/12` and `site/user/7`, sorted. */
    takedowns: z.array(z.string()),
  })
  .refine(({ format, shards }) => shards.every(({ path }) => path.endsWith(EXTENSIONS[format])), {
    path: ['shards'],
    error: 'expected names that end as those of the format do',
  });

/** Everything about a finished build. */
export type Manifest = z.infer<typeof manifestSchema>;

/** What became of the rows of one input file under one recipe. */
export type ManifestBook = z.infer<typeof book>;

/** A set of text columns that load together. */
export type ManifestConfig = z.infer<typeof config>;

/** A file of a data or a provenance config. */
export type ManifestShard = z.infer<typeof shard>;

/** Name of the config that traces the rows of a data config. */
export function provenanceConfig(config: string): string {
  return `${config}-provenance`;
}

/** Path of the shard that traces the rows of a data shard. */
export function provenancePath(dataPath: string): string {
  return dataPath.replace(/^data\//, 'provenance/');
}

/** The recipes of a dataset, each once: where a config holds the rows of some sites alone, several have one recipe. */
export function recipesOf({ configs }: Pick<Manifest, 'configs'>): string[] {
  return [...new Set(configs.map(({ recipe }) => recipe))];
}

/** What became of the rows of a recipe: those of each input, or where it is one of mined negatives, those of their config. */
export function booksOf({ books, mined = [] }: Pick<Manifest, 'books' | 'mined'>, recipe: string): ManifestBook[] {
  const ofMined = mined.filter(({ config }) => config === recipe).map(bookOfMined);
  return [...books.filter((book) => book.recipe === recipe), ...ofMined];
}

function bookOfMined({ config, from, rows, kept, dropped }: ManifestMined): ManifestBook {
  return { file: from, recipe: config, rows, kept, heldOut: 0, dropped, repaired: 0 };
}

/** The files of all evaluation sets. */
export function evaluationFiles({ evaluation }: Pick<Manifest, 'evaluation'>): ManifestSetFile[] {
  const files = (evaluation?.sets ?? []).flatMap((set) => set.files);
  return evaluation?.duplicates == null ? files : [...files, evaluation.duplicates];
}

const authors = z.looseObject({ authors: z.string().optional() });

/** Whether provenance does not name who wrote the posts. */
export function omitsAuthors({ definition }: Manifest['pipeline']): boolean {
  // A definition that was changed is for `verify` to tell.
  return authors.safeParse(parseJson(definition)).data?.authors === 'omit';
}

/** How many rows a book cannot account for; 0 when it balances. */
export function balance({ rows, kept, heldOut, dropped }: ManifestBook): number {
  return rows - kept - heldOut - Object.values(dropped).reduce((sum, rows) => sum + rows, 0);
}
