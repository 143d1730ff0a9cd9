"""Reads a dataset from the Hub in HF_ENDPOINT as its users do, and prints what it found as JSON.

usage: hub_reader.py NAMESPACE/NAME CONFIG...
"""

import hashlib
import json
import sys
import tempfile

import datasets
import huggingface_hub


def digests(repo, config, streaming):
    """The SHA-256 of all rows of a split in their order."""
    loaded = datasets.load_dataset(repo, config, streaming=streaming)
    return {split: digest(rows) for split, rows in loaded.items()}


def digest(rows):
    sums = hashlib.sha256()
    for row in rows:
        sums.update(json.dumps(row, default=str, sort_keys=True).encode("utf-8"))
    return sums.hexdigest()


def verified(repo, folder):
    """What the Hub's own library says of the files it fetched."""
    huggingface_hub.snapshot_download(repo, repo_type="dataset", local_dir=folder)
    found = huggingface_hub.HfApi().verify_repo_checksums(repo, repo_type="dataset", local_dir=folder)
    return {"checked": found.checked_count, "mismatches": len(found.mismatches), "missing": len(found.missing_paths)}


if __name__ == "__main__":
    repo, *configs = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        rows = {config: [digests(repo, config, streaming) for streaming in (False, True)] for config in configs}
        found = {"configs": rows, "verified": verified(repo, folder)}
    print(json.dumps(found))
