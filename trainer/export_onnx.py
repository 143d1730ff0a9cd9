"""Exports a model of sentence-transformers to ONNX, for `build-dataset evaluate` and `search`. usage: export_onnx.py MODEL OUT

MODEL is a folder, or a name on the Hub. OUT becomes a folder of sentence-transformers with `onnx/model.onnx` in it.
"""

import sys

from saving import export_onnx
from sentence_transformers import SentenceTransformer


def main(name, out):
    model = SentenceTransformer(name, device="cpu")
    model.save_pretrained(out, create_model_card=False)
    print(export_onnx(model, out))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
