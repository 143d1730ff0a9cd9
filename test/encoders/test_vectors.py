"""Vectors of the toolkit and those of sentence-transformers, text by text."""

import json

import numpy as np
import pytest
from conftest import ROOT, run
from pairs import held_out, read_manifest
from texts import ODD, varied

LEAST_COSINE = 0.9999


@pytest.fixture(scope="module")
def texts(dataset):
    return varied([text for pair in held_out(dataset, read_manifest(dataset), "title-body") for text in pair])


def ours(encoder, texts):
    written = run("node", ROOT / "test/encoders/vectors.mjs", encoder, input=json.dumps(texts).encode("ascii"))
    return np.frombuffer(written, dtype="<f4").reshape(len(texts), -1)


def test_a_real_model_gives_the_vectors_that_sentence_transformers_gives(model, exported, texts):
    assert len(texts) >= 400
    wanted = model.encode(texts, normalize_embeddings=True, batch_size=16)
    got = ours(f"onnx:{exported}", texts)
    cosines = (wanted.astype("f8") * got).sum(axis=1)
    print(f"{len(texts)} texts: least cosine {cosines.min():.9f}, greatest difference {np.abs(wanted - got).max():.1e}")
    assert [(texts[n][:80], cosines[n]) for n in np.flatnonzero(cosines <= LEAST_COSINE)] == []


def test_the_cosine_would_tell_a_token_more_or_less(model):
    """The bound is worth something: a text that loses its last word is further away than that."""
    long = [text for text in ODD if 3 <= len(text.split()) <= 12]
    whole, cut = (model.encode(part, normalize_embeddings=True) for part in (long, [" ".join(text.split()[:-1]) for text in long]))
    assert ((whole * cut).sum(axis=1) < LEAST_COSINE).mean() > 0.9
