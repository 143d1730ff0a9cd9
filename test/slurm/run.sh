#!/usr/bin/env bash
# Builds on a real cluster of Slurm: its own daemons, two nodes on this machine. Shows: the bytes of `run`; a unit that is
# made to fail, a task that is requeued in mid-run and a node that is killed, and a dataset that is finished after a retry
# of what was missing alone. Needs root and Debian's slurm; without them it says so, loudly, and ends with 0.
# Run it after `npm run build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export PATH=$PATH:/usr/sbin

has_slurm() { command -v slurmctld && command -v slurmd && command -v sbatch; } >/dev/null 2>&1
if ! has_slurm && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  # Nothing is to be started by the installation.
  { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    slurmctld slurmd slurm-client slurm-wlm-basic-plugins; } >/dev/null 2>&1 || true
fi
if ! has_slurm || [ "$(id -u)" -ne 0 ]; then
  echo '!!!! no root, or no Slurm here: the tests on a real cluster did NOT run !!!!'
  exit 0
fi

root=$(mktemp -d)
export SLURM_CONF=$root/slurm.conf
pids=()
stop() {
  scancel --full --user=root >/dev/null 2>&1 || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  sleep 1
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$root" 2>/dev/null || true
}
trap stop EXIT
fail() { echo "FAILED: $*"; tail -n 30 "$root"/*.log; exit 1; }

host=$(hostname -s)
mkdir -p "$root"/{state,n1,n2}
cat >"$SLURM_CONF" <<CONF
ClusterName=stackpairs
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17000
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=1
SlurmdTimeout=8
SlurmctldTimeout=10
MinJobAge=300
MaxArraySize=20
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
StateSaveLocation=$root/state
SlurmdSpoolDir=$root/%n
SlurmctldPidFile=$root/slurmctld.pid
SlurmdPidFile=$root/%n.pid
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=1 RealMemory=1000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=1 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld -D >"$root/slurmctld.log" 2>&1 &
pids+=($!)
start_node() { # NAME: its process is in $node
  slurmd -D -N "$1" >"$root/$1.log" 2>&1 &
  node=$!
  pids+=("$node")
}
start_node n1
start_node n2
second=$node
for _ in $(seq 30); do
  [ "$(sinfo --noheader --Node --format=%T 2>/dev/null | grep -c idle)" -eq 2 ] && break
  sleep 1
done
[ "$(sinfo --noheader --Node --format=%T | grep -c idle)" -eq 2 ] || fail 'the two nodes did not come up'

build() { node dist/cli/main.js "$@"; }
flags=(--cores 1 --poll 1 --tasks 4 --task-seconds 1)
build sample "$root/dump" --size 40MB >/dev/null
build run --dumps "$root/dump" --out "$root/run" >/dev/null 2>&1
same() { diff -r --exclude .work "$root/run" "$root/$1" >/dev/null || fail "$1 is not what run gives"; }
passed=0
ok() { passed=$((passed + 1)); echo "ok   $*"; }

build plan --dumps "$root/dump" --out "$root/whole" --unit-size 2MB >/dev/null
build slurm "$root/whole" "${flags[@]}" 2>"$root/whole.log" >/dev/null || fail 'a whole build'
same whole
grep -q 'attempt' "$root/whole.log" && fail 'something was tried twice'
ok 'a whole build gives the bytes of run'

# One task fails the first time it comes to its rank: the command that the nodes run is a wrapper.
cat >"$root/failing" <<WRAPPER
#!/usr/bin/env bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 1 ] && [ ! -e "$root/failed" ]; then touch "$root/failed"; exit 3; fi
exec $(command -v node) $PWD/dist/cli/main.js "\$@"
WRAPPER
chmod +x "$root/failing"
build plan --dumps "$root/dump" --out "$root/failed-unit" --unit-size 2MB >/dev/null
build slurm "$root/failed-unit" "${flags[@]}" --command "$root/failing" 2>"$root/failed-unit.log" >/dev/null || fail 'a unit that fails'
same failed-unit
grep -q 'read: job [0-9]* of 1 tasks, attempt 2' "$root/failed-unit.log" || fail 'not only the missing rank was tried again'
ok 'a unit that fails is tried again, alone'

cat >"$root/slow" <<WRAPPER
#!/usr/bin/env bash
echo \$\$ \$PPID >"$root/pids-\$SLURMD_NODENAME"
sleep 4
exec $(command -v node) $PWD/dist/cli/main.js "\$@"
WRAPPER
chmod +x "$root/slow"
on_node() { # NAME: waits until a task is at work there
  for _ in $(seq 240); do
    [ -s "$root/pids-$1" ] && return
    sleep 0.5
  done
  fail "no task came to $1"
}
# What is requeued begins after two minutes by default; here at once.
hasten_until_end() { # DRIVER
  for _ in $(seq 120); do
    kill -0 "$1" 2>/dev/null || break
    for task in $(squeue --noheader --array --states=PENDING --format=%i); do
      scontrol update "jobid=$task" StartTime=now >/dev/null 2>&1 || true
    done
    sleep 1
  done
  wait "$1"
}

# A task is put back into the queue while it is at work, as when another job preempts it.
build plan --dumps "$root/dump" --out "$root/requeued" --unit-size 2MB >/dev/null
build slurm "$root/requeued" "${flags[@]}" --command "$root/slow" 2>"$root/requeued.log" >/dev/null &
driver=$!
on_node n1
task=$(squeue --noheader --array --states=RUNNING --nodelist=n1 --format=%i | head -n 1)
scontrol requeue "$task" || fail 'the task could not be requeued'
hasten_until_end $driver || fail 'a task that is requeued'
same requeued
grep -q 'attempt' "$root/requeued.log" && fail 'what Slurm brings back was submitted again'
ok 'a task that is preempted comes back by itself and does its share'

# A node dies with all that is on it, in the middle of the first pass. Slurm puts its task back into the queue.
rm -f "$root"/pids-*
build plan --dumps "$root/dump" --out "$root/dead-node" --unit-size 2MB >/dev/null
build slurm "$root/dead-node" "${flags[@]}" --command "$root/slow" 2>"$root/dead-node.log" >/dev/null &
driver=$!
on_node n2
sleep 2
# The daemon first, so that it tells nobody; then the task and what watches it.
kill -9 "$second" $(cat "$root/pids-n2")
for _ in $(seq 60); do
  sinfo --noheader --Node --format='%N %T' | grep -q 'n2 down' && break
  sleep 1
done
sinfo --noheader --Node --format='%N %T' | grep -q 'n2 down' || fail 'the node did not go down'
hasten_until_end $driver || fail 'a node that dies'
same dead-node
ok 'a node that dies in the middle of a pass costs its task alone'

echo "$passed passed, 0 failed"
