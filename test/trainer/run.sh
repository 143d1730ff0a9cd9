#!/usr/bin/env bash
# Trains small models on a small dataset, on the CPU and on one thread, and holds them against what they are said to be.
# Needs Python 3.11 or newer (PYTHON=...) and, the first time, the package index: torch is large. PYTEST_ADDOPTS reaches pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
requirements=test/trainer/requirements.txt
venv=.venv/trainer
wanted=$(cat trainer/requirements.txt "$requirements")

if ! [ -f "$venv/requirements.txt" ] || [ "$wanted" != "$(cat "$venv/requirements.txt")" ]; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  echo "$wanted" > "$venv/requirements.txt"
fi

[ -f dist/cli/main.js ] || npm run build >&2

# Nothing may come from the network. On few cores, several threads are slower than one, and give other last digits.
export HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1 CUDA_VISIBLE_DEVICES=
exec "$venv/bin/python" -m pytest -p no:cacheprovider --strict-markers test/trainer
