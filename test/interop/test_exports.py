"""Exports of a build: whoever claims to read the format finds the very rows of the Arrow build."""

import gzip
import hashlib
import json

import datasets
import polars
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest
from seed_reader import read_config, read_pairs

FORMATS = {"arrow-file": ".arrow", "parquet": ".parquet", "jsonl.gz": ".jsonl.gz"}
CONFIGS = ["title-body", "title-body-provenance"]


def shards_of(build, form):
    """Each shard of the build with its path in the export."""
    return [(shard, build.export(form) / shard["path"].replace(".arrow", FORMATS[form])) for shard in build.shards]


def read_stream(build, shard):
    with pa.ipc.open_stream(str(build.folder / shard["path"])) as reader:
        return reader.read_all()


@pytest.mark.parametrize("form", FORMATS)
def test_the_manifest_has_the_format_the_sizes_and_the_digests(build, form):
    manifest = json.loads((build.export(form) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == form
    assert [shard["rows"] for shard in manifest["shards"]] == [shard["rows"] for shard in build.shards]
    for shard, (_, file) in zip(manifest["shards"], shards_of(build, form), strict=True):
        content = (build.export(form) / shard["path"]).read_bytes()
        assert (build.export(form) / shard["path"]) == file
        assert (len(content), hashlib.sha256(content).hexdigest()) == (shard["bytes"], shard["sha256"])


def test_pyarrow_reads_arrow_files(build):
    for shard, file in shards_of(build, "arrow-file"):
        with pa.ipc.open_file(str(file)) as reader:
            table = reader.read_all()
        table.validate(full=True)
        assert table.equals(read_stream(build, shard))
        assert pyarrow.feather.read_table(file).equals(table)


def test_pyarrow_reads_parquet_with_the_types_of_arrow(build):
    for shard, file in shards_of(build, "parquet"):
        expected = read_stream(build, shard)
        table = pyarrow.parquet.read_table(file)
        table.validate(full=True)
        assert table.cast(expected.schema).equals(expected)
        assert [str(kind).replace("element", "item") for kind in table.schema.types] == [str(kind) for kind in expected.schema.types]


def test_polars_reads_arrow_files_and_parquet(build):
    for (shard, arrow), (_, parquet) in zip(shards_of(build, "arrow-file"), shards_of(build, "parquet"), strict=True):
        expected = polars.read_ipc_stream(build.folder / shard["path"])
        assert polars.read_ipc(arrow).equals(expected)
        assert polars.read_parquet(parquet).equals(expected)


def test_polars_reads_json_lines(build):
    for shard, file in shards_of(build, "jsonl.gz"):
        if shard["config"] == CONFIGS[0]:
            expected = polars.read_ipc_stream(build.folder / shard["path"])
            texts = polars.read_ndjson(gzip.decompress(file.read_bytes()))["texts"].to_list()
            assert texts == [list(row) for row in expected.rows()]


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("form", FORMATS)
def test_datasets_reads_the_rows_of_the_arrow_build(build, form, config, streaming):
    expected = datasets.load_dataset(str(build.folder), config)
    found = datasets.load_dataset(str(build.export(form)), config, streaming=streaming)
    assert set(found) == set(expected)
    for split, rows in expected.items():
        wanted = list(rows)
        if form == "jsonl.gz" and config == CONFIGS[0]:
            wanted = [{"texts": list(row.values())} for row in wanted]
        assert list(found[split]) == wanted


def test_the_default_config_of_an_export_is_its_texts(build):
    assert datasets.load_dataset(str(build.export("parquet")))["train"].column_names == ["title", "body"]
    assert datasets.load_dataset(str(build.export("jsonl.gz")))["train"].column_names == ["texts"]


def test_the_reader_of_the_original_trainer_loads_json_lines(build):
    folder = build.export("jsonl.gz")
    files, draws = read_config(folder / "data_config.json", folder)
    train = [shard for shard in build.shards if shard["config"] == CONFIGS[0] and shard["split"] == "train"]
    assert sorted(set(draws)) == list(range(len(train)))
    for file, shard in zip(files, train, strict=True):
        table = read_stream(build, shard)
        assert list(read_pairs(file)) == list(zip(table["title"].to_pylist(), table["body"].to_pylist(), strict=True))


def test_that_reader_takes_lists_and_objects_and_repeats_a_file_by_its_weight(tmp_path):
    rows = [["a", "b", "a negative"], {"texts": ["c", "d"]}, {"texts": ["e\u2028", "f"]}]
    (tmp_path / "set").mkdir()
    with gzip.open(tmp_path / "set" / "one.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    config = [{"name": "set/one.jsonl.gz", "lines": 3, "weight": 2}, {"name": "set/two.jsonl.gz", "weight": 3}]
    (tmp_path / "data_config.json").write_text(json.dumps(config), encoding="utf-8")
    files, draws = read_config(tmp_path / "data_config.json", tmp_path)
    assert draws == [0, 0, 1, 1, 1]
    assert list(read_pairs(files[0])) == [("a", "b"), ("c", "d"), ("e\u2028", "f")]


def test_json_lines_are_one_line_to_every_reader(build):
    for shard, file in shards_of(build, "jsonl.gz"):
        assert len(gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()) == shard["rows"]
