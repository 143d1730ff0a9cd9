"""A build with evaluation sets, STACKPAIRS_EVALUATED: every table loads as a config, under the names that mteb looks for."""

import json
import os
from pathlib import Path

import datasets
import pytest

FOLDER = Path(os.environ["STACKPAIRS_EVALUATED"]).resolve()
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
SETS = {one["name"]: one for one in MANIFEST["evaluation"]["sets"]}
RETRIEVAL = ["title-to-body", "question-to-answer", "duplicate-retrieval", "duplicate-reranking"]
STRING, NUMBER = datasets.Value("string"), datasets.Value("int32")
PAIR = {"sentence1": STRING, "sentence2": STRING, "id1": STRING, "id2": STRING}
FEATURES = {
    "corpus": {"_id": STRING, "title": STRING, "text": STRING},
    "queries": {"_id": STRING, "text": STRING},
    "qrels": {"query-id": STRING, "corpus-id": STRING, "score": NUMBER},
    "top_ranked": {"query-id": STRING, "corpus-ids": datasets.List(STRING)},
    "clustering": {"sentences": STRING, "labels": STRING, "id": STRING},
    "pairs": {**PAIR, "labels": NUMBER},
    "sts": {**PAIR, "score": NUMBER},
}


def table_of(file):
    return Path(file["path"]).parent.name


def configs():
    for name, one in SETS.items():
        for file in one["files"]:
            yield (name if len(one["files"]) == 1 else f"{name}-{table_of(file)}"), file


def load(config):
    return datasets.load_dataset(str(FOLDER), config, split="test")


def test_every_set_is_there():
    assert all(one["files"] for one in SETS.values())
    assert len(SETS) == 8


@pytest.mark.parametrize(("config", "file"), list(configs()), ids=[config for config, _ in configs()])
def test_a_table_loads_with_its_rows_and_the_types_that_the_card_says(config, file):
    table = load(config)
    assert table.num_rows == file["rows"] > 0
    assert dict(table.features) == FEATURES[table_of(file)]
    builder = datasets.load_dataset_builder(str(FOLDER), config)
    assert builder.info.splits["test"].num_examples == file["rows"]
    assert builder.info.features == table.features


@pytest.mark.parametrize("name", RETRIEVAL)
def test_every_judgement_is_of_a_query_and_a_document(name):
    corpus, queries, qrels = (load(f"{name}-{table}") for table in ("corpus", "queries", "qrels"))
    documents = set(corpus["_id"])
    assert set(qrels["query-id"]) == set(queries["_id"])
    assert set(qrels["corpus-id"]) <= documents
    if name == "duplicate-reranking":
        ranked = {row["query-id"]: set(row["corpus-ids"]) for row in load(f"{name}-top_ranked")}
        assert set(ranked) == set(queries["_id"])
        assert set().union(*ranked.values()) <= documents
        assert all(row["corpus-id"] in ranked[row["query-id"]] for row in qrels)


@pytest.mark.parametrize("config", ["duplicate-pairs", "similarity"])
def test_pairs_are_of_both_kinds(config):
    table = load(config)
    said = set(table["labels"] if "labels" in table.column_names else table["score"])
    assert said == ({0, 1} if config == "duplicate-pairs" else {0, 1, 2})
