"""Multiplies a build: rows with the provenance of its rows, but texts that repeat as planned, in shards as stackpairs writes them.

usage: write_dataset.py TEMPLATE OUT KEYS --rows N --hottest N --seed N

Titles and answers have numbers, and texts that tell them. Half of the rows have a title of their own; the others draw theirs
by Zipf and Mandelbrot, so that --hottest rows have the one drawn most. A tenth of the answers is drawn in the same way. The
rows of a title are a thread; of the answers that are there once, an eighth is in a cluster with another.

KEYS gets those numbers as 32-bit integers: of all rows' titles, then of their answers, then of their clusters. Memory: one
shard, and some numbers a row.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SHARD_ROWS = 500_000
BATCH_ROWS = 10_000

DRAWN_TITLES = 0.5
DRAWN_ANSWERS = 0.1
CLUSTERED = 8

# Words all have four letters, so that different texts are different by their letters alone.
SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvwxyz" for vowel in "aeiou"]
WORDS = pa.array([first + second for first in SYLLABLES for second in SYLLABLES[::10]])
TITLE_WORDS = 8
ANSWER_WORDS = 20


def draw(random, rows, share, most):
    """The text of each row by number: its own, or one of `rows` others of which the first is drawn by `most` rows."""
    offset = offset_for(rows, rows * share / most)
    # The quantile function of 1 / (x + offset).
    drawn = offset * ((1 + rows / offset) ** random.random(rows) - 1)
    is_drawn = random.random(rows) < share
    return np.where(is_drawn, rows + np.minimum(drawn.astype(np.int64), rows - 1), np.arange(rows))


def offset_for(texts, ratio):
    """Offset of Mandelbrot at which the first of so many texts is one of `ratio` drawn."""
    low, high = 1e-9, float(texts)
    for _ in range(200):
        middle = (low * high) ** 0.5
        if np.log1p(texts / middle) / np.log1p(1 / middle) < ratio:
            low = middle
        else:
            high = middle
    return low


def clusters_of(answers):
    pairs = answers // 2
    return np.where((answers < len(answers)) & (pairs % CLUSTERED == 0), pairs * 2, answers)


def texts(numbers, words):
    count = len(WORDS)
    number = [numbers // count**2, numbers // count, numbers]
    others = [numbers * (2 * place + 1) + place for place in range(words - len(number))]
    columns = [WORDS.take(pa.array(column % count)) for column in number + others]
    return pc.binary_join_element_wise(*columns, " ")


def provenance(template, rows, titles, clusters):
    """Rows of the template in turns, as rows of these threads and clusters of one site."""
    site = template["site"][0].as_py()
    table = template.take(pa.array(rows % template.num_rows))
    names = pc.binary_join_element_wise(f"{site}/", pa.array(clusters + 1).cast(pa.string()), "")
    for name, column in {"site": pa.array([site] * len(rows)), "question_id": pa.array(titles + 1), "cluster": names}.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def write_shard(out, path, table, entry):
    file = out / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with pa.ipc.new_stream(str(file), table.schema) as writer:
        writer.write_table(table, max_chunksize=BATCH_ROWS)
    with open(file, "rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {**entry, "path": path, "rows": table.num_rows, "bytes": file.stat().st_size, "sha256": digest}


def read_shard(folder, path):
    with pa.OSFile(str(Path(folder, path))) as file:
        return pa.ipc.open_stream(file).read_all()


def main():
    parser = argparse.ArgumentParser()
    for name in ("template", "out", "keys"):
        parser.add_argument(name)
    for name in ("--rows", "--hottest", "--seed"):
        parser.add_argument(name, type=int, required=True)
    options = parser.parse_args()
    out, rows = Path(options.out), options.rows
    manifest = json.loads(Path(options.template, "manifest.json").read_text(encoding="utf-8"))
    [data, trace] = manifest["shards"]
    [config] = manifest["configs"]
    schema = read_shard(options.template, data["path"]).schema
    template = read_shard(options.template, trace["path"]).combine_chunks()

    random = np.random.default_rng(options.seed)
    titles = draw(random, rows, DRAWN_TITLES, options.hottest)
    answers = draw(random, rows, DRAWN_ANSWERS, options.hottest)
    clusters = clusters_of(answers)
    with open(options.keys, "wb") as file:
        for numbers in (titles, answers, clusters):
            numbers.astype("<u4").tofile(file)

    shards = {"data": [], "provenance": []}
    count = -(-rows // SHARD_ROWS)
    for shard in range(count):
        part = slice(shard * SHARD_ROWS, min(rows, (shard + 1) * SHARD_ROWS))
        name = f"{config['name']}/train-{shard:05d}-of-{count:05d}.arrow"
        columns = [texts(titles[part], TITLE_WORDS), texts(answers[part], ANSWER_WORDS)]
        pairs = pa.Table.from_arrays(columns, schema=schema)
        shards["data"].append(write_shard(out, f"data/{name}", pairs, data))
        traces = provenance(template, np.arange(part.start, part.stop), titles[part], clusters[part])
        shards["provenance"].append(write_shard(out, f"provenance/{name}", traces.cast(template.schema), trace))

    entries = [
        {"name": shard["path"], "lines": shard["rows"], "weight": 1, "config": config["name"], "sha256": shard["sha256"]}
        for shard in shards["data"]
    ]
    (out / "data_config.json").write_text(json.dumps(entries), encoding="utf-8")
    manifest |= {"shards": shards["data"] + shards["provenance"], "splits": {config["name"]: {"train": rows}}}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


if __name__ == "__main__":
    main()
