// Writes the corpus: a dump for stackpairs, the same texts as JSON lines for the others, and the planted pairs with their
// similarity. As a program: corpus.mjs FOLDER BODIES EACH SEED LONGEST
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openByteFile } from './byte-file.mjs';
import { jaccard } from './jaccard.mjs';
import { createCorpus } from './planted.mjs';

const SITE = 'near.stackexchange.com';
const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<posts>\n';
const DATE = '2021-03-04T05:06:07.890';

/** Files of JSON lines: datatrove gives each of its workers whole files. */
const TEXT_FILES = 2;

/** Writes all three; gives the paths. `texts: false` leaves out the JSON lines. */
export function writeCorpus(folder, { texts = true, ...options }) {
  const corpus = createCorpus(options);
  const dump = path.join(folder, 'dump');
  mkdirSync(path.join(dump, SITE), { recursive: true });
  const posts = path.join(dump, SITE, 'Posts.xml');
  writePosts(corpus, posts);
  const pairs = path.join(folder, 'pairs.tsv');
  writePairs(corpus, pairs);
  return { dump, posts, pairs, texts: texts ? writeTexts(corpus, path.join(folder, 'texts')) : [] };
}

function writePosts(corpus, file) {
  const out = openByteFile(file);
  out.put(HEAD);
  for (let id = 1; id <= corpus.bodies; id++) {
    out.put(`  <row Id="${id}" PostTypeId="1" CreationDate="${DATE}" Score="1" ViewCount="10" Body="&lt;p&gt;`);
    out.put(corpus.bytesOf(id));
    out.put(
      `&lt;/p&gt;&#xA;" OwnerUserId="7" LastActivityDate="${DATE}" Title="A synthetic question, number ${id}" ` +
        'Tags="|near|" AnswerCount="0" CommentCount="0" ContentLicense="CC BY-SA 4.0" />\n',
    );
  }
  out.put('</posts>\n');
  out.close();
}

function writeTexts(corpus, folder) {
  mkdirSync(folder, { recursive: true });
  const size = Math.ceil(corpus.bodies / TEXT_FILES);
  return Array.from({ length: TEXT_FILES }, (_, i) => {
    const file = path.join(folder, `${i}.jsonl`);
    const out = openByteFile(file);
    for (let id = i * size + 1; id <= Math.min((i + 1) * size, corpus.bodies); id++) {
      out.put(`{"id":"${id}","text":"`);
      out.put(corpus.bytesOf(id));
      out.put('"}\n');
    }
    out.close();
    return file;
  });
}

/** The similarity is that of the texts, not the level they were made for. */
function writePairs(corpus, file) {
  const out = openByteFile(file);
  for (const [a, b] of corpus.pairs()) out.put(`${a}\t${b}\t${jaccard(corpus.textOf(a), corpus.textOf(b))}\n`);
  out.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, bodies, each, seed, longest] = process.argv.slice(2);
  const numbers = { bodies: Number(bodies), each: Number(each), seed: Number(seed), longest: Number(longest) };
  console.log(JSON.stringify(writeCorpus(folder, numbers)));
}
