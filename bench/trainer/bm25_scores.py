"""BM25 on the test side of a dataset: title to body. Prints the scores as JSON. usage: bm25_scores.py DATASET"""

import json
import math
import sys
from pathlib import Path

import bm25s

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))

from pairs import held_out, read_manifest


def main(dataset):
    pairs = held_out(dataset, read_manifest(dataset), "title-body")
    titles, bodies = zip(*pairs, strict=True)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(bm25s.tokenize(list(bodies), stopwords=None, show_progress=False), show_progress=False)
    found, _ = index.retrieve(bm25s.tokenize(list(titles), stopwords=None, show_progress=False), k=min(100, len(pairs)), show_progress=False)
    ranks = [list(documents).index(query) + 1 if query in documents else math.inf for query, documents in enumerate(found)]
    mean = lambda values: sum(values) / len(values)  # noqa: E731
    print(json.dumps({
        "MRR@10": mean([1 / rank if rank <= 10 else 0 for rank in ranks]),
        "nDCG@10": mean([1 / math.log2(rank + 1) if rank <= 10 else 0 for rank in ranks]),
        "accuracy@1": mean([rank == 1 for rank in ranks]),
        "recall@100": mean([rank <= 100 for rank in ranks]),
    }))


main(sys.argv[1])
