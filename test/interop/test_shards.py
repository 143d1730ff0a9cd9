"""Each shard by itself: the bytes the manifest promises, readable by every library that claims the format."""

import hashlib

import datasets
import polars
import pyarrow as pa


def test_bytes_and_digest_are_those_of_the_manifest(shard, shard_file):
    content = shard_file.read_bytes()
    assert len(content) == shard["bytes"]
    assert hashlib.sha256(content).hexdigest() == shard["sha256"]


def test_pyarrow_reads_it_as_a_stream_and_finds_it_valid(shard, shard_file):
    with pa.ipc.open_stream(str(shard_file)) as reader:
        table = reader.read_all()
    table.validate(full=True)
    assert table.num_rows == shard["rows"]


def test_polars_reads_it(shard, shard_file):
    assert polars.read_ipc_stream(shard_file).height == shard["rows"]


def test_datasets_maps_it_into_memory(shard, shard_file):
    dataset = datasets.Dataset.from_file(str(shard_file))
    assert dataset.num_rows == shard["rows"]
    assert sum(len(batch[dataset.column_names[0]]) for batch in dataset.iter(batch_size=1000)) == shard["rows"]
