"""A build of several configs, STACKPAIRS_SEVERAL, and its exports: every config loads, with its own columns."""

import json
import os
from pathlib import Path

import datasets
import pytest

FOLDER = Path(os.environ["STACKPAIRS_SEVERAL"]).resolve()
FORMATS = ["arrow", "arrow-file", "parquet", "jsonl.gz"]
CONFIGS = {
    "title-body": ["title", "body"],
    "title-answer": ["title", "answer"],
    "title-body-answer": ["title_body", "answer"],
    "best-worst-answers": ["title_body", "best_answer", "worst_answer"],
}
ROLES = {
    "title-body": ["question"],
    "title-answer": ["question", "answer"],
    "title-body-answer": ["question", "answer"],
    "best-worst-answers": ["question", "answer", "negative"],
}


def load(form, config):
    return datasets.load_dataset(str(FOLDER / form), config)


def rows_of(config):
    manifest = json.loads((FOLDER / "arrow" / "manifest.json").read_text(encoding="utf-8"))
    return manifest["splits"][config]


@pytest.mark.parametrize("form", FORMATS)
def test_no_config_is_the_default(form):
    with pytest.raises(ValueError, match="Config name is missing"):
        datasets.load_dataset(str(FOLDER / form))


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_config_loads_with_its_rows_and_columns(form, config):
    loaded = load(form, config)
    assert {split: dataset.num_rows for split, dataset in loaded.items()} == rows_of(config)
    columns = ["texts"] if form == "jsonl.gz" else CONFIGS[config]
    assert all(dataset.column_names == columns for dataset in loaded.values())
    widths = {len(row["texts"]) if form == "jsonl.gz" else len(row) for dataset in loaded.values() for row in dataset}
    assert widths == {len(CONFIGS[config])}


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_row_credits_the_posts_of_its_kind(form, config):
    loaded = load(form, f"{config}-provenance")
    assert {split: dataset.num_rows for split, dataset in loaded.items()} == rows_of(config)
    for dataset in loaded.values():
        for row in dataset:
            assert [post["role"] for post in row["posts"]] == ROLES[config]
            assert row["posts"][0]["id"] == row["question_id"]
            assert all(post["url"].endswith(f"/{'q' if post['role'] == 'question' else 'a'}/{post['id']}") for post in row["posts"])
