"""The original data set by a plain script of its own, to hold seed-compat against: docs/pipeline.md in 60 lines.

usage: seed_compat.py DUMP...     prints a JSON line [site, id, title, body] for each row, in order

A DUMP is a folder of one site with Posts.xml, or an archive SITE.7z. It holds the whole of it in memory.
"""

import json
import random
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

SEED = 42
TITLE_MIN = 20
BODY_MIN, BODY_MAX = 20, 4096
SCORE_MIN = 0


def clean(text):
    return re.sub("<.*?>", "", text).strip()


def pairs(posts):
    """The pairs of a Posts.xml in the order of the file. What a dump never leaves out counts as empty, a score as 0."""
    for row in ElementTree.parse(posts).getroot():
        if row.attrib["PostTypeId"] != "1":
            continue
        title, body = clean(row.attrib.get("Title", "")), clean(row.attrib.get("Body", ""))
        score = int(row.attrib.get("Score", "0"))
        if len(title) >= TITLE_MIN and BODY_MIN <= len(body) <= BODY_MAX and score >= SCORE_MIN:
            yield int(row.attrib["Id"]), title, body


def open_posts(file):
    if file.suffix != ".7z":
        return BytesIO(file.read_bytes())
    program = shutil.which("7zz") or shutil.which("7z")
    if program is None:
        raise FileNotFoundError("neither 7zz nor 7z is installed")
    return BytesIO(subprocess.run([program, "x", "-so", file, "Posts.xml"], stdout=subprocess.PIPE, check=True).stdout)


def find_file(dump):
    """The file of a dump and its site."""
    path = Path(dump)
    archives = [path] if path.suffix == ".7z" else sorted(path.glob("*.7z"))
    if archives:
        return archives[0], archives[0].name.removesuffix(".7z")
    return path / "Posts.xml", re.sub(r"-\d{4}-\d{2}(-\d{2})?$", "", path.name)


def rows(dumps):
    """All rows in order: files by size, the largest first, each shuffled by one generator that goes on."""
    generator = random.Random(SEED)
    files = sorted((find_file(dump) for dump in dumps), key=lambda found: (-found[0].stat().st_size, found[1]))
    for file, site in files:
        kept = list(pairs(open_posts(file)))
        generator.shuffle(kept)
        for question, title, body in kept:
            yield site, question, title, body


if __name__ == "__main__":
    for one in rows(sys.argv[1:]):
        print(json.dumps(one))
