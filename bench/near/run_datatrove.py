"""Near-duplicates by datatrove's MinHash, with its local executor.

usage: run_datatrove.py find TEXTS OUT     stages 1 to 3; what is measured
       run_datatrove.py clusters TEXTS OUT what they found, as lines of id and cluster on standard output

TEXTS is a folder of JSON lines, one file for each worker. The last stage, which writes the texts again without the
duplicates, is left out: the clusters are known before it.
"""

import json
import struct
import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader

CONFIG = MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8)
WORKERS = 2


def run_stage(out, name, step, tasks, read=None):
    pipeline = [step] if read is None else [read, step]
    LocalPipelineExecutor(pipeline, tasks=tasks, workers=min(WORKERS, tasks), logging_dir=f"{out}/logs/{name}").run()


def find(texts, out):
    signatures, buckets, clusters = (f"{out}/{name}" for name in ("signatures", "buckets", "clusters"))
    signature = MinhashDedupSignature(signatures, config=CONFIG)
    run_stage(out, "signatures", signature, WORKERS, JsonlReader(texts, doc_progress=False))
    run_stage(out, "buckets", MinhashDedupBuckets(signatures, buckets, config=CONFIG), CONFIG.num_buckets)
    cluster = MinhashDedupCluster(buckets, clusters, config=CONFIG, save_cluster_id=True)
    run_stage(out, "clusters", cluster, 1)


def print_clusters(texts, out):
    # Worker number n read file number n; documents are numbered by their lines.
    for rank, source in enumerate(sorted(Path(texts).iterdir())):
        with open(source, encoding="utf-8") as lines:
            ids = [json.loads(line)["id"] for line in lines]
        found = Path(out, "clusters", f"{rank:06d}.clusters")
        if found.exists():
            for document, cluster in struct.iter_unpack("<2I", found.read_bytes()):
                print(ids[document], cluster, sep="\t")


if __name__ == "__main__":
    {"find": find, "clusters": print_clusters}[sys.argv[1]](*sys.argv[2:])
