"""Runs a command and writes what it cost: wall and CPU seconds, peak resident bytes, exit status.

usage: measure.py RESULT.json COMMAND [ARGUMENT...]

The figures are the kernel's (wait4): they cover all threads, and the child processes the command itself waited for.
"""

import json
import os
import sys
import time

# Linux counts ru_maxrss in KiB, macOS in bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main():
    result, command = sys.argv[1], sys.argv[2:]
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    cost = {
        "wallSeconds": time.monotonic() - start,
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "peakBytes": usage.ru_maxrss * RSS_UNIT,
        "exitCode": os.waitstatus_to_exitcode(status),
    }
    with open(result, "w", encoding="utf-8") as file:
        json.dump(cost, file)


if __name__ == "__main__":
    main()
