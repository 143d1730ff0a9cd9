"""One epoch of batches by a batch sampler of sentence-transformers, as its trainer asks for them.

usage: run_sampler.py load DATASET CACHE    the copy that `load_dataset` makes the first time, which is not measured
       run_sampler.py plain|hashed DATASET CACHE ORDER --batch N --seed N --limit SECONDS

Whole batches go to ORDER, row numbers of 32 bits one after another. It stops after so many seconds of batches, hashes included. It
says how many rows it has been through, when the first batch was there, and what the modules alone took.
"""

import argparse
import json
import os
import time
from pathlib import Path

START = time.monotonic()

import datasets  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from sentence_transformers.base.sampler import NoDuplicatesBatchSampler  # noqa: E402

# Columns that the trainer takes for no text.
LABELS = ["label", "labels", "score", "scores"]


def own_bytes():
    """Memory of this process but for mapped files."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Pss_Anon:")) * 1024


def load(folder, cache):
    shards = json.loads(Path(folder, "data_config.json").read_text(encoding="utf-8"))
    files = [f"{folder}/{shard['name']}" for shard in shards]
    return datasets.load_dataset("arrow", data_files=files, split="train", cache_dir=cache)


def seconds_so_far():
    """Wall and CPU time of this process, its children included."""
    return {"wallSeconds": time.monotonic() - START, "cpuSeconds": sum(os.times()[:4])}


def write_batches(sampler, options):
    rows, first, begin = 0, None, time.monotonic()
    with open(options.order, "wb") as order:
        for batch in sampler:
            first = first or seconds_so_far()
            rows += len(batch)
            if len(batch) == options.batch:
                np.asarray(batch, dtype="<u4").tofile(order)
            if time.monotonic() - begin > options.limit:
                break
    return {"rowsSeen": rows, "untilFirst": first}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["load", "plain", "hashed"])
    parser.add_argument("dataset")
    parser.add_argument("cache")
    parser.add_argument("order", nargs="?")
    for name in ("--batch", "--seed", "--limit"):
        parser.add_argument(name, type=int)
    options = parser.parse_args()
    imports = {"importSeconds": time.monotonic() - START, "importBytes": own_bytes()}
    datasets.disable_progress_bars()
    rows = load(options.dataset, options.cache)
    if options.what == "load":
        return
    # Hashes would be there already the second time.
    datasets.disable_caching()
    sampler = NoDuplicatesBatchSampler(
        rows,
        batch_size=options.batch,
        drop_last=False,
        valid_label_columns=LABELS,
        generator=torch.Generator(),
        seed=options.seed,
        precompute_hashes=options.what == "hashed",
    )
    print(json.dumps({**imports, "rows": len(rows), **write_batches(sampler, options)}))


if __name__ == "__main__":
    main()
