"""The books of a build from real dumps, against an independent count of the same files (STACKPAIRS_DUMPS)."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import BUILDS
from count_questions import count

EXACT_REASONS = ["planted_post", "answer_bot_post", "not_a_question", "no_title", "no_body", "low_score", "title_too_short"]
# Bodies near a length limit fall on different sides of it, since two programs turn HTML into text.
MAX_KEPT_DIFFERENCE = 0.005


@pytest.fixture(scope="module")
def dumps_by_digest():
    folder = os.environ.get("STACKPAIRS_DUMPS")
    if not folder:
        pytest.skip("STACKPAIRS_DUMPS is not set")
    files = [file for pattern in ("Posts.xml", "*.7z") for file in Path(folder).rglob(pattern)]
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}


def count_file(file):
    if file.suffix != ".7z":
        return count(str(file))
    program = shutil.which("7zz") or shutil.which("7z")
    if program is None:
        pytest.skip("neither 7zz nor 7z is installed")
    with subprocess.Popen([program, "x", "-so", str(file), "Posts.xml"], stdout=subprocess.PIPE) as process:
        return count(process.stdout)


def test_rows_and_reasons_agree_with_an_independent_count(dumps_by_digest):
    books = [book for build in BUILDS for book in books_of(build, dumps_by_digest)]
    assert books, "no build is of the dumps in STACKPAIRS_DUMPS"
    for book, dump in books:
        counted = count_file(dump)
        found = {reason: book["dropped"].get(reason, 0) for reason in EXACT_REASONS}
        expected = {reason: counted["dropped"].get(reason, 0) for reason in EXACT_REASONS}
        assert (book["rows"], found) == (counted["rows"], expected), book["file"]
        assert book["kept"] == pytest.approx(counted["kept"], rel=MAX_KEPT_DIFFERENCE), book["file"]


def books_of(build, dumps_by_digest):
    digests = {file["file"]: file["sha256"] for file in build.manifest["inputs"]}
    books = [(book, digests[book["file"]]) for book in build.manifest["books"]]
    return [(book, dumps_by_digest[digest]) for book, digest in books if digest in dumps_by_digest]
