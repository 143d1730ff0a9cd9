"""How to train, by name. A flag of train_script.py of the same name overrides any value; what was used stands beside the model."""

SEED = {
    # The model of 2021, flax-sentence-embeddings/stackoverflow_mpnet-base: microsoft/mpnet-base on TPUs.
    "model": "microsoft/mpnet-base",
    "max_length": 128,
    "loss": "symmetric",
    "scale": 20.0,
    "mini_batch": 0,
    "matryoshka": [],
    "batch": 1024,
    "steps": 80_000,
    "warmup_steps": 500,
    "schedule": "linear",
    "lr": 2e-5,
    # The AdamW that transformers had then: torch's own has other defaults.
    "adam_epsilon": 1e-6,
    "weight_decay": 0.0,
    "max_grad_norm": 1.0,
    "save_steps": 10_000,
    "layers": 0,
    "hidden": 0,
    "vocabulary": 0,
}

MODERN = SEED | {
    # Z. Li et al., Towards general text embeddings (GTE), 2023: all four directions share one partition.
    "loss": "gte",
    # L. Gao et al., Scaling deep contrastive learning batch size (GradCache), 2021: memory of so many rows at a time.
    "mini_batch": 128,
    "batch": 4096,
    "steps": 20_000,
    "warmup_steps": 1000,
    "schedule": "cosine",
    "lr": 1e-4,
    "weight_decay": 0.01,
    "max_length": 256,
    "matryoshka": [768, 512, 256, 128, 64],
    "save_steps": 1000,
}

SMOKE = SEED | {
    # From scratch in a minute on a CPU: shows that a dataset can be learned from, no more.
    "model": "",
    "layers": 2,
    "hidden": 64,
    "vocabulary": 8000,
    "max_length": 64,
    "batch": 64,
    "steps": 0,
    "epochs": 10,
    "warmup_steps": 30,
    "lr": 2e-3,
    "weight_decay": 0.01,
    "save_steps": 100,
}

PRESETS = {"seed": SEED, "modern": MODERN, "smoke": SMOKE}
