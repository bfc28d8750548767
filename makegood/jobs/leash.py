"""Run a program that ends when its parent does: ``leash.py PARENT-PID PROGRAM ARGUMENTS…``.

A supervisor that is killed cannot stop its children; on Linux the kernel tells them instead. Run as a plain
file, so that it costs a bare interpreter and no imports of ours.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the kernel was asked
            sys.exit(1)
    os.execv(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main()
