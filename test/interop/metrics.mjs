// Metrics and BM25 of the toolkit for another program: cases as JSON on standard input, figures on standard output.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const load = (name) => jiti.import(fileURLToPath(new URL(`../../src/evaluate/${name}.ts`, import.meta.url)));
const { rankDocuments } = await load('metrics/rank-documents');
const measures = await load('metrics/ranking-scores');
const { spearman } = await load('metrics/spearman');
const { pairScores } = await load('metrics/pair-scores');
const { buildBm25, tokenise } = await load('bm25/bm25');
const { vMeasure } = await load('metrics/v-measure');

const MEASURES = {
  ndcg_cut: measures.ndcg,
  map_cut: measures.meanAveragePrecision,
  recall: measures.recall,
  P: measures.precision,
  success: measures.accuracy,
};

function ranking({ run, judgements, depths }) {
  const documents = rankDocuments(Object.entries(run).map(([id, score]) => ({ id, score })));
  const found = documents.map(({ id }) => judgements[id] ?? 0);
  const given = { found, judged: Object.values(judgements) };
  const cut = Object.entries(MEASURES).flatMap(([name, measure]) =>
    depths.map((k) => [`${name}_${k}`, measure(given, k)]),
  );
  return { ...Object.fromEntries(cut), recip_rank: measures.reciprocalRank(given, documents.length) };
}

function bm25({ documents, queries }) {
  const builder = buildBm25();
  for (const document of documents) builder.add(document);
  const index = builder.finish();
  const all = documents.map((_, number) => number);
  return {
    documents: documents.map(tokenise),
    queries: queries.map(tokenise),
    scores: queries.map((query) => [...index.score(query, all)]),
    found: queries.map((query) => [...index.search(query, 10).documents]),
  };
}

const KINDS = {
  bm25,
  ranking,
  spearman: ({ a, b }) => spearman(a, b),
  pairs: ({ scores, labels }) => pairScores(scores, labels),
  clusters: ({ labels, clusters }) => vMeasure(labels, clusters),
};

const cases = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(cases.map((one) => KINDS[one.kind](one))));
