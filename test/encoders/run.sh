#!/usr/bin/env bash
# Holds encoders against sentence-transformers, and figures against mteb, with a real model that a Python package carries.
# Needs what test/trainer/venv.sh says, and the package registry for onnxruntime-node. PYTEST_ADDOPTS reaches pytest.
# Evaluation sets are made of the dumps in STACKPAIRS_DUMPS, or of a sample without them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source test/trainer/venv.sh
install test/encoders/requirements.txt
source test/encoders/onnxruntime.sh

[ -f dist/cli/main.js ] || npm run build >&2
exec "$python" -m pytest -p no:cacheprovider --strict-markers -rP test/encoders
