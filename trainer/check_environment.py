"""What this Python has of the packages named as arguments, and the presets, as one line of JSON.

Needs the standard library alone. Of a Python that is too old for the trainer it tells the version and no more.
"""

import json
import sys


def found(packages):
    if sys.version_info < (3, 11):
        return {"packages": {}, "presets": {}}
    from importlib.metadata import PackageNotFoundError, version

    from presets import PRESETS

    versions = {}
    for name in packages:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = None
    return {"packages": versions, "presets": PRESETS}


if __name__ == "__main__":
    print(json.dumps(dict(found(sys.argv[1:]), python=list(sys.version_info[:3]))))
