"""What becomes of a process whose parent dies, where the kernel can be told: on Linux."""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""From Linux's ``sys/prctl.h``; see prctl(2)."""


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends. Not inherited by a fork."""
    _set(signal.SIGKILL)


def outlive_parent() -> None:
    """Take such an arrangement back."""
    _set(0)


def _set(number: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number)
