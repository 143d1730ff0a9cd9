"""The comparison program: Posts.xml files to (title, body) pairs in Arrow shards, as one would write it in Python.

usage: title_body.py OUT_FOLDER POSTS_XML...

lxml.iterparse reads the rows and forgets them, BeautifulSoup turns HTML into text, a set of fingerprints drops exact
duplicates, pyarrow writes stream shards. The filters are those of the built-in title-body pipeline. It does less than
stackpairs: no provenance, no split, no shuffle, no digests. Prints its counts as JSON.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from itertools import chain
from pathlib import Path

import pyarrow as pa
from bs4 import BeautifulSoup
from lxml import etree

TITLE_MIN = 20
BODY_MIN, BODY_MAX = 20, 4096
BATCH_ROWS = 10_000
SHARD_ROWS = 500_000
PLANTED_IDS = {"1000000001", "1000000010"}
ANSWER_BOT = "-2"
SCHEMA = pa.schema([("title", pa.string()), ("body", pa.string())])

BLANK_LINES = re.compile(r"\n{3,}")


def read_rows(path):
    """Yields the attributes of each row; memory does not grow, because the parsed elements are removed behind it."""
    for _, row in etree.iterparse(path, events=("end",), tag="row", huge_tree=True, recover=True):
        yield row.attrib
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def squeeze(text):
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", lines).strip()


def normalise(text):
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def fingerprint(title, body):
    return hashlib.sha256(f"{normalise(title)}\0{normalise(body)}".encode()).digest()[:16]


def make_pair(row, seen):
    """Returns (title, body, None), or (None, None, why not)."""
    if row.get("PostTypeId") != "1":
        return None, None, "not_a_question"
    if row.get("Id") in PLANTED_IDS or row.get("OwnerUserId") == ANSWER_BOT:
        return None, None, "planted"
    if int(row.get("Score", "0")) < 0:
        return None, None, "low_score"
    title = squeeze(row.get("Title", ""))
    if len(title) < TITLE_MIN:
        return None, None, "title_too_short"
    body = squeeze(BeautifulSoup(row.get("Body", ""), "lxml").get_text())
    if len(body) < BODY_MIN:
        return None, None, "body_too_short"
    if len(body) > BODY_MAX:
        return None, None, "body_too_long"
    key = fingerprint(title, body)
    if key in seen:
        return None, None, "exact_duplicate"
    seen.add(key)
    return title, body, None


class ShardWriter:
    """Collects pairs into record batches and starts a new file every SHARD_ROWS rows."""

    def __init__(self, folder):
        self.folder = folder
        self.titles, self.bodies = [], []
        self.writer, self.rows_in_shard, self.shards = None, 0, 0

    def add(self, title, body):
        self.titles.append(title)
        self.bodies.append(body)
        if len(self.titles) == BATCH_ROWS:
            self.flush()

    def flush(self):
        if not self.titles:
            return
        if self.writer is None:
            self.writer = pa.ipc.new_stream(str(self.folder / f"train-{self.shards:05d}.arrow"), SCHEMA)
            self.shards += 1
        self.writer.write_batch(pa.record_batch([self.titles, self.bodies], schema=SCHEMA))
        self.rows_in_shard += len(self.titles)
        self.titles, self.bodies = [], []
        if self.rows_in_shard >= SHARD_ROWS:
            self.end_shard()

    def end_shard(self):
        if self.writer is not None:
            self.writer.close()
        self.writer, self.rows_in_shard = None, 0

    def close(self):
        self.flush()
        self.end_shard()


def main():
    folder, sources = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    seen, dropped, rows, kept = set(), Counter(), 0, 0
    writer = ShardWriter(folder)
    for row in chain.from_iterable(map(read_rows, sources)):
        rows += 1
        title, body, reason = make_pair(row, seen)
        if reason is not None:
            dropped[reason] += 1
            continue
        kept += 1
        writer.add(title, body)
    writer.close()
    print(json.dumps({"rows": rows, "kept": kept, "dropped": dict(sorted(dropped.items())), "shards": writer.shards}))


if __name__ == "__main__":
    main()
