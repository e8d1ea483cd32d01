"""Keeps standard output for the program's own answers."""

from __future__ import annotations

import os


def take_stdout() -> int:
    """Send whatever prints from now on to standard error, libraries and people's code included.

    :returns: a file descriptor of the real standard output; no other program inherits it
    """
    stdout = os.dup(1)
    os.dup2(2, 1)
    return stdout


def write_all(descriptor: int, data: bytes) -> None:
    """Write everything, however little a pipe takes at a time."""
    while data:
        data = data[os.write(descriptor, data) :]
