"""Checkpoints that are whole. The trainer writes one file by file, and takes the newest folder whatever is in it: one that lacks
its optimizer's state is gone on with from a fresh one, and ends elsewhere without a word."""

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

import torch
from transformers import TrainerCallback

COMPLETE = "complete.json"


class CompleteCallback(TrainerCallback):
    """Says, last of all, which files a checkpoint has."""

    def on_save(self, args, state, control, **kwargs):
        # Every rank has a file of its own in it.
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            torch.distributed.barrier()
        if state.is_world_process_zero:
            complete(Path(args.output_dir) / f"checkpoint-{state.global_step}")


class StopCallback(TrainerCallback):
    """Ends at a step, with a checkpoint of it; at 0 never."""

    def __init__(self, step):
        self.step = step

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step == self.step:
            control.should_save = control.should_training_stop = True


def complete(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != COMPLETE]
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    text = json.dumps({str(path.relative_to(folder)): facts_of(path) for path in files}, indent=2)
    temporary = folder / f".{COMPLETE}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / COMPLETE)


def newest_checkpoint(folder):
    """The newest whole checkpoint, or None. Torn ones are removed, with a word on standard error: what comes later counts on that."""
    found = [(int(name[1]), path) for path in Path(folder).glob("checkpoint-*") if (name := re.fullmatch(r"checkpoint-(\d+)", path.name))]
    for _, path in sorted(found, reverse=True):
        fault = fault_of(path)
        if fault is None:
            return str(path)
        print(f"{path}: not a whole checkpoint ({fault}); left out", file=sys.stderr)
        shutil.rmtree(path)
    return None


def fault_of(folder):
    try:
        files = json.loads((folder / COMPLETE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return f"no {COMPLETE}"
    for name, facts in files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != facts["bytes"] or facts_of(path) != facts:
            return f"{name} is missing or another"
    return None


def facts_of(path):
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
