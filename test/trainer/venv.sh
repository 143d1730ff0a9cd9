# Sourced by what needs the trainer's Python: makes .venv/trainer where it is missing or of other versions, and says where
# it is as $python. Needs Python 3.11 or newer (PYTHON=...) and, the first time, the package index: torch is large.
venv=.venv/trainer

install() { # REQUIREMENTS: into the environment, unless the very same were installed
  local wanted
  wanted=$(cat trainer/requirements.txt "$1")
  local stamp=$venv/${1//\//-}
  if [ -f "$stamp" ] && [ "$wanted" = "$(cat "$stamp")" ]; then return; fi
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$1"
  echo "$wanted" > "$stamp"
}

if ! cmp -s trainer/requirements.txt "$venv/requirements.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  install trainer/requirements.txt
  cp trainer/requirements.txt "$venv/requirements.txt"
fi
python=$venv/bin/python

# Nothing else may come from the network. On few cores, several threads are slower than one, and give other last digits.
export HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1 CUDA_VISIBLE_DEVICES=
