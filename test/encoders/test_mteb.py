"""The same model on the same set, run by mteb and by `evaluate`."""

import json

import mteb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import command_line
from mteb.abstasks.retrieval import AbsTaskRetrieval
from mteb.abstasks.task_metadata import TaskMetadata

SET = "title-to-body"


def task_on(dataset):
    """A set of the build as mteb takes it: the folder of the dataset as its path, the name of the set as its subset."""

    class BuiltSet(AbsTaskRetrieval):
        metadata = TaskMetadata(
            name="BuiltSet", description="A set that a build made.", type="Retrieval", category="t2t", modalities=["text"],
            dataset={"path": str(dataset), "revision": "main"}, eval_splits=["test"], eval_langs={SET: ["eng-Latn"]}, main_score="ndcg_at_10",
        )

    return BuiltSet()


@pytest.fixture(scope="module")
def reference(model, dataset, tmp_path_factory):
    result = mteb.evaluate(model, task_on(dataset), cache=mteb.ResultCache(tmp_path_factory.mktemp("mteb")), encode_kwargs={"batch_size": 16})
    return result.task_results[0].scores["test"][0]


def evaluate(dataset, out, *flags):
    printed = command_line("evaluate", dataset, "--set", dataset / "evaluation" / SET, "--no-vectors-cache", "--json", "--out", out, *flags)
    [one] = json.loads(printed)["sets"]
    return [found["scores"] for found in one["models"]]


def test_a_model_has_the_figures_that_mteb_gives_it(reference, exported, dataset, tmp_path):
    [got] = evaluate(dataset, tmp_path, "--model", f"onnx:{exported}")
    common = sorted(name for name in got if name in reference)
    assert {"ndcg_at_10", "map_at_100", "mrr_at_10", "recall_at_100", "precision_at_5"} <= set(common)
    print(", ".join(f"{name} {got[name]:.5f} (mteb {reference[name]:.5f})" for name in ("ndcg_at_10", "map_at_100", "mrr_at_10", "recall_at_100")))
    print(f"greatest difference of {len(common)} figures: {max(abs(got[name] - reference[name]) for name in common):.1e}")
    assert {name: got[name] for name in common} == pytest.approx({name: reference[name] for name in common}, abs=1e-3)


def test_vectors_have_the_same_figures_from_a_table_of_pyarrow_and_a_file_of_numpy(dataset, tmp_path):
    folder = dataset / "evaluation" / SET
    ids = [f"{role}:{id}" for role, part in [("query", "queries"), ("document", "corpus")] for id in ids_of(folder / part)]
    vectors = np.random.default_rng(1).standard_normal((len(ids), 64)).astype("f4")
    np.save(tmp_path / "numpy.npy", vectors)
    (tmp_path / "numpy.ids.txt").write_text("".join(f"{id}\n" for id in ids))
    table = pa.table({"id": ids, "vector": pa.FixedSizeListArray.from_arrays(vectors.ravel(), 64)})
    with pa.OSFile(str(tmp_path / "table.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    pq.write_table(pa.table({"id": ids, "vector": vectors.astype("f8").tolist()}), tmp_path / "table.parquet")
    files = [tmp_path / name for name in ("numpy.npy", "table.arrow", "table.parquet")]
    first, *others = evaluate(dataset, tmp_path / "out", *(flag for file in files for flag in ("--model", f"vectors:{file}")))
    assert 0 < first["ndcg_at_1000"] < 1
    assert others == [first, first]


def ids_of(part):
    return pa.ipc.open_stream(next(part.glob("*.arrow"))).read_all().column("_id").to_pylist()
