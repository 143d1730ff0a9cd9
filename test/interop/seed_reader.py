"""How the trainers that `data_config.json` was made for read their data, written anew from what is known of them.

A config is a JSON list; each entry's `name` is joined with the data folder, and its place is drawn `weight` times as often
as one of weight 1: its index is repeated in the list that places are drawn from. Files are JSON lines in gzip. A row is
a list of texts, or an object with one under `texts`. The first trainer takes the first two texts of a row for the pair.
The second one takes pairs and triplets, and fills each batch from a few places that have rows of one length.
"""

import gzip
import json
from pathlib import Path


def read_config(config_file, data_folder):
    """The files, and the list of their indices that a trainer draws from."""
    files, draws = [], []
    for index, entry in enumerate(json.loads(Path(config_file).read_text(encoding="utf-8"))):
        files.append(Path(data_folder) / entry["name"])
        draws.extend([index] * entry["weight"])
    return files, draws


def read_rows(file):
    """The rows of a file, in its order, as lists of texts."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line.strip())
            yield row["texts"] if isinstance(row, dict) else row


def read_pairs(file):
    """The pairs of a file, in its order, as the first trainer takes them."""
    for texts in read_rows(file):
        yield texts[0], texts[1]


def draw_batches(files, draws, random, batch_size, datasets_per_batch=2):
    """Batches without end as the second trainer fills them: each row as the index of its file and its texts."""
    endless = [again_and_again(file) for file in files]
    # It takes the first row of a file to learn how many texts there are, and does not use it.
    lengths = [len(next(rows)) for rows in endless]
    while True:
        batch, seen, length = [], set(), None
        for _ in range(datasets_per_batch):
            index = random.choice(draws)
            while length not in (None, lengths[index]):
                index = random.choice(draws)
            length = lengths[index]
            wanted = len(batch) + batch_size // datasets_per_batch
            while len(batch) < wanted:
                texts = next(endless[index])
                # A row with a text that the batch has already is lost, not kept for later.
                if seen.isdisjoint(texts):
                    seen.update(texts)
                    batch.append((index, texts))
        yield batch


def again_and_again(file):
    while True:
        yield from read_rows(file)
