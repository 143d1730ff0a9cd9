import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../src/manifest.ts';
import { card, namedCard } from '../../src/publish/card.ts';
import { PROVENANCE_FEATURES } from '../../src/publish/features.ts';
import { provenanceLayout } from '../../src/shard/provenance-layout.ts';
import { sampleManifest } from '../sample-manifest.ts';

/** The front matter as a reader of YAML 1.1, such as Python's, understands it. */
function headOf(text: string): Record<string, unknown> {
  return parse(/^---\n(.*?)\n---\n/s.exec(text)![1]!, { version: '1.1' });
}

const hostile = '</td><script>alert(1)</script> | `x` [a](http://evil.example) ![b](c) # d\n\n## e\n---\u202e';

test('equal manifests have equal cards', () => {
  expect(card(sampleManifest(), { languages: ['en'] })).toBe(card(sampleManifest(), { languages: ['en'] }));
});

test('the configs name the files of each side that has rows, and only the single data config is the default', () => {
  expect(headOf(card(sampleManifest())).configs).toEqual([
    {
      config_name: 'title-body',
      data_files: [
        { split: 'train', path: 'data/title-body/train-*.arrow' },
        { split: 'test', path: 'data/title-body/test-*.arrow' },
      ],
      default: true,
    },
    {
      config_name: 'title-body-provenance',
      data_files: [
        { split: 'train', path: 'provenance/title-body/train-*.arrow' },
        { split: 'test', path: 'provenance/title-body/test-*.arrow' },
      ],
    },
  ]);
});

test('of two data configs none is the default', () => {
  const manifest = sampleManifest();
  const second = { ...manifest.configs[0]!, name: 'title-answer', columns: ['title', 'answer'] };
  const shards = [
    ...manifest.shards,
    { ...manifest.shards[0]!, path: 'data/title-answer/train-00000-of-00001.arrow', config: 'title-answer' },
  ];
  const head = headOf(card({ ...manifest, configs: [...manifest.configs, second], shards }));
  const configs = head.configs as { config_name: string; default?: boolean }[];
  expect(configs.map(({ config_name }) => config_name)).toEqual([
    'title-body',
    'title-body-provenance',
    'title-answer',
  ]);
  expect(configs.some((config) => 'default' in config)).toBe(false);
});

test('the counts that datasets checks are those of the shards', () => {
  const [data] = headOf(card(sampleManifest())).dataset_info as Record<string, unknown>[];
  expect(data).toEqual({
    config_name: 'title-body',
    features: [
      { name: 'title', dtype: 'string' },
      { name: 'body', dtype: 'string' },
    ],
    splits: [
      { name: 'train', num_bytes: 9500, num_examples: 950 },
      { name: 'test', num_bytes: 500, num_examples: 50 },
    ],
    download_size: 10_000,
    dataset_size: 10_000,
  });
});

test('the columns of the provenance are those of its files', () => {
  const names = PROVENANCE_FEATURES.map(({ name }) => name);
  expect(provenanceLayout().schema.fields.map(({ name }) => name)).toEqual(names);
  const posts = PROVENANCE_FEATURES.find(({ name }) => name === 'posts') as unknown as { list: { name: string }[] };
  const [item] = provenanceLayout().schema.fields.at(-1)!.type.children;
  expect(item!.type.children.map(({ name }: { name: string }) => name)).toEqual(posts.list.map(({ name }) => name));
});

describe('the size category is that of the rows of all pairs', () => {
  test.each([
    [999, 'n<1K'],
    [1_000, '1K<n<10K'],
    [25_333_327, '10M<n<100M'],
  ])('%i', (rows, category) => {
    const manifest = sampleManifest();
    const shards = [{ ...manifest.shards[0]!, rows }, ...manifest.shards.filter(({ path }) => path.startsWith('prov'))];
    expect(headOf(card({ ...manifest, shards })).size_categories).toEqual([category]);
  });
});

test('languages are given as text, Norwegian too', () => {
  expect(headOf(card(sampleManifest(), { languages: ['no'] })).language).toEqual(['no']);
  expect(headOf(card(sampleManifest(), { languages: ['en', 'ru'] })).language).toEqual(['en', 'ru', 'multilingual']);
  expect(headOf(card(sampleManifest()))).not.toHaveProperty('language');
});

test('the funnel adds up the books of all files, the greatest reason first', () => {
  const rows = card(sampleManifest()).match(/^\| (read|dropped as|\*\*kept).*$/gm);
  expect(rows).toEqual([
    '| read | 2,500 | 100.00 % |',
    '| dropped as `not_a_question` | 1,380 | 55.20 % |',
    '| dropped as `title_too_short` | 100 | 4.00 % |',
    '| dropped as `body_too_long` | 20 | 0.80 % |',
    '| **kept** | 1,000 | 40.00 % |',
  ]);
});

test('it says how many credits stand under each licence, and that test sets may overlap', () => {
  const text = card(sampleManifest());
  expect(text).toContain('| [CC BY-SA 2.5](https://creativecommons.org/licenses/by-sa/2.5/) | 100 |');
  expect(text).toContain('CQADupStack');
  expect(text).toContain('**This build was not decontaminated**');
  expect(text).toContain('Posts and users taken out on request: 1; `manifest.json` lists them.');
});

test('it says how many posts name their author, unless authors were left out', () => {
  expect(card(sampleManifest())).toContain('Credits that name the author: 990; that do not: 10.');
  expect(card({ ...sampleManifest(), authors: null })).not.toContain('name their author:');
});

test('it gives the command that builds the same bytes', () => {
  expect(card(sampleManifest())).toContain(
    "build-dataset run title-body --dumps DUMPS --out OUT --limit 2500 --tags beer --tags 'home brew'",
  );
});

test('the command has no path and no flag of speed, but everything that rows depend on', () => {
  const manifest = sampleManifest();
  const sha256 = '0'.repeat(64);
  const benchmark = {
    name: 'cqadupstack/unix',
    texts: 5,
    posts: 5,
    hits: { post: 1, text: 0, ngram: 0, near: 0 },
    sha256,
  };
  const report = { path: 'contamination.jsonl', hits: 1, bytes: 10, sha256 };
  const text = card({
    ...manifest,
    selection: {},
    format: 'parquet',
    against: [{ name: 'other pairs', rows: 9, sha256 }],
    contamination: { action: 'report', benchmarks: [benchmark], report },
    runtime: { ...manifest.runtime, zlib: '1.3.1' },
  });
  expect(text).toContain(
    "build-dataset run title-body --dumps DUMPS --out OUT --format parquet --against 'other pairs' " +
      '--benchmarks cqadupstack/unix --contamination report --takedowns TAKEDOWNS',
  );
  expect(text).toContain('With stackpairs `0.1.0`, Node `20` (Unicode `15.1`, zlib `1.3.1`) and the files above');
});

test('of standard input it names the site', () => {
  const manifest = sampleManifest();
  const inputs = [{ ...manifest.inputs[0]!, container: 'auto' as const }];
  expect(card({ ...manifest, inputs })).toContain('--dumps - --site beer.stackexchange.com --out OUT');
});

test('it shows how to train, with the columns that the format has', () => {
  const text = card(sampleManifest());
  expect(text).toContain('pairs = load_dataset("NAMESPACE/NAME", "title-body", split="train")\nmodel = ');
  expect(card({ ...sampleManifest(), format: 'jsonl.gz' })).toContain('"anchor": row["texts"][0]');
});

test('a name on the Hub is put where it loads from, and nowhere in what was written by others', () => {
  const samples = [[['load_dataset("NAMESPACE/NAME"', 'NAMESPACE/NAME']]];
  const text = namedCard(card(sampleManifest(), { samples }), 'ada/$&');
  expect(text.match(/load_dataset\("ada\/\$&"/g)).toHaveLength(3);
  expect(text).toContain('{"title":"load_dataset(\\"NAMESPACE/NAME\\"","body":"NAMESPACE/NAME"}');
  expect(namedCard(text, 'eve/x')).toBe(text);
});

test('names from the dump cannot become markup', () => {
  const manifest = sampleManifest();
  const inputs = [{ ...manifest.inputs[0]!, file: hostile, site: hostile }];
  const books = [{ ...manifest.books[0]!, dropped: { [hostile]: 600 } }];
  const pipeline = { ...manifest.pipeline, name: hostile };
  const text = card({ ...manifest, inputs, books, pipeline, licenses: { [hostile]: 5 } });
  expect(headOf(text).pretty_name).toBe(`Stack Exchange pairs: ${hostile}`);
  const body = text.slice(text.indexOf('\n---\n') + 5).replace(/^build-dataset run .*$/m, '');
  expect(body).not.toMatch(/<script|http:\/\/evil|\u202e|!\[|^## e/m);
});

test('a sample cannot leave its block, and shows what is invisible', () => {
  const samples = [[['```\n</details>`````` <script>', `a\u202eb\u200b${'long '.repeat(100)}`]]];
  const text = card(sampleManifest(), { samples });
  expect(text).toContain('\n```````json\n{"title":"```\\n</details>`````` <script>","body":"a\\u202eb\\u200blong ');
  expect(text).not.toContain('long '.repeat(80));
});

test('a sample is never cut within a character', () => {
  const text = card(sampleManifest(), { samples: [[['𝔘'.repeat(400)]]] });
  expect(text).toContain(`"${'𝔘'.repeat(300)}…"`);
});

describe('a card of several configs', () => {
  const one = sampleManifest();
  const kinds = [
    { name: 'title-body', recipe: 'title-body', options: {} },
    { name: 'accepted', recipe: 'title-answer', options: { answer: 'accepted', min: 1 } },
    { name: 'best-worst-answers', recipe: 'best-worst-answers', options: { margin: 100, downvoted: true } },
    { name: 'own', recipe: 'own-kind', options: {} },
  ];
  const columns = [
    ['title', 'body'],
    ['title', 'answer'],
    ['title_body', 'best_answer', 'worst_answer'],
    ['a', 'b'],
  ];
  const manifest: Manifest = {
    ...one,
    pipeline: { ...one.pipeline, definition: JSON.stringify({ pairs: kinds }) },
    configs: kinds.map(({ name }, i) => ({ name, recipe: name, columns: columns[i]! })),
    books: kinds.flatMap(({ name }) => one.books.map((book) => ({ ...book, recipe: name }))),
    splits: { 'title-body': { train: 950, test: 50 }, accepted: { train: 950 } },
  };
  const text = card(manifest, { samples: columns.map((names) => [names.map((name) => `${name} of a row`)]) });

  test('says of each what its columns are, as far as its kind is known', () => {
    expect(text).toContain('- `title-body` (`title`, `body`): the title of a question, then its body');
    expect(text).toContain(
      '- `accepted` (`title`, `answer`): the title of a question, then the answer that was accepted of at least 1 vote',
    );
    expect(text).toMatch(
      /^- `best-worst-answers` .*the fewest as a hard negative: 100 votes fewer at least, or below 0$/m,
    );
    expect(text).toContain('- `own` (`a`, `b`)\n');
  });

  test('shows a row of each, with its own columns', () => {
    expect(text).toContain('{"title_body":"title_body of a row","best_answer":"best_answer of a row","worst_answer":');
    expect(text.match(/^A row of /gm)).toHaveLength(4);
  });

  test('counts the rows that were read once, and says what took most of each config', () => {
    expect(text).toContain('2,500 rows were read once for all configs.');
    expect(text).toContain(
      '| `own` | 2,500 | 1,000 | `not_a_question` 1,380, `title_too_short` 100, `body_too_long` 20 |',
    );
  });

  test('tells how to load what is there', () => {
    expect(text).toContain('Likewise `accepted`.');
  });
});
