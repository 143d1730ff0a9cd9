"""Runs a command and writes what it and all processes it starts cost: wall and CPU seconds, peak memory, exit status.

usage: measure_tree.py RESULT.json COMMAND [ARGUMENT...]

Linux only. Memory is the sum over the tree of each process's proportional set size, in which a page that several processes
share counts once, sampled while the command runs; or the kernel's own peak of the largest process, where that is more.
Pages of mapped files, which the kernel may take back, are in it; `ownBytes` is the peak of the sum without them. Orphans become children of this process, so that the CPU time of daemons the command leaves to themselves counts too.
"""

import ctypes
import json
import os
import resource
import sys
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.2
# How long processes may outlive the command before they are no longer waited for.
ORPHAN_SECONDS = 10


def children(pid):
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
            found += map(int, file.read().split())
    return found


def tree_bytes(pid):
    """Proportional set size of all processes below `pid`, with and without the pages of mapped files."""
    total, own = 0, 0
    for child in children(pid):
        # A process may end at any moment: then it no longer counts.
        try:
            pages = proportional_pages(child)
            total += pages.get("Pss", 0)
            own += pages.get("Pss", 0) - pages.get("Pss_File", 0)
            below, own_below = tree_bytes(child)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        total += below
        own += own_below
    return total, own


def proportional_pages(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        lines = [line.split() for line in file if line.startswith("Pss")]
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, _ in lines}


def sample(peaks, ended):
    while not ended.wait(SAMPLE_SECONDS):
        peaks[:] = map(max, peaks, tree_bytes(os.getpid()))


def wait_for_orphans():
    limit = time.monotonic() + ORPHAN_SECONDS
    while time.monotonic() < limit:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)
        except ChildProcessError:
            return


def main():
    result, command = sys.argv[1], sys.argv[2:]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    peaks, ended = [0, 0], threading.Event()
    sampler = threading.Thread(target=sample, args=(peaks, ended))
    sampler.start()
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status = os.waitpid(pid, 0)
    wall = time.monotonic() - start
    ended.set()
    sampler.join()
    wait_for_orphans()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "wallSeconds": wall,
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "peakBytes": max(peaks[0], usage.ru_maxrss * 1024),
        "ownBytes": peaks[1],
        "exitCode": os.waitstatus_to_exitcode(status),
    }
    with open(result, "w", encoding="utf-8") as file:
        json.dump(cost, file)


if __name__ == "__main__":
    main()
