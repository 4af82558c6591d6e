"""Ending with the process that started us, even when that was killed."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal this process gets when its parent ends."""


def end_with(parent: int) -> None:
    """Have this process told to stop (SIGTERM) when its parent, whose id is given, is gone; Linux only.

    Without it a killed supervisor would leave listeners behind that hold the ports of the next one.

    Raises:
        SystemExit: the parent is gone already.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    # It may have ended before the line above.
    if os.getppid() != parent:
        raise SystemExit(0)
