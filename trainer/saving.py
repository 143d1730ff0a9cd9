"""The trained model on disk: the layout that every version of sentence-transformers reads, a card, and an export to ONNX."""

import json
import shutil
from pathlib import Path

import torch

ONNX_OPSET = 18


def save_model(model, folder, settings):
    """Weights as safetensors; modules under the names they have had since 2019, which 6.x alone would not write."""
    folder = Path(folder)
    model.save_pretrained(str(folder), create_model_card=False)
    size = model.get_embedding_dimension()
    write_json(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ])
    (folder / "2_Normalize").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling" / "config.json", {
        "word_embedding_dimension": size,
        "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
    })
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": settings["max_length"], "do_lower_case": False})
    tokenizer = folder / "tokenizer_config.json"
    config = json.loads(tokenizer.read_text(encoding="utf-8"))
    write_json(tokenizer, config | {"tokenizer_class": "PreTrainedTokenizerFast"})


def export_onnx(model, folder):
    """`onnx/model.onnx`: token ids and their mask in, the last hidden state out; pooling is left to whoever reads `1_Pooling`."""
    body = model[0].auto_model if hasattr(model[0], "auto_model") else model[0].model

    class Hidden(torch.nn.Module):
        def forward(self, input_ids, attention_mask):
            return body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    target = Path(folder) / "onnx" / "model.onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    was_training, device = body.training, next(body.parameters()).device
    body.eval().to("cpu")
    ids = torch.randint(5, 100, (2, 9))
    mask = torch.ones(2, 9, dtype=torch.long)
    mask[1, 6:] = 0
    shape = {0: torch.export.Dim("batch", min=1, max=65536), 1: torch.export.Dim("tokens", min=2, max=model.max_seq_length)}
    try:
        torch.onnx.export(
            Hidden().eval(), (ids, mask), str(target), input_names=["input_ids", "attention_mask"], output_names=["last_hidden_state"],
            dynamic_shapes={"input_ids": shape, "attention_mask": shape}, dynamo=True, external_data=False, opset_version=ONNX_OPSET, verbose=False,
        )
    finally:
        # The exporter leaves the model in whatever mode it found fit.
        body.train(was_training).to(device)
    return target


def write_card(folder, facts):
    (Path(folder) / "README.md").write_text(card(facts), encoding="utf-8")


def card(facts):
    """The model's card, from the dataset's manifest and the run. Names from a manifest are quoted: they may be anybody's."""
    manifest, settings, scores = facts["manifest"], facts["settings"], facts["scores"]
    rows = sum(sum(sides.values()) for sides in manifest["splits"].values())
    licences = ", ".join(sorted(manifest["licenses"])) or "see the dataset"
    contamination = manifest.get("contamination")
    screened = "no benchmark was held against the rows" if not contamination else "rows were held against: " + ", ".join(
        f"`{plain(b['name'])}` ({sum(b['hits'].values())} rows, {contamination['action']})" for b in contamination["benchmarks"])
    table = "\n".join(f"| {name} | {before:.4f} | {after:.4f} |" for name, (before, after) in scores.items())
    sites = sorted({plain(i["site"]) for i in manifest["inputs"]})
    return f"""---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, feature-extraction, sentence-similarity, stackexchange]
license: cc-by-sa-4.0
---

# {plain(facts["name"])}

Maps texts to vectors of {facts["dimensions"]} numbers and length 1, for search, clustering and similarity of questions as they are asked on
Stack Exchange. Trained by the preset `{facts["preset"]}` from {f"`{plain(settings['model'])}`" if settings["model"] else "nothing (random weights)"}.

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("{plain(facts["name"])}")
vectors = model.encode(["How do I brew a stout?", "Recipe for dark beer"])
print(vectors @ vectors.T)
```

## Data

Dataset `{plain(manifest["pipeline"]["name"])}`, pipeline SHA-256 `{manifest["pipeline"]["sha256"]}`: {rows:,} pairs of {len(sites)} sites
({", ".join(f"`{site}`" for site in sites[:8])}{", …" if len(sites) > 8 else ""}), made by stackpairs {plain(manifest["stackpairs"])}. Posts are their authors', under {plain(licences)}.

## Contamination

Rows of the validation and test sides were not trained on, nor were copies of them; {screened}.

## Training

{facts["steps"]:,} steps of {settings["batch"]:,} pairs, `{settings["loss"]}` loss at scale {settings["scale"]:g}, AdamW at {settings["lr"]:g}, {settings["warmup_steps"]} steps of warm-up, {settings["max_length"]} tokens,
seed {facts["seed"]}. Everything else stands in `training.json`; the program is `train_script.py` beside it.

| held-out title to body | before | after |
| --- | ---: | ---: |
{table}

{facts["questions"]:,} questions of the test side against their own bodies.
"""


def plain(text):
    """A name without what Markdown, HTML or YAML would take for more than letters."""
    return "".join(c for c in str(text) if c.isalnum() or c in " ._-/:,+")


def copy_program(folder, data_folder):
    """What made the model stands beside it, as it did in 2021."""
    here = Path(__file__).parent
    target = Path(folder) / "program"
    target.mkdir(exist_ok=True)
    for path in [*here.glob("*.py"), here / "requirements.txt", Path(data_folder) / "data_config.json"]:
        shutil.copy(path, target / path.name)


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
