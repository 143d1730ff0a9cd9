// BM25 over texts in memory, exact: the baseline that needs no model. Score of a document for a word, as Lucene has it
// since version 8 (Robertson and Zaragoza 2009, without the factor k1 + 1 that all documents share):
//   ln(1 + (N - n + 0.5) / (n + 0.5)) × f / (f + k1 × (1 - b + b × length / average length))
// with N documents, n of them with the word, f times in this one. Lengths are exact, where Lucene rounds them to a byte.
// Memory: 8 bytes a posting (a word in a document) and 4 a document; while the index is made, 12 more a posting. A query
// takes 8 bytes a document.

import { bestOf, type Hits } from '../score/best-of.ts';
import { tokenise } from './tokenise.ts';

export { tokenise } from './tokenise.ts';

/** Lucene's defaults: how soon more of the same word counts less, and how much a long text counts for less. */
const K1 = 1.2;
const B = 0.75;

/** Texts that can be searched. */
export interface Bm25 {
  readonly documents: number;
  readonly postings: number;
  /** The k best documents with a word of the query, fewer where there are fewer; a word said twice counts twice. */
  search(query: string, k: number): Hits;
  /** Scores of these documents, in their order; 0 for one without a word of the query. */
  score(query: string, documents: readonly number[]): Float64Array;
}

/** Makes an index as texts come. */
export interface Bm25Builder {
  add(text: string): void;
  finish(): Bm25;
}

/** Starts an index. */
export function buildBm25(): Bm25Builder {
  const words = new Map<string, number>();
  const lengths: number[] = [];
  const blocks = postingBlocks();
  return {
    add(text) {
      const counts = new Map<number, number>();
      const tokens = tokenise(text);
      for (const token of tokens) {
        const word = words.get(token) ?? words.size;
        if (word === words.size) words.set(token, word);
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      for (const [word, count] of counts) blocks.add(word, lengths.length, count);
      lengths.push(tokens.length);
    },
    finish() {
      return openIndex({ words, lengths: Float32Array.from(lengths), ...blocks.byWord(words.size) });
    },
  };
}

/** Postings by word: those of a word lie from `starts[word]` to `starts[word + 1]`, by document. */
interface Postings {
  readonly starts: Float64Array;
  readonly documents: Uint32Array;
  readonly counts: Uint32Array;
}

/** Postings in a block of memory; one is filled after another, so that none is copied as the index grows. */
const BLOCK_POSTINGS = 1 << 18;

function postingBlocks() {
  const blocks: Uint32Array[] = [];
  let used = BLOCK_POSTINGS;
  const each = (visit: (word: number, document: number, count: number) => void) => {
    blocks.forEach((block, number) => {
      const end = 3 * (number === blocks.length - 1 ? used : BLOCK_POSTINGS);
      for (let i = 0; i < end; i += 3) visit(block[i]!, block[i + 1]!, block[i + 2]!);
    });
  };
  return {
    add(word: number, document: number, count: number) {
      if (used === BLOCK_POSTINGS) {
        blocks.push(new Uint32Array(3 * BLOCK_POSTINGS));
        used = 0;
      }
      blocks.at(-1)!.set([word, document, count], 3 * used++);
    },
    byWord(words: number): Postings {
      const starts = new Float64Array(words + 1);
      each((word) => starts[word + 1]!++);
      for (let word = 0; word < words; word++) starts[word + 1]! += starts[word]!;
      const next = starts.slice();
      const total = starts[words]!;
      const [documents, counts] = [new Uint32Array(total), new Uint32Array(total)];
      each((word, document, count) => {
        const at = next[word]!++;
        documents[at] = document;
        counts[at] = count;
      });
      return { starts, documents, counts };
    },
  };
}

interface Index extends Postings {
  readonly words: ReadonlyMap<string, number>;
  /** Words of each document. */
  readonly lengths: Float32Array;
}

function openIndex({ words, lengths, starts, documents, counts }: Index): Bm25 {
  const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length || 1;
  const sums = new Float64Array(lengths.length);
  /** Adds up the scores of a query, hands them out, and leaves the sums at 0 for the next one. */
  function withScores<Result>(query: string, use: (touched: readonly number[]) => Result): Result {
    const touched: number[] = [];
    for (const token of tokenise(query)) {
      const word = words.get(token);
      if (word === undefined) continue;
      const [from, to] = [starts[word]!, starts[word + 1]!];
      const rarity = Math.log(1 + (lengths.length - (to - from) + 0.5) / (to - from + 0.5));
      for (let i = from; i < to; i++) {
        const document = documents[i]!;
        if (sums[document] === 0) touched.push(document);
        const norm = K1 * (1 - B + (B * lengths[document]!) / average);
        sums[document]! += (rarity * counts[i]!) / (counts[i]! + norm);
      }
    }
    const result = use(touched);
    for (const document of touched) sums[document] = 0;
    return result;
  }
  return {
    documents: lengths.length,
    postings: documents.length,
    search: (query, k) =>
      withScores(query, (touched) => {
        const best = bestOf(Math.min(k, touched.length));
        for (const document of touched) best.offer(document, sums[document]!);
        return best.hits();
      }),
    score: (query, wanted) => withScores(query, () => Float64Array.from(wanted, (document) => sums[document]!)),
  };
}
