"""The datasets under test: every folder in STACKPAIRS_OUT (separated by colons), and every shard its manifest lists.

STACKPAIRS_EXPORTS has a folder for each, by its number from 0, and in it one export for each format.
"""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Build:
    folder: Path
    exports: Path

    @cached_property
    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))

    @property
    def shards(self):
        return self.manifest["shards"]

    def export(self, form):
        return self.exports / form

    def rows_by_split(self, config):
        rows = {}
        for shard in self.shards:
            if shard["config"] == config:
                rows[shard["split"]] = rows.get(shard["split"], 0) + shard["rows"]
        return rows


EXPORTS = Path(os.environ["STACKPAIRS_EXPORTS"]).resolve()
BUILDS = [Build(Path(folder).resolve(), EXPORTS / str(n)) for n, folder in enumerate(os.environ["STACKPAIRS_OUT"].split(":"))]


def pytest_generate_tests(metafunc):
    if "shard" in metafunc.fixturenames:
        cases = [(build, shard) for build in BUILDS for shard in build.shards]
        names = [f"{build.folder.name}/{shard['path']}" for build, shard in cases]
        metafunc.parametrize(("build", "shard"), cases, ids=names)
    elif "build" in metafunc.fixturenames:
        metafunc.parametrize("build", BUILDS, ids=[build.folder.name for build in BUILDS])


@pytest.fixture
def shard_file(build, shard):
    return build.folder / shard["path"]
