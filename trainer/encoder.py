"""The model before training: a pretrained one, or one from scratch with a tokenizer of its own."""

import json
from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import MPNetConfig, MPNetModel

HEADS = 4
SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
# As the vocabulary of mpnet-base begins.
FIRST_TOKENS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
# Texts that a vocabulary is made of: more change it little.
VOCABULARY_TEXTS = 200_000


def open_model(settings, sets, folder, device=None):
    """A SentenceTransformer: mean of the tokens, of length 1, as the model of 2021 and most since."""
    base = settings["model"]
    if not base:
        base = str(Path(folder) / "base")
        if not (Path(base) / "config.json").exists():
            begin_from_scratch(settings, sets, base)
    body = Transformer(base, max_seq_length=settings["max_length"])
    return SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension(), pooling_mode="mean"), Normalize()], device=device)


def begin_from_scratch(settings, sets, folder):
    tokenizer = train_tokenizer(texts_of(sets), settings["vocabulary"], settings["max_length"], Path(folder))
    config = MPNetConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=settings["hidden"],
        num_hidden_layers=settings["layers"],
        num_attention_heads=HEADS,
        intermediate_size=4 * settings["hidden"],
        # Positions begin behind that of the padding.
        max_position_embeddings=settings["max_length"] + 4,
    )
    MPNetModel(config).save_pretrained(folder)


def texts_of(sets):
    taken = 0
    for rows in sets.values():
        for row in rows:
            for text in row.values():
                if taken == VOCABULARY_TEXTS:
                    return
                taken += 1
                yield text


def train_tokenizer(texts, size, max_length, folder):
    # Bytes and their merges. Word pieces would be the usual choice, but which ones they are hangs on a random order in the trainer.
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=size, special_tokens=FIRST_TOKENS, initial_alphabet=alphabet, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": max_length} | SPECIAL
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    return tokenizer
