#!/usr/bin/env bash
# Reads finished builds, and an export of each in every other format, with the Python libraries their users have:
# datasets, pyarrow, polars; and what was published to a double of the Hub, with huggingface_hub.
# usage: run.sh [OUT...]   Without arguments it builds two datasets from samples, one of them with weights above 1, and
# one from STACKPAIRS_DUMPS if set. Two more, of several configs and with evaluation sets, it builds from a sample in any case.
# Besides, seed-compat is held against a script of its own, on dumps made by chance and on those in STACKPAIRS_DUMPS.
# Needs Python 3.11 or newer (PYTHON=...) and, the first time, the package index. PYTEST_ADDOPTS reaches pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
requirements=test/interop/requirements.txt
venv=.venv/interop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! cmp -s "$requirements" "$venv/requirements.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$venv/requirements.txt"
fi

[ -f dist/cli/main.js ] || npm run build >&2

build() { # PIPELINE OUT DUMP...
  local pipeline=$1 out=$2
  shift 2
  node dist/cli/main.js run "$pipeline" --out "$out" --dumps "$@" >&2
}

newest_dumps() { # the last folder of each site; folders end in -YYYY-MM, and globs are sorted
  local folder
  local -A newest=()
  for folder in "$STACKPAIRS_DUMPS"/*/; do newest[${folder%-[0-9][0-9][0-9][0-9]-*}]=$folder; done
  printf '%s\n' "${newest[@]}"
}

outs=("$@")
node dist/cli/main.js sample "$work/sample" --size 8MB --seed 7 >&2
if [ $# -eq 0 ]; then
  build title-body "$work/from-sample" "$work/sample"
  node dist/cli/main.js sample "$work/small" --size 1MB --seed 7 >&2
  build test/build/weighted.ts "$work/weighted" "$work/small"
  outs=("$work/from-sample" "$work/weighted")
  if [ -n "${STACKPAIRS_DUMPS:-}" ]; then
    mapfile -t dumps < <(newest_dumps)
    build title-body "$work/from-dumps" "${dumps[@]}"
    outs+=("$work/from-dumps")
  fi
fi

for n in "${!outs[@]}"; do
  for format in arrow-file parquet jsonl.gz; do
    node dist/cli/main.js export "${outs[n]}" --format "$format" --out "$work/exports/$n/$format" >&2
  done
done

several="$work/several"
node dist/cli/main.js run test/build/several-configs.ts --out "$several/arrow" --dumps "$work/sample" >&2
for format in arrow-file parquet jsonl.gz; do
  node dist/cli/main.js export "$several/arrow" --format "$format" --out "$several/$format" >&2
done

node dist/cli/main.js run test/build/evaluated.ts --out "$work/evaluated" --dumps "$work/sample" >&2

# Nothing may come from the network or from an earlier run's cache.
export HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 HF_HOME="$work/huggingface" PYTHONDONTWRITEBYTECODE=1
export STACKPAIRS_EXPORTS="$work/exports" STACKPAIRS_SEVERAL="$several" STACKPAIRS_EVALUATED="$work/evaluated"
STACKPAIRS_OUT=$(IFS=:; echo "${outs[*]}") "$venv/bin/python" -m pytest -p no:cacheprovider --strict-markers test/interop
