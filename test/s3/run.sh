#!/usr/bin/env bash
# Builds through a real server of S3's protocol on loopback: moto's, which keeps objects in memory and checks nothing of ours.
# Shows: dumps, work and dataset there, by three processes of which one is killed in mid-run and one does its share twice,
# give the bytes of `run` on local folders; and so does `run` by itself.
# Needs Python 3.11 or newer (PYTHON=...) and, the first time, the package index. Run it after `npm run build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
requirements=test/s3/requirements.txt
venv=.venv/s3
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$venv/requirements.txt"
fi

work=$(mktemp -d)
"$venv/bin/python" test/s3/serve.py >"$work/port" 2>"$work/requests" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do [ -s "$work/port" ] && break; sleep 0.1; done
AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$work/port")
export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=not-to-be-told AWS_EC2_METADATA_DISABLED=true AWS_REGION=us-east-1
store() { "$venv/bin/python" test/s3/store.py "$@"; }
build_dataset() { node dist/cli/main.js "$@" 2>>"$work/log"; }
fail() { echo "FAILED: $*"; tail -n 30 "$work/log"; exit 1; }
same() { # PREFIX WHAT
  store download "$1" "$work/$1"
  diff -r --exclude=.work "$work/expected" "$work/$1" || fail "$2"
  echo "ok: $2"
}

build_dataset sample "$work/dump" --size 3MB >/dev/null
build_dataset run test/build/small-shards.ts --dumps "$work/dump" --out "$work/expected" >/dev/null || fail 'run on local folders'
store upload "$work/dump" dump

build_dataset plan test/build/small-shards.ts --dumps s3://bucket/dump --out s3://bucket/units --unit-size 500kB >/dev/null || fail plan
unit() { exec node dist/cli/main.js unit s3://bucket/units --world 3 --threads 1 --scratch "$work" --wait 3 --rank "$1" 2>>"$work/log"; }
(unit 0) & first=$!
(unit 1) & killed=$!
(unit 2) & third=$!
# In mid-run: the first records are there, and many are not.
for _ in $(seq 600); do grep -q 'PUT /bucket/units/.work/route-000001.json' "$work/requests" && break; sleep 0.1; done
kill -9 $killed
wait $first || fail 'a unit beside one that was killed'
wait $third || fail 'a unit beside one that was killed'
(unit 0) || fail 'a share that was done already'
build_dataset status s3://bucket/units | grep -q '^title-body/reduce' || fail status
build_dataset finish s3://bucket/units >/dev/null || fail finish
same units 'dumps, work and dataset in storage, a process killed and a share done twice: the bytes of run'

build_dataset run test/build/small-shards.ts --dumps s3://bucket/dump --out s3://bucket/alone >/dev/null || fail 'run in storage'
same alone 'run by itself in storage: the bytes of run'
build_dataset verify s3://bucket/alone | grep -q '^verified' || fail 'verify in storage'
build_dataset inspect "$work/expected" --json >"$work/inspected-here" && build_dataset inspect s3://bucket/alone --json >"$work/inspected" || fail inspect
cmp "$work/inspected-here" "$work/inspected" || fail 'inspect in storage'
build_dataset status s3://bucket/alone --json | grep -q '"finished":true' || fail 'status of a finished build'
echo 'ok: verify, inspect and status of a dataset in storage'
build_dataset run test/build/small-shards.ts --dumps s3://bucket/dump --out "$work/fetched" >/dev/null || fail 'run from storage'
diff -r --exclude=.work "$work/expected" "$work/fetched" || fail 'run from storage into a folder'
echo 'ok: run from storage into a folder: the bytes of run'

if grep -q not-to-be-told "$work/log"; then fail 'a secret was printed'; fi
