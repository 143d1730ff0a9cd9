"""Metrics of the toolkit against trec_eval (by pytrec_eval), scikit-learn and SciPy, on a thousand cases made by chance.

trec_eval 9 keeps scores as 32-bit floats, in which scores that differ may be equal. The scores here are multiples of 1/8, exact
in both, so that ties are the same ones.
"""

import json
import math
import random
import subprocess
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score, precision_recall_curve, v_measure_score

HERE = Path(__file__).parent
DEPTHS = [1, 3, 5, 10, 100]
CASES = 1000
MEASURES = {f"{name}.{','.join(map(str, DEPTHS))}" for name in ("ndcg_cut", "map_cut", "recall", "P", "success")}


def figures(cases):
    command = ["node", str(HERE / "metrics.mjs")]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_rankings_are_those_of_trec_eval():
    dice = random.Random(1)
    documents = [f"d{n}" for n in range(40)] + ["é", "\ufffd", "\U0001f600"]
    qrels, run = {}, {}
    for n in range(CASES):
        judged = dice.sample(documents, dice.randint(1, 12))
        top = 0 if n % 10 == 0 else 3
        qrels[str(n)] = {document: dice.randint(0, top) for document in judged}
        found = dice.sample(documents, dice.randint(0, 30))
        run[str(n)] = {document: dice.randint(0, 12) / 8 for document in found}
    # What the reference is not given a result for, it leaves out; it is 0 to whoever counts all queries.
    reference = pytrec_eval.RelevanceEvaluator(qrels, MEASURES | {"recip_rank"}).evaluate({q: r for q, r in run.items() if r})
    ours = figures([{"kind": "ranking", "run": run[q], "judgements": qrels[q], "depths": DEPTHS} for q in qrels])
    compared = 0
    for query, got in zip(qrels, ours, strict=True):
        for name, value in got.items():
            assert value == pytest.approx(reference.get(query, {}).get(name, 0), abs=1e-9), (query, name)
            compared += 1
    assert compared == CASES * (5 * len(DEPTHS) + 1)
    assert any(not found for found in run.values())


def test_correlations_are_those_of_scipy():
    dice = np.random.default_rng(2)
    cases = []
    for n in range(CASES):
        size = int(dice.integers(2, 40))
        a = dice.integers(0, 6, size)
        b = np.ones(size, int) if n % 50 == 0 else dice.integers(0, 9, size)
        cases.append({"kind": "spearman", "a": a.tolist(), "b": b.tolist()})
    with np.errstate(all="ignore"):
        for case, got in zip(cases, figures(cases), strict=True):
            want = spearmanr(case["a"], case["b"]).statistic
            # JSON has no NaN.
            assert (got is None and math.isnan(want)) or got == pytest.approx(want, abs=1e-9)


def test_pairs_are_those_of_scikit_learn():
    dice = np.random.default_rng(3)
    cases = []
    for _ in range(CASES):
        size = int(dice.integers(1, 40))
        labels = dice.integers(0, 2, size)
        labels[0] = 1
        cases.append({"kind": "pairs", "scores": (dice.integers(0, 12, size) / 8).tolist(), "labels": labels.tolist()})
    for case, got in zip(cases, figures(cases), strict=True):
        labels, scores = np.array(case["labels"]), np.array(case["scores"])
        assert got["averagePrecision"] == pytest.approx(average_precision_score(labels, scores), abs=1e-9)
        cuts = [*np.unique(scores), np.inf]
        assert got["accuracy"] == pytest.approx(max(((scores >= cut) == labels).mean() for cut in cuts), abs=1e-9)
        precision, recall, _ = precision_recall_curve(labels, scores)
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
        assert got["f1"] == pytest.approx(f1.max(), abs=1e-9)


def test_v_measures_are_those_of_scikit_learn():
    dice = np.random.default_rng(4)
    cases = []
    for _ in range(CASES):
        size, k = int(dice.integers(0, 60)), int(dice.integers(1, 8))
        labels, clusters = dice.integers(0, k, size), dice.integers(0, 5, size)
        cases.append({"kind": "clusters", "labels": labels.tolist(), "clusters": clusters.tolist()})
    for case, got in zip(cases, figures(cases), strict=True):
        assert got == pytest.approx(v_measure_score(case["labels"], case["clusters"]), abs=1e-9)
