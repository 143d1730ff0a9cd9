"""What a run does: it learns, takes the feed's rows, has the values of its preset, and goes on where it was."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from conftest import BATCH, ROOT, TINY
from encoder import open_model
from losses import open_loss
from pairs import train_sets
from presets import PRESETS
from stackpairs_feed import Feed


def losses_of(trained):
    return {entry["step"]: entry["loss"] for entry in trained.trainer.state.log_history if "loss" in entry}


def weights_of(trained):
    return torch.cat([weights.detach().flatten() for weights in trained.trainer.model.parameters()]).numpy()


def test_a_model_from_scratch_finds_more_bodies_than_before(trained):
    before, after = trained.report["scores"]["MRR@10"]
    assert after > 2 * before
    assert trained.report["questions"] > 100


def test_the_rows_of_a_batch_are_those_of_the_feed(dataset, trained):
    feed, sets = Feed(dataset / "feed.arrow"), train_sets(dataset)
    anchors = [text for rows in sets.values() for text in rows["anchor"]]
    batches = iter(trained.trainer.get_train_dataloader().batch_sampler)
    loader = trained.trainer.get_train_dataloader()
    tokenizer = trained.trainer.model.tokenizer
    for step, batch in zip(range(5), loader, strict=False):
        rows = next(batches)
        assert rows == feed.batch(step).tolist()
        ids = tokenizer([anchors[row] for row in rows], padding=True, truncation=True, max_length=32, return_tensors="pt")["input_ids"]
        assert torch.equal(batch["anchor_input_ids"].cpu(), ids)


def plain_symmetric_loss(model, anchors, positives, scale):
    """Mean of the cross entropies over rows and columns of the scaled cosines, written from the formula."""

    def vectors(texts):
        features = model.preprocess(texts)
        hidden = model[0].auto_model(**features).last_hidden_state
        mask = features["attention_mask"].unsqueeze(-1).float()
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return mean / mean.norm(dim=1, keepdim=True)

    scores = scale * vectors(anchors) @ vectors(positives).T
    rows = -(scores.diagonal() - scores.logsumexp(1)).mean()
    columns = -(scores.diagonal() - scores.logsumexp(0)).mean()
    return (rows + columns) / 2


def test_the_loss_of_the_seed_is_the_documented_one(dataset, trained, tmp_path):
    sets = train_sets(dataset)
    rows = sets["title-body"].select(range(BATCH))
    model = trained.trainer.model.eval()
    loss = open_loss(model, PRESETS["seed"], world=1)
    with torch.no_grad():
        features = [model.preprocess(list(rows[column])) for column in ("anchor", "positive")]
        found = loss(features, torch.arange(BATCH)).item()
        expected = plain_symmetric_loss(model, list(rows["anchor"]), list(rows["positive"]), 20.0).item()
    assert found == pytest.approx(expected, abs=1e-5)
    assert found > 0.01


def test_the_running_trainer_has_the_values_of_the_seed(train, trained, tmp_path):
    run = train(tmp_path / "model", "--model", trained.folder / "base", "--steps", 4, "--warmup-steps", 500, preset="seed")
    optimizer = run.trainer.optimizer.optimizer
    assert type(optimizer) is torch.optim.AdamW
    assert {group["weight_decay"] for group in optimizer.param_groups} == {0.0}
    assert {(group["betas"], group["eps"]) for group in optimizer.param_groups} == {((0.9, 0.999), 1e-6)}
    assert sum(len(group["params"]) for group in optimizer.param_groups) == len(list(run.trainer.model.parameters()))
    assert run.trainer.args.max_grad_norm == 1.0
    # Linear from 0 to 2e-5 in 500 steps; after 4 of them this is the next one's.
    assert optimizer.param_groups[0]["lr"] == pytest.approx(2e-5 * 4 / 500)
    loss = run.trainer.loss
    assert (loss.scale, loss.directions, loss.partition_mode) == (20.0, ("query_to_doc", "doc_to_query"), "per_direction")
    # Behind the warm-up the rate falls to 0 at the last step.
    from transformers import get_scheduler

    steps = PRESETS["seed"]["steps"]
    rate = get_scheduler(run.trainer.args.lr_scheduler_type, optimizer, 500, steps).lr_lambdas[0]
    assert [rate(step) for step in (0, 250, 500, (500 + steps) // 2, steps)] == [0, 0.5, 1, 0.5, 0]
    assert run.trainer.model[1].pooling_mode == "mean"


def test_the_modern_losses_train(train, trained, tmp_path):
    run = train(tmp_path / "model", "--model", trained.folder / "base", "--steps", 3, "--mini-batch", 8, "--matryoshka", 32, 16, "--no-onnx", preset="modern")
    assert type(run.trainer.loss).__name__ == "MatryoshkaLoss"
    assert all(np.isfinite(list(losses_of(run).values())))


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(train, tmp_path):
    args = ["--steps", 30, "--log-every", 1, "--no-onnx"]
    whole = train(tmp_path / "whole", *args)
    train(tmp_path / "parts", *args, "--stop-at", 13)
    parts = train(tmp_path / "parts", *args)
    assert len(losses_of(whole)) == 30
    assert losses_of(parts) == losses_of(whole)
    assert np.array_equal(weights_of(parts), weights_of(whole))


def test_a_torn_checkpoint_is_left_out(train, tmp_path, capsys):
    folder = tmp_path / "model"
    train(folder, "--steps", 30, "--save-steps", 10, "--stop-at", 20, "--no-onnx")
    (folder / "checkpoints" / "checkpoint-20" / "optimizer.pt").unlink()
    run = train(folder, "--steps", 30, "--save-steps", 10, "--no-onnx")
    assert "checkpoint-20: not a whole checkpoint (optimizer.pt is missing or another); left out" in capsys.readouterr().err
    # It went on from the one before, which has the same end.
    whole = train(tmp_path / "whole", "--steps", 30, "--no-onnx")
    assert np.array_equal(weights_of(run), weights_of(whole))


def test_two_ranks_train_together(dataset, tmp_path):
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", "2", "--master_port", "29517", "trainer/train_script.py"]
    args = [str(dataset), "--out", str(tmp_path / "model"), *TINY, "--steps", "12", "--no-onnx"]
    done = subprocess.run([*command, *args], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "model" / "training.json").read_text())
    assert report["scores"]["MRR@10"][1] > report["scores"]["MRR@10"][0]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--batch", "64"], "batches of 32 rows for 1 ranks, where 64 are asked for"),
        (["--steps", "1000000"], "where 1000000 steps are asked for"),
        (["--feed", "nowhere.arrow"], "no feed; make it with: build-dataset feed"),
        (["--eval-config", "title-bdoy"], "title-bdoy: no test rows to score on"),
    ],
)
def test_what_does_not_fit_is_told(train, tmp_path, args, message):
    with pytest.raises(SystemExit, match=message):
        train(tmp_path / "model", *args)


def test_a_folder_without_a_build_is_told(tmp_path):
    import train_script

    with pytest.raises(SystemExit, match="no manifest here"):
        train_script.main([str(tmp_path), "--out", str(tmp_path / "model")])


def test_a_model_from_scratch_is_the_same_for_a_seed(dataset, tmp_path):
    settings = PRESETS["smoke"] | {"hidden": 32, "layers": 1, "vocabulary": 2000, "max_length": 32}
    texts = []
    for name in ("a", "b"):
        torch.manual_seed(1)
        model = open_model(settings, train_sets(dataset), tmp_path / name)
        texts.append(model.encode(["a question about lanterns"]))
    assert np.array_equal(*texts)
