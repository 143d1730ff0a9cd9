// Comparison programs: Posts.xml files to (title, body) pairs in an Arrow stream, as one would write it in Node with the
// usual libraries. usage: title_body.mjs PARSER CONVERTER OUT_FOLDER POSTS_XML...
// The filters are those of the built-in title-body pipeline. They do less than stackpairs: no provenance, no split, no
// shuffle, no digests, and a Set, which ends at 16,777,216 pairs. Prints its counts as JSON.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RecordBatchStreamWriter, Table, Utf8, vectorFromArray } from 'apache-arrow';
import { convert } from 'html-to-text';
import { Parser } from 'htmlparser2';
import sax from 'sax';
import { SaxesParser } from 'saxes';

const [TITLE_MIN, BODY_MIN, BODY_MAX, BATCH_ROWS] = [20, 20, 4096, 10_000];
const PLANTED_IDS = new Set(['1000000001', '1000000010']);
const ANSWER_BOT = '-2';
const BLOCKS = new Set('p div pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table tr hr br'.split(' '));

/** Each gives a function that takes text and calls `onRow` with the attributes of every row. */
const PARSERS = {
  sax(onRow) {
    sax.MAX_BUFFER_LENGTH = Number.POSITIVE_INFINITY;
    const parser = sax.parser(true);
    parser.onopentag = ({ name, attributes }) => name === 'row' && onRow(attributes);
    parser.onerror = () => parser.resume();
    return (text) => parser.write(text);
  },
  saxes(onRow) {
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => name === 'row' && onRow(attributes));
    parser.on('error', () => {});
    return (text) => parser.write(text);
  },
};

/** Each turns HTML into text. */
const CONVERTERS = {
  'html-to-text': (html) => convert(html, { wordwrap: false }),
  htmlparser2: (html) => {
    let text = '';
    const breakLine = (name) => {
      if (BLOCKS.has(name)) text += '\n';
    };
    const ontext = (part) => {
      text += part;
    };
    new Parser({ ontext, onopentagname: breakLine, onclosetag: breakLine }).end(html);
    return text;
  },
};

function squeeze(text) {
  const lines = text.split('\n').map((line) => line.split(/\s+/).filter(Boolean).join(' '));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function normalise(text) {
  return text.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
}

function fingerprint(title, body) {
  return createHash('sha256')
    .update(`${normalise(title)}\0${normalise(body)}`)
    .digest('latin1')
    .slice(0, 16);
}

/** The pair of a row; undefined where it is dropped. */
function pairOf(row, toText, seen) {
  if (row.PostTypeId !== '1' || PLANTED_IDS.has(row.Id) || row.OwnerUserId === ANSWER_BOT) return;
  if (Number(row.Score ?? 0) < 0) return;
  const title = squeeze(row.Title ?? '');
  if (title.length < TITLE_MIN) return;
  const body = squeeze(toText(row.Body ?? ''));
  if (body.length < BODY_MIN || body.length > BODY_MAX) return;
  const key = fingerprint(title, body);
  if (seen.has(key)) return;
  seen.add(key);
  return { title, body };
}

const counts = { rows: 0, kept: 0 };

async function* batches(parser, toText, files) {
  const seen = new Set();
  let pairs = [];
  const column = (name) =>
    vectorFromArray(
      pairs.map((pair) => pair[name]),
      new Utf8(),
    );
  const table = () => new Table({ title: column('title'), body: column('body') });
  for (const file of files) {
    const write = PARSERS[parser]((row) => {
      counts.rows++;
      const pair = pairOf(row, toText, seen);
      if (pair) pairs.push(pair);
    });
    for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      write(text);
      if (pairs.length < BATCH_ROWS) continue;
      counts.kept += pairs.length;
      yield* table().batches;
      pairs = [];
    }
  }
  counts.kept += pairs.length;
  yield* table().batches;
}

const [parser, converter, out, ...files] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
await pipeline(
  batches(parser, CONVERTERS[converter], files),
  RecordBatchStreamWriter.throughNode(),
  createWriteStream(path.join(out, 'train.arrow')),
);
console.log(JSON.stringify(counts));
