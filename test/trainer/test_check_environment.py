"""What the command asks a Python before it trains."""

import json
import subprocess
import sys

from conftest import ROOT


def check(*packages):
    out = subprocess.run([sys.executable, "trainer/check_environment.py", *packages], cwd=ROOT, capture_output=True, check=True).stdout
    return json.loads(out)


def test_versions_are_those_that_are_installed():
    import datasets

    found = check("datasets", "no-such-package-of-stackpairs")
    assert found["packages"] == {"datasets": datasets.__version__, "no-such-package-of-stackpairs": None}
    assert found["python"] == list(sys.version_info[:3])


def test_presets_are_those_of_the_command():
    presets = check()["presets"]
    assert sorted(presets) == ["modern", "seed", "smoke"]
    for values in presets.values():
        assert values["batch"] > 0 and values["steps"] + values.get("epochs", 0) > 0
        assert {"model", "layers", "hidden", "vocabulary"} <= set(values)
