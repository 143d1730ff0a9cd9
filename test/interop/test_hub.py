"""Published to a double of the Hub, a dataset is read by name with the libraries that read from the Hub."""

import json
import os
import subprocess
import sys
from pathlib import Path

import datasets
import pytest
from hub_reader import digest

ROOT = Path(__file__).parents[2]
REPO = "ada/pairs"
CONFIGS = ["title-body", "title-body-provenance"]


@pytest.fixture
def hub(tmp_path):
    """The environment in which the double is the Hub, and nothing is known of any other."""
    command = ["node", "--import", "jiti/register", "test/doubles/hub/serve.ts"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as double:
        address = json.loads(double.stdout.readline())
        offline = {"HF_HUB_OFFLINE": "0", "HF_DATASETS_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
        yield os.environ | offline | {"HF_ENDPOINT": address["url"], "HF_TOKEN": address["token"], "HF_HOME": str(tmp_path / "home")}
        double.stdin.close()


def run(command, environment):
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_row_is_read_by_the_name_of_the_dataset_and_every_file_has_its_checksum(build, hub):
    published = run(["node", "dist/cli/main.js", "publish", str(build.folder), "--repo", REPO, "--json"], hub)
    assert len(published["add"]) == len(build.shards) + 4
    found = run([sys.executable, str(Path(__file__).with_name("hub_reader.py")), REPO, *CONFIGS], hub)
    # .gitattributes was there before.
    assert found["verified"] == {"checked": len(published["add"]) + 1, "mismatches": 0, "missing": 0}
    for config in CONFIGS:
        local = datasets.load_dataset(str(build.folder), config)
        assert found["configs"][config] == 2 * [{split: digest(rows) for split, rows in local.items()}]
