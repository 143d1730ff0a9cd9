"""Near-duplicates by text-dedup's MinHash, each one verified by true Jaccard similarity.

usage: run_text_dedup.py find TEXTS OUT      its own module with a config.toml; what is measured
       run_text_dedup.py clusters TEXTS OUT  what it found, as lines of id and cluster on standard output

TEXTS is a folder of JSON lines.
"""

import json
import os
import pickle
import sys
from pathlib import Path

CONFIG = """
[input]
input_type = "local_files"
file_type = "json"

[input.read_arguments]
path = "json"
data_files = {files}
split = "train"

[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_proc = 2
num_perm = 112
bands = 14
rows = 8
ngram_size = 5
threshold = 0.75
check_false_positive = true

[output]
output_dir = "output"
skip_filtering = true
save_clusters = true

[debug]
enable_profiling = false
"""


def sources(texts):
    return sorted(str(path.resolve()) for path in Path(texts).iterdir())


def find(texts, out):
    folder = Path(out)
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG.format(files=json.dumps(sources(texts))), encoding="utf-8")
    # It reads config.toml of the folder it runs in.
    os.chdir(folder)
    os.environ |= {"HF_HOME": str(folder.resolve() / "cache"), "HF_HUB_OFFLINE": "1", "POLARS_MAX_THREADS": "2"}
    os.execv(sys.executable, [sys.executable, "-m", "text_dedup.minhash"])


def print_clusters(texts, out):
    ids = []
    for source in sources(texts):
        with open(source, encoding="utf-8") as lines:
            ids += [json.loads(line)["id"] for line in lines]
    # Rows are numbered through all files.
    with open(Path(out, "output", "clusters.pickle"), "rb") as file:
        for row, cluster in pickle.load(file).items():
            print(ids[row], cluster, sep="\t")


if __name__ == "__main__":
    {"find": find, "clusters": print_clusters}[sys.argv[1]](*sys.argv[2:])
