"""How the trainers that `data_config.json` was made for read their data, written anew from what is known of them.

A config is a JSON list; each entry's `name` is joined with the data folder, and its place is drawn `weight` times as often
as one of weight 1: its index is repeated in the list that places are drawn from. Files are JSON lines in gzip. A row is
a list of texts, or an object with one under `texts`; the first two texts are the pair.
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


def read_pairs(file):
    """The pairs of a file, in its order."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line.strip())
            texts = row["texts"] if isinstance(row, dict) else row
            yield texts[0], texts[1]
