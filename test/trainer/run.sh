#!/usr/bin/env bash
# Trains small models on a small dataset, on the CPU and on one thread, and holds them against what they are said to be.
# Needs what venv.sh says. PYTEST_ADDOPTS reaches pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source test/trainer/venv.sh
install test/trainer/requirements.txt

[ -f dist/cli/main.js ] || npm run build >&2
exec "$python" -m pytest -p no:cacheprovider --strict-markers test/trainer
