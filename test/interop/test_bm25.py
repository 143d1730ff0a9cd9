"""BM25 of the toolkit against bm25s, on the same words: scores of every document, and the ten that are found."""

import random

import bm25s
import numpy as np
from test_metrics import figures

WORDS = ["beer", "bière", "ale", "c", "пиво", "啤酒", "42", "x1", "straße", "hop"] + [f"w{n}" for n in range(300)]


def texts(dice, count, longest):
    """Few words are common and most are rare, as in any language."""
    weights = [1 / (1 + n) for n in range(len(WORDS))]
    return [", ".join(dice.choices(WORDS, weights, k=dice.randint(0, longest))) for _ in range(count)]


def test_scores_are_those_of_bm25s():
    dice = random.Random(5)
    documents, queries = [*texts(dice, 799, 80), "beer " * 300], [*texts(dice, 199, 12), "beer beer ale"]
    [ours] = figures([{"kind": "bm25", "documents": documents, "queries": queries}])
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(ours["documents"], show_progress=False)
    found = 0
    for tokens, scores, best in zip(ours["queries"], ours["scores"], ours["found"], strict=True):
        known = [token for token in tokens if token in index.vocab_dict]
        wanted = index.get_scores(known) if known else np.zeros(len(documents))
        # bm25s keeps 32-bit floats.
        np.testing.assert_allclose(scores, wanted, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(wanted[best], np.sort(wanted)[::-1][: len(best)], rtol=1e-5)
        found += len(best)
    assert found > 1000
