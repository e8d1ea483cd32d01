"""A pool process outlives the worker's main process."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, signal
from turbine_airflow.worker import forget_death_signal
libc = ctypes.CDLL(None)
libc.prctl(1, signal.SIGKILL)
forget_death_signal()
held = ctypes.c_int(-1)
libc.prctl(2, ctypes.byref(held))
print(held.value)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a signal at a parent's death")
def test_the_kernel_no_longer_kills_it(environment: dict[str, str]) -> None:
    held = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    assert held.stdout.strip() == "0"
