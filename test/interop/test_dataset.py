"""A build as a whole: what a user of the folder or of the Hub gets from it."""

import json
import re
import unicodedata
from hashlib import sha256

import datasets
import pyarrow as pa
import pytest

TEXT_COLUMNS = ["title", "body"]
CONFIGS = ["title-body", "title-body-provenance"]
# Unicode's White_Space; Python's \s also matches U+001C to U+001F.
WHITESPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# Case and normal form of rare characters follow the Unicode version, which differs between Python and Node.
MAX_SHARE_OF_ODD_UNICODE = 0.001


@pytest.fixture
def config_rows(build, config):
    return build.rows_by_split(config)


def load(build, config=None, **options):
    return datasets.load_dataset(str(build.folder), config, **options)


def read(build, shard):
    with pa.ipc.open_stream(str(build.folder / shard["path"])) as reader:
        return reader.read_all()


def shard_pairs(build):
    """Each data shard with its provenance shard; fails where one has no partner."""
    by_place = {(shard["config"], shard["path"].split("/")[-1]): shard for shard in build.shards}
    texts = [place for place in by_place if place[0] == CONFIGS[0]]
    assert {(CONFIGS[1], name) for _, name in texts} == {place for place in by_place if place[0] == CONFIGS[1]}
    return [(by_place[place], by_place[(CONFIGS[1], place[1])]) for place in texts]


def normalise(text):
    return WHITESPACE.sub(" ", unicodedata.normalize("NFC", text).lower()).strip(" ")


def test_the_manifest_lists_every_shard_on_disk_and_no_other(build):
    on_disk = {str(file.relative_to(build.folder)) for room in ("data", "provenance") for file in (build.folder / room).rglob("*.arrow")}
    assert {shard["path"] for shard in build.shards} == on_disk
    assert {shard["config"] for shard in build.shards} == set(CONFIGS)


def test_the_default_config_is_the_texts_anchor_first(build):
    loaded = load(build)
    assert {split: dataset.num_rows for split, dataset in loaded.items()} == build.rows_by_split(CONFIGS[0])
    assert all(dataset.column_names == TEXT_COLUMNS for dataset in loaded.values())


@pytest.mark.parametrize("config", CONFIGS)
def test_a_config_loads_with_the_rows_of_the_manifest(build, config, config_rows):
    loaded = load(build, config)
    assert {split: dataset.num_rows for split, dataset in loaded.items()} == config_rows


@pytest.mark.parametrize("config", CONFIGS)
def test_a_config_streams_with_the_rows_of_the_manifest(build, config, config_rows):
    streamed = load(build, config, streaming=True)
    assert {split: sum(1 for _ in dataset) for split, dataset in streamed.items()} == config_rows


def test_no_text_is_missing_or_empty(build):
    for shard in build.shards:
        if shard["config"] == CONFIGS[0]:
            table = read(build, shard)
            assert table.column_names == TEXT_COLUMNS
            assert all(value for column in table.columns for value in column.to_pylist())


def test_provenance_is_row_aligned_and_its_fingerprints_are_of_the_texts(build):
    rows, odd = 0, []
    for text_shard, provenance_shard in shard_pairs(build):
        texts, provenance = read(build, text_shard), read(build, provenance_shard)
        assert texts.num_rows == provenance.num_rows
        columns = (texts["title"].to_pylist(), texts["body"].to_pylist(), provenance["fingerprint"].to_pylist())
        for title, body, fingerprint in zip(*columns, strict=True):
            rows += 1
            if sha256(f"{normalise(title)}\0{normalise(body)}".encode()).hexdigest()[:32] != fingerprint:
                assert not (title.isascii() and body.isascii()), title
                odd.append(title)
    print(f"{len(odd)} of {rows} fingerprints differ, all of rows with characters beyond ASCII")
    assert len(odd) <= rows * MAX_SHARE_OF_ODD_UNICODE


def test_no_fingerprint_occurs_twice(build):
    prints = [value for _, shard in shard_pairs(build) for value in read(build, shard)["fingerprint"].to_pylist()]
    assert len(prints) == len(set(prints))


def test_no_question_occurs_twice(build):
    questions = []
    for _, shard in shard_pairs(build):
        table = read(build, shard)
        questions += zip(table["site"].to_pylist(), table["question_id"].to_pylist(), strict=True)
    assert len(questions) == len(set(questions))


def test_data_config_lists_the_train_shards_for_the_trainer(build):
    entries = json.loads((build.folder / "data_config.json").read_text(encoding="utf-8"))
    train = {s["path"]: s["rows"] for s in build.shards if s["config"] == CONFIGS[0] and s["split"] == "train"}
    assert {entry["name"]: entry["lines"] for entry in entries} == train
    assert all(list(entry)[:3] == ["name", "lines", "weight"] for entry in entries)
    assert all(type(entry["weight"]) is int and entry["weight"] >= 1 for entry in entries)


def test_the_books_balance(build):
    books = build.manifest["books"]
    for book in books:
        assert book["rows"] == book["kept"] + book["heldOut"] + sum(book["dropped"].values()), book["file"]
    assert sum(book["kept"] for book in books) == sum(build.rows_by_split(CONFIGS[0]).values())
