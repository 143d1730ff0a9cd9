"""A built dataset as the trainer takes it: one `datasets.Dataset` a config, mapped into memory, in the order of data_config.json."""

import json
from pathlib import Path

from datasets import Dataset, concatenate_datasets, load_dataset

ROLES = ["anchor", "positive", "negative"]


def roles(width):
    """Names of so many columns: what comes behind the positive is a hard negative, and there may be several."""
    return [*ROLES, *(f"negative_{number}" for number in range(2, width - 1))][:width]


def read_manifest(folder):
    path = Path(folder) / "manifest.json"
    if not path.exists():
        raise SystemExit(f"{path}: no manifest here; name the folder of a finished build")
    return json.loads(path.read_text(encoding="utf-8"))


def train_sets(folder):
    """Train rows by config: the shards of data_config.json, one behind the other, so that their rows are numbered as in a feed."""
    entries = json.loads((Path(folder) / "data_config.json").read_text(encoding="utf-8"))
    shards = {}
    for entry in entries:
        config = entry.get("config") or entry["name"].split("/")[-2]
        shard = read_shard(folder, entry["name"])
        if len(shard) != entry["lines"]:
            raise SystemExit(f"{entry['name']}: {len(shard)} rows, where data_config.json has {entry['lines']}; run: build-dataset verify {folder}")
        shards.setdefault(config, []).append(shard)
    if not shards:
        raise SystemExit(f"{folder}: no train rows")
    return {config: concatenate_datasets(parts) for config, parts in shards.items()}


def held_out(folder, manifest, config, split="test"):
    """Texts of the rows of another side: pairs of an anchor and its positive."""
    paths = [s["path"] for s in manifest["shards"] if s["config"] == config and s["split"] == split]
    rows = [row for path in paths for row in read_shard(folder, path).select_columns(ROLES[:2])]
    return [(row["anchor"], row["positive"]) for row in rows]


def read_shard(folder, name):
    """One shard, its columns named by their roles. Only Arrow streams are mapped; other formats are read into the cache of `datasets`."""
    path = str(Path(folder) / name)
    if path.endswith(".arrow") and not is_arrow_file(path):
        shard = Dataset.from_file(path)
    else:
        kind = "arrow" if path.endswith(".arrow") else "parquet" if path.endswith(".parquet") else "json"
        shard = load_dataset(kind, data_files=path, split="train")
    if shard.column_names == ["texts"]:
        width = len(shard[0]["texts"])
        return shard.map(lambda row: dict(zip(roles(width), row["texts"], strict=True)), remove_columns=["texts"])
    # By their order, as trainers take them.
    return shard.rename_columns(dict(zip(shard.column_names, roles(len(shard.column_names)), strict=True)))


def is_arrow_file(path):
    with open(path, "rb") as file:
        return file.read(6) == b"ARROW1"
