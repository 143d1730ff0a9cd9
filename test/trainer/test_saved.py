"""What is left behind: a model that any version reads, its export, its card, and no secret."""

import json
import os
import subprocess
import sys
import urllib.request

import numpy as np
import onnxruntime
import pytest
from conftest import ROOT, TINY
from pairs import held_out, read_manifest, train_sets
from saving import card
from sentence_transformers import SentenceTransformer


@pytest.fixture(scope="module")
def texts(dataset):
    rows = train_sets(dataset)["title-body"]
    found = [*rows["anchor"], *rows["positive"]][:980]
    odd = ["", " ", "a", "ü" * 500, "日本語のテキスト", "🙂🙃", "\x00\x01", "<s> </s> <pad>", "List<String>", "x " * 4000]
    return found + odd + odd[::-1]


def test_it_is_read_back_with_the_same_vectors(trained, texts):
    again = SentenceTransformer(str(trained.folder), device="cpu")
    assert np.array_equal(again.encode(texts[:100]), trained.trainer.model.eval().encode(texts[:100]))


def test_it_has_the_layout_of_every_version(trained):
    modules = json.loads((trained.folder / "modules.json").read_text())
    assert [module["type"].rsplit(".", 1) for module in modules] == [["sentence_transformers.models", name] for name in ("Transformer", "Pooling", "Normalize")]
    assert (trained.folder / "model.safetensors").exists()
    assert json.loads((trained.folder / "tokenizer_config.json").read_text())["tokenizer_class"] == "PreTrainedTokenizerFast"


def test_onnx_agrees_with_pytorch_on_a_thousand_texts(trained, texts):
    assert len(texts) == 1000
    model = trained.trainer.model.eval()
    session = onnxruntime.InferenceSession(str(trained.folder / "onnx" / "model.onnx"), providers=["CPUExecutionProvider"])
    expected = model.encode(texts, batch_size=50)
    for at in range(0, len(texts), 50):
        features = model.preprocess(texts[at : at + 50])
        ids, mask = features["input_ids"].cpu().numpy(), features["attention_mask"].cpu().numpy()
        hidden = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        assert np.abs(vectors - expected[at : at + 50]).max() < 1e-4


def test_the_card_says_what_it_is_made_of(trained, dataset):
    text = (trained.folder / "README.md").read_text()
    manifest = read_manifest(dataset)
    assert manifest["pipeline"]["sha256"] in text
    assert "no benchmark was held against the rows" in text
    assert f"{len(held_out(dataset, manifest, 'title-body')):,} questions of the test side" in text


def test_names_from_a_manifest_do_no_harm_in_the_card(trained, dataset):
    manifest = read_manifest(dataset)
    manifest["pipeline"]["name"] = "`](javascript:alert(1))<script>"
    facts = trained.report | {"name": "m\n---\nx: <b>", "dimensions": 32, "manifest": manifest}
    text = card(facts)
    assert "<script" not in text and "<b>" not in text and "](javascript" not in text
    assert text.count("\n---\n") == 1


def test_the_program_and_the_list_stand_beside_it(trained, dataset):
    program = trained.folder / "program"
    assert (program / "train_script.py").exists() and (program / "requirements.txt").exists()
    assert (program / "data_config.json").read_bytes() == (dataset / "data_config.json").read_bytes()


def test_the_time_spent_waiting_is_told(trained):
    speed = trained.report["speed"]
    assert 0 < speed["share_waiting_for_data"] < 1
    assert speed["tokens_per_second"] > 0


def test_no_token_is_written(train, tmp_path, monkeypatch):
    secret = "hf_CANARYCANARYCANARYCANARY"
    monkeypatch.setenv("HF_TOKEN", secret)
    run = train(tmp_path / "model", "--steps", 3, "--save-steps", 2, "--no-onnx")
    for path in run.folder.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_it_is_pushed_to_the_hub(train, tmp_path, monkeypatch):
    command = ["node", "--import", "jiti/register", "test/doubles/hub/serve.ts"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as double:
        address = json.loads(double.stdout.readline())
        hub = {"HF_ENDPOINT": address["url"], "HF_TOKEN": address["token"], "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(tmp_path / "home")}
        out = tmp_path / "model"
        args = [str(train.dataset), "--out", str(out), *TINY, "--steps", "2", "--no-onnx", "--push", "ada/lamps"]
        done = subprocess.run([sys.executable, "trainer/train_script.py", *args], cwd=ROOT, env=os.environ | hub, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        listed = urllib.request.Request(f"{address['url']}/api/models/ada/lamps/tree/main?recursive=true", headers={"Authorization": f"Bearer {address['token']}"})
        with urllib.request.urlopen(listed) as reply:
            paths = {entry["path"] for entry in json.load(reply)}
        double.stdin.close()
    assert {"model.safetensors", "modules.json", "README.md", "training.json", "program/train_script.py"} <= paths
    assert not any(path.startswith(("checkpoints/", "base/")) for path in paths)
    assert address["token"] not in done.stdout + done.stderr
