"""What the benchmark of exact search compares with: numpy in blocks of documents, and faiss's flat index."""

import json
import resource
import sys
import time

import numpy

BLOCK = 20_000


def read(request, name):
    return numpy.fromfile(f"{request['folder']}/{name}", dtype=numpy.float32).reshape(-1, request["dimensions"])


def by_numpy(documents, queries, k):
    """Products of a block at a time, the best of which are kept: all of them at once would need 4 GB."""
    scores = numpy.empty((len(queries), 0), dtype=numpy.float32)
    ids = numpy.empty((len(queries), 0), dtype=numpy.int64)
    for start in range(0, len(documents), BLOCK):
        products = queries @ documents[start : start + BLOCK].T
        best = numpy.argpartition(-products, min(k, products.shape[1]) - 1, axis=1)[:, :k]
        scores = numpy.concatenate([scores, numpy.take_along_axis(products, best, axis=1)], axis=1)
        ids = numpy.concatenate([ids, best + start], axis=1)
        order = numpy.lexsort((ids, -scores), axis=1)[:, :k]
        scores = numpy.take_along_axis(scores, order, axis=1)
        ids = numpy.take_along_axis(ids, order, axis=1)
    return ids


def by_faiss(documents, queries, k):
    import faiss

    faiss.omp_set_num_threads(int(json.loads(sys.argv[2])["threads"]))
    index = faiss.IndexFlatIP(documents.shape[1])
    index.add(documents)
    started, before = time.perf_counter(), time.process_time()
    _, ids = index.search(queries, k)
    return ids, started, before


def main():
    request = json.loads(sys.argv[2])
    documents, queries = read(request, "documents"), read(request, "queries")
    started, before = time.perf_counter(), time.process_time()
    if sys.argv[1] == "numpy":
        ids = by_numpy(documents, queries, request["k"])
    else:
        ids, started, before = by_faiss(documents, queries, request["k"])
    figures = {
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "ids": ids.tolist(),
    }
    print(json.dumps(figures))


main()
