"""One dataset and its feed for all tests, and a model that is trained on them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from learnable import write_dump

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "trainer"))

BATCH = 32
# As small as a model can be that learns something.
TINY = ["--cpu", "--batch", str(BATCH), "--hidden", "32", "--layers", "1", "--vocabulary", "2000", "--max-length", "32", "--warmup-steps", "5"]


def command_line(*args):
    done = subprocess.run(["node", "dist/cli/main.js", *map(str, args)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset")
    command_line("run", "test/trainer/pipeline.ts", "--dumps", write_dump(folder / "dump"), "--out", folder / "pairs")
    command_line("feed", folder / "pairs", "--batch", BATCH, "--epochs", "2")
    return folder / "pairs"


@dataclass
class Trained:
    folder: Path
    trainer: object

    @property
    def report(self):
        return json.loads((self.folder / "training.json").read_text())


@pytest.fixture(scope="session")
def train(dataset):
    """Trains a tiny model into a folder."""
    import train_script

    def run(folder, *more, preset="smoke"):
        trainer = train_script.main([str(dataset), "--preset", preset, "--out", str(folder), *TINY, *map(str, more)])
        return Trained(Path(folder), trainer)

    run.dataset = dataset
    return run


@pytest.fixture(scope="session")
def trained(train, tmp_path_factory):
    return train(tmp_path_factory.mktemp("trained") / "model", "--steps", 150, "--hidden", 64)
