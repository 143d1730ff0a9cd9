"""seed-compat against seed_compat.py, row for row and in order: on dumps made here, and on real ones (STACKPAIRS_DUMPS)."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pytest
import seed_compat

ROOT = Path(__file__).resolve().parents[2]
DUMPS = sorted(path for path in Path(os.environ["STACKPAIRS_DUMPS"]).iterdir() if path.is_dir()) if os.environ.get("STACKPAIRS_DUMPS") else []
# What texts are made of here: all that a tag, a line and white space may be to one program and not to another.
PIECES = ["<", ">", "<p>", "</p>", "\n", "\r", "\t", " ", "\u2028", "\u2029", "\x85", "\xa0", "\ufeff", "\u3000", "\u200b"]
PIECES += ["&lt;", "&amp;", "&", '"', "'", "word", "lantern", "wick", "é", "e\u0301", "\U0001f3ee", "]]>", "<!--", "-->", "<a\nb>"]


@pytest.fixture
def build_seed(tmp_path):
    """Builds seed-compat from these dumps and gives the folder."""

    def run(dumps, *flags):
        out = tmp_path / "out"
        command = ["node", "dist/cli/main.js", "run", "seed-compat", "--out", out, *flags, "--dumps", *dumps]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["node", "dist/cli/main.js", "verify", out], cwd=ROOT, check=True, capture_output=True)
        return out

    return run


def built_rows(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for shard in manifest["shards"]:
        if shard["config"] != "title-body":
            continue
        assert shard["split"] == "train"
        texts, traces = (read(out / path) for path in (shard["path"], shard["path"].replace("data/", "provenance/", 1)))
        ids = (traces["site"].to_pylist(), traces["question_id"].to_pylist())
        yield from zip(*ids, texts["title"].to_pylist(), texts["body"].to_pylist(), strict=True)


def read(path):
    with pa.ipc.open_stream(str(path)) as reader:
        return reader.read_all()


def assert_same(out, dumps):
    expected = list(seed_compat.rows(dumps))
    found = list(built_rows(out))
    assert len(expected) > 0
    # The whole lists would be shown in full where they differ.
    different = [index for index, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b]
    assert (len(found), different[:5]) == (len(expected), [])


def write_dump(folder, questions, dice):
    """Posts.xml of a site, its texts in every spelling of an attribute."""
    folder.mkdir(parents=True)
    with open(folder / "Posts.xml", "w", encoding="utf-8", newline="") as file:
        file.write('\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n')
        for index in range(questions):
            file.write(row(index, dice))
        file.write("</posts>")


def row(index, dice):
    attributes = {
        "Id": str(index + 1),
        "PostTypeId": dice.choice(["1", "1", "1", "2"]),
        "CreationDate": "2020-01-02T03:04:05.678",
        "Score": str(dice.randint(-1, 3)),
        "Title": text(dice, dice.choice([2, 5, 9])),
        "Body": text(dice, dice.choice([3, 8, 40, 1100])),
        "Tags": "<lamp><oil>",
    }
    for name in ("Title", "Body", "Tags", "Score"):
        if dice.random() < 0.02:
            del attributes[name]
    return f"  <row {' '.join(f'{name}={spelled(value, dice)}' for name, value in attributes.items())} />\r\n"


def text(dice, pieces):
    return "".join(dice.choice(PIECES) for _ in range(pieces))


def spelled(value, dice):
    """As dumps spell it, or now and then in another way, with raw line ends among them, which XML makes spaces of."""
    if dice.random() < 0.1:
        return quoteattr(value)
    return '"' + value.translate({ord(c): f"&#x{ord(c):X};" for c in '&<>"\r\n\t'}) + '"'


@pytest.mark.parametrize("seed", range(3))
def test_dumps_made_by_chance_give_the_same_rows_in_the_same_order(seed, build_seed, tmp_path):
    dice = random.Random(seed)
    dumps = [tmp_path / site for site in ("lamps", "kites", "looms")]
    for dump, questions in zip(dumps, (400, 1500, 40), strict=True):
        write_dump(dump, questions, dice)
    assert_same(build_seed(dumps, "--threads", str(seed)), dumps)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.name)
def test_a_real_dump_gives_the_same_rows_in_the_same_order(dump, build_seed):
    expect_seven_zip([dump])
    assert_same(build_seed([dump]), [dump])


@pytest.mark.skipif(not DUMPS, reason="STACKPAIRS_DUMPS is not set")
def test_real_dumps_together_give_the_same_rows_in_the_same_order(build_seed):
    newest = {seed_compat.find_file(dump)[1]: dump for dump in DUMPS}
    expect_seven_zip(newest.values())
    assert_same(build_seed(newest.values()), newest.values())


def expect_seven_zip(dumps):
    if any(seed_compat.find_file(dump)[0].suffix == ".7z" for dump in dumps) and not (shutil.which("7zz") or shutil.which("7z")):
        pytest.skip("neither 7zz nor 7z is installed")
