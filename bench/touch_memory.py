"""Touches memory and gives it back, so that the next program does not wait for it.

usage: touch_memory.py BYTES

A virtual machine may hand its free memory back to the host; the first touch of a page then costs more than all else that is
done with it (here 0.4 GB/s, where memory that is at hand is filled with 6 GB/s), and whoever writes most pays most.
"""

import mmap
import sys


def main():
    with mmap.mmap(-1, int(sys.argv[1])) as memory:
        for page in range(0, len(memory), mmap.PAGESIZE):
            memory[page] = 1


if __name__ == "__main__":
    main()
