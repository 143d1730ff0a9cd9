# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "accelerate==1.15.0", "datasets==5.0.1", "numpy==2.4.6", "onnx==1.23.1", "onnxruntime==1.30.0", "onnxscript==0.7.2",
#   "pyarrow==25.0.1", "sentence-transformers==6.0.1", "torch==2.13.0", "transformers==5.18.0",
# ]
# ///
"""Trains a sentence-embedding model on a dataset of stackpairs.

    python trainer/train_script.py DATASET --preset smoke --out MODEL       # or: uv run trainer/train_script.py ...
    torchrun --nproc_per_node 8 trainer/train_script.py DATASET --preset seed --out MODEL

The order of batches is the feed, DATASET/feed.arrow: make it with `build-dataset feed DATASET --batch N`. The same command goes on
from the newest whole checkpoint in MODEL/checkpoints.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch
from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator
from transformers import set_seed

from checkpoints import CompleteCallback, StopCallback, newest_checkpoint
from encoder import open_model
from losses import DIRECTIONS, open_loss
from pairs import held_out, read_manifest, train_sets
from presets import PRESETS
from saving import copy_program, export_onnx, save_model, write_card, write_json
from stackpairs_feed import Feed, FeedBatchSampler

SHOWN = {"MRR@10": "cosine_mrr@10", "nDCG@10": "cosine_ndcg@10", "accuracy@1": "cosine_accuracy@1", "recall@100": "cosine_recall@100"}


class PairTrainer(SentenceTransformerTrainer):
    """Takes batches in the order of the feed, and measures how long it waits for them."""

    def __init__(self, *args, feed, world, **kwargs):
        super().__init__(*args, **kwargs)
        self.feed, self.world = feed, world
        self.waited = self.tokens = 0

    def get_multi_dataset_batch_sampler(self, dataset, batch_samplers, generator=None, seed=0):
        # accelerate deals batches out to the ranks in turn.
        return FeedBatchSampler(self.feed, world=self.world, interleaved=True)

    def get_batch_samples(self, *args, **kwargs):
        start = time.perf_counter()
        result = super().get_batch_samples(*args, **kwargs)
        self.waited += time.perf_counter() - start
        for batch in result[0]:
            # Padding is computed on as well.
            self.tokens += sum(value.numel() for key, value in batch.items() if key.endswith("input_ids"))
        return result


def main(argv=None):
    """Trains as the arguments say, and gives the trainer."""
    args = parse(argv)
    settings = PRESETS[args.preset] | {key: value for key, value in vars(args).items() if key in PRESETS["smoke"] and value is not None}
    manifest = read_manifest(args.dataset)
    out = Path(args.out)
    world = int(os.environ.get("WORLD_SIZE", "1"))
    feed = open_feed(args, settings, world)
    steps = steps_of(settings, feed)
    set_seed(args.seed)

    sets = train_sets(args.dataset)
    expect_rows(feed, sets)
    is_main = int(os.environ.get("RANK", "0")) == 0
    training = training_arguments(args, settings, steps, world)
    with training.main_process_first(desc="the model"):
        model = open_model(settings, sets, out, device="cpu" if training.use_cpu else None)
    trainer = PairTrainer(
        model=model, args=training, train_dataset=sets, loss=open_loss(model, settings, world), callbacks=[CompleteCallback(), StopCallback(args.stop_at)], feed=feed, world=world
    )
    evaluate = evaluator(args, manifest) if is_main else None
    before = evaluate(model) if evaluate else {}
    resumed = newest_checkpoint(training.output_dir) if is_main or world == 1 else None
    if world > 1:
        resumed = share(resumed)
    start = time.perf_counter()
    trainer.train(resume_from_checkpoint=resumed)
    seconds = time.perf_counter() - start
    if not is_main:
        return trainer
    if args.stop_at:
        print(f"stopped at step {trainer.state.global_step}; the same command goes on", file=sys.stderr)
        return trainer
    after = evaluate(model) if evaluate else {}
    save(Run(args, settings, manifest, steps, seconds, evaluate, before, after), trainer)
    return trainer


@dataclass
class Run:
    """What there is to say about a run."""

    args: argparse.Namespace
    settings: dict
    manifest: dict
    steps: int
    seconds: float
    evaluate: object
    before: dict
    after: dict

    @property
    def scores(self):
        return {name: (self.before[name], score) for name, score in self.after.items()}


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", help="folder of a finished build")
    parser.add_argument("--out", required=True, help="folder of the model")
    parser.add_argument("--preset", choices=sorted(PRESETS), default="smoke")
    parser.add_argument("--feed", help="order of the batches (DATASET/feed.arrow)")
    parser.add_argument("--eval-config", default="", help="config whose test rows the model is scored on; the first that has any")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches ready")
    parser.add_argument("--log-every", type=int, default=20, metavar="STEPS", help="how often the mean loss is told")
    parser.add_argument("--cpu", action="store_true", help="train on the CPU where there is a GPU")
    parser.add_argument("--no-onnx", action="store_true")
    parser.add_argument("--push", metavar="NS/NAME", help="upload the model to the Hub; the token is that of the environment")
    parser.add_argument("--private", action="store_true", help="with --push: only its owner sees it")
    parser.add_argument("--stop-at", type=int, default=0, metavar="STEP", help="end with a checkpoint at this step")
    group = parser.add_argument_group("values of the preset")
    for name, value in PRESETS["smoke"].items():
        kind = {"type": int, "nargs": "*"} if isinstance(value, list) else {"type": type(value)}
        group.add_argument(f"--{name.replace('_', '-')}", default=None, **kind, **({"choices": sorted(DIRECTIONS)} if name == "loss" else {}))
    return parser.parse_args(argv)


def open_feed(args, settings, world):
    path = args.feed or str(Path(args.dataset) / "feed.arrow")
    hint = f"make it with: build-dataset feed {args.dataset} --batch {settings['batch']}" + (f" --steps {settings['steps']}" if settings["steps"] else f" --epochs {settings['epochs']}")
    if not Path(path).exists():
        raise SystemExit(f"{path}: no feed; {hint}")
    try:
        feed = Feed(path, folder=args.dataset)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if feed.global_batch_size != settings["batch"] or settings["batch"] % world:
        raise SystemExit(f"{path}: batches of {feed.global_batch_size} rows for {world} ranks, where {settings['batch']} are asked for; {hint}")
    if settings["steps"] > feed.steps:
        raise SystemExit(f"{path}: {feed.steps} batches, where {settings['steps']} steps are asked for; {hint}")
    return feed


def steps_of(settings, feed):
    return settings["steps"] or feed.steps


def expect_rows(feed, sets):
    first = 0
    for config, rows in sets.items():
        for source in feed.sources:
            if source["config"] == config and (source["first"], source["rows"]) != (first, len(rows)):
                raise SystemExit(f"{feed.path}: rows of {config} are not where the feed has them; make it again")
        first += len(rows)


def training_arguments(args, settings, steps, world):
    use_cpu = args.cpu or not torch.cuda.is_available()
    return SentenceTransformerTrainingArguments(
        output_dir=str(Path(args.out) / "checkpoints"),
        max_steps=steps,
        per_device_train_batch_size=settings["batch"] // world,
        learning_rate=settings["lr"],
        warmup_steps=settings["warmup_steps"],
        lr_scheduler_type=settings["schedule"],
        optim="adamw_torch",
        adam_epsilon=settings["adam_epsilon"],
        weight_decay=settings["weight_decay"],
        max_grad_norm=settings["max_grad_norm"],
        bf16=not use_cpu and torch.cuda.is_bf16_supported(),
        seed=args.seed,
        data_seed=args.seed,
        save_steps=settings["save_steps"],
        save_total_limit=2,
        logging_steps=args.log_every,
        report_to="none",
        use_cpu=use_cpu,
        dataloader_num_workers=args.workers,
        dataloader_drop_last=True,
        disable_tqdm=not sys.stderr.isatty(),
        eval_strategy="no",
    )


def share(value):
    """What rank 0 found, for all."""
    if not torch.distributed.is_initialized():
        raise RuntimeError("several ranks without a process group")
    box = [value]
    torch.distributed.broadcast_object_list(box)
    return box[0]


def evaluator(args, manifest):
    """Held-out titles against the bodies of all held-out questions; None where the dataset has no test rows."""
    with_test = [c["name"] for c in manifest["configs"] if manifest["splits"].get(c["name"], {}).get("test")]
    config = args.eval_config or next(iter(with_test), None)
    if config is None:
        print("the dataset has no test rows: the model is not scored", file=sys.stderr)
        return None
    pairs = held_out(args.dataset, manifest, config)
    if not pairs:
        raise SystemExit(f"{config}: no test rows to score on; configs with some: {', '.join(with_test) or 'none'}")
    retrieval = InformationRetrievalEvaluator(
        {str(i): anchor for i, (anchor, _) in enumerate(pairs)},
        {str(i): positive for i, (_, positive) in enumerate(pairs)},
        {str(i): {str(i)} for i in range(len(pairs))},
        mrr_at_k=[10], ndcg_at_k=[10], accuracy_at_k=[1], precision_recall_at_k=[100], map_at_k=[100], write_csv=False, batch_size=128,
    )

    def evaluate(model):
        scores = retrieval(model)
        return {name: float(scores[key]) for name, key in SHOWN.items()}

    evaluate.questions = len(pairs)
    return evaluate


def save(run, trainer):
    args, settings, model, out = run.args, run.settings, trainer.model, Path(run.args.out)
    save_model(model, out, settings)
    if not args.no_onnx:
        export_onnx(model, out)
    copy_program(out, args.dataset)
    questions = run.evaluate.questions if run.evaluate else 0
    common = {"preset": args.preset, "seed": args.seed, "steps": run.steps, "settings": settings, "scores": run.scores, "questions": questions}
    write_card(out, common | {"name": args.push or out.name, "dimensions": model.get_embedding_dimension(), "manifest": run.manifest})
    speed = {
        "seconds": run.seconds,
        # Padding counts: it is computed on as well.
        "tokens_per_second": trainer.tokens / run.seconds,
        "share_waiting_for_data": trainer.waited / run.seconds,
    }
    losses = [[entry["step"], entry["loss"]] for entry in trainer.state.log_history if "loss" in entry]
    write_json(out / "training.json", common | {"command": sys.argv[1:], "speed": speed, "losses": losses, "versions": versions()})
    print(json.dumps({"model": str(out), "scores": run.scores, "questions": questions, "speed": speed}))
    if args.push:
        push(out, args)


def versions():
    from importlib.metadata import version

    return {name: version(name) for name in ["sentence-transformers", "transformers", "torch", "datasets", "accelerate"]}


def push(folder, args):
    """Uploads what stands in the folder, but for checkpoints. The token is the environment's, and is written nowhere."""
    from huggingface_hub import HfApi

    api = HfApi()
    api.create_repo(args.push, private=args.private, exist_ok=True)
    api.upload_folder(repo_id=args.push, folder_path=str(folder), ignore_patterns=["checkpoints/**", "base/**"], commit_message="Trained by stackpairs")
    print(f"published: {args.push}", file=sys.stderr)


if __name__ == "__main__":
    main()
