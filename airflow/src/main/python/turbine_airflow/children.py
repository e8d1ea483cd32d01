"""Starts one child process of the parent, by a fork or as a new interpreter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turbine_airflow.worker import forget_readiness

AIRFLOW = "airflow"
PARSE = "parse"
PROGRAMS = {AIRFLOW: "turbine_airflow.service", PARSE: "turbine_airflow.parse"}
"""What a child can become, and the module that a new interpreter would run for it."""


@dataclass(frozen=True)
class Child:
    """What to start: see the protocol in ``parent``."""

    name: str
    program: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: str

    @staticmethod
    def parse(received: Any) -> Child:
        """Check what came over the protocol.

        :raises ValueError: saying which key is wrong and what it was
        """
        if not isinstance(received, dict):
            raise ValueError(f'"start" must be an object, got {received!r}')
        program = received.get("program", AIRFLOW)
        if program not in PROGRAMS:
            raise ValueError(f'"program" must be one of {list(PROGRAMS)}, got {program!r}')
        arguments = received.get("arguments")
        if not isinstance(arguments, list) or not all(isinstance(a, str) for a in arguments):
            raise ValueError(f'"arguments" must be a list of strings, got {arguments!r}')
        environment = received.get("environment", {})
        if not isinstance(environment, dict) or not all(
            isinstance(value, str) for value in environment.values()
        ):
            # Its values may be secrets: they stay out of the message.
            raise ValueError('"environment" must be an object of strings')
        name, log = received.get("name"), received.get("log")
        if not isinstance(name, str) or not isinstance(log, str):
            raise ValueError(f'"name" and "log" must be strings, got {name!r} and {log!r}')
        return Child(name, program, arguments, environment, log)


def spawn(child: Child) -> int:
    """Start the child as an interpreter of its own.

    :returns: its pid, for the caller to wait for
    :raises OSError: when its log cannot be opened, or the system has no room for a process
    """
    log = _prepare(child)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", PROGRAMS[child.program], *child.arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **child.environment},
            start_new_session=True,
        )
    finally:
        os.close(log)
    # Told of an end, Popen neither waits for the pid itself nor warns that nobody did.
    process.returncode = 0
    return process.pid


def fork(child: Child, release: Callable[[], None]) -> int:
    """Fork the child from this process, with everything that it has imported.

    In the child it returns too, once nothing ties it to the parent: the caller then unwinds to
    its main program and becomes the service, so that the child ends as any process does, with
    its own status and exit handlers.

    :param release: closes, in the child, what belongs to the parent alone
    :returns: the child's pid; 0 in the child
    :raises OSError: when its log cannot be opened, or the system has no room for a process
    """
    log = _prepare(child)
    # What is still in a buffer would be written twice.
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid != 0:
        os.close(log)
        return pid
    try:
        release()
        _leave_parent(child, log)
    except BaseException:
        # Not back into the parent's frames: they would answer on its behalf.
        traceback.print_exc()
        os._exit(1)
    return 0


def _prepare(child: Child) -> int:
    """Open the child's log; forget what a former one of its kind has left behind."""
    forget_readiness(child.environment)
    return os.open(child.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _leave_parent(child: Child, log: int) -> None:
    os.setsid()
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    # Those two are what a fresh interpreter has.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.environ.update(child.environment)
    if setproctitle := sys.modules.get("setproctitle"):
        setproctitle.setproctitle(" ".join([child.program, *child.arguments]))
