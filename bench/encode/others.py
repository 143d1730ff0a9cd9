"""The other part of the benchmark of encoders: sentence-transformers as its users call it."""

import json
import resource
import sys
import time
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer


def main():
    request = json.loads(sys.argv[1])
    torch.set_num_threads(request["threads"])
    model = SentenceTransformer(request["model"], device="cpu")
    figures = {}
    for kind, file in ((one["kind"], one["file"]) for one in request["texts"]):
        texts = json.loads(Path(file).read_text(encoding="utf-8"))
        model.encode(texts[:8], show_progress_bar=False)
        started, before = time.perf_counter(), time.process_time()
        model.encode(texts, show_progress_bar=False)
        figures[kind] = {"wallSeconds": time.perf_counter() - started, "cpuSeconds": time.process_time() - before}
    figures["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(figures))


main()
