"""The process that Airflow's services are started from: ``python -m turbine_airflow.parent``.

It imports Airflow once, with the stack's complete environment, and forks each service from there.
The one who started it talks to it in JSON, one object per line.

Requests, on standard input::

    {"id": 7, "start": {"name": "scheduler", "arguments": ["scheduler"],
                        "environment": {"K": "V"}, "log": "/path/scheduler.log"}}

``arguments`` are those of the ``airflow`` command, services and one-shot commands alike. With
``"program": "parse"`` they are those of ``turbine_airflow.parse``, and a forked child ends when the
parent does.
``environment`` is added to the parent's; settings that Airflow reads while it is imported (its
database, its broker, its folders) must already be the parent's own. ``log`` is appended to.

Answers, on standard output; each repeats the request's ``id``, or null when it had none::

    {"id": 7, "pid": 123}
    {"id": 7, "error": "what was wrong with the request"}

Events, on standard output::

    {"ready": true, "airflow": "3.3.1", "seconds": 1.9}                     once, first of all
    {"exited": {"name": "scheduler", "pid": 123, "status": 0, "signal": null}}
    {"exited": {"name": "scheduler", "pid": 123, "status": null, "signal": 9}}

A child leads a session of its own; to stop it, signal its pid. End of input ends the parent at
once and leaves its children running: whoever comes next finds them by pid and start time.
Standard error carries the parent's own log, nothing of the protocol.

On macOS, where a fork after imports is unsafe, and with ``--spawn``, each child is a new
interpreter; nothing else differs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from turbine_airflow.children import PARSE, Child, fork, spawn
from turbine_airflow.parent_death import die_with_parent
from turbine_airflow.service import become, is_worker
from turbine_airflow.streams import take_stdout, write_all

_TERMINAL_SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP)


@dataclass(frozen=True)
class Channels:
    """File descriptors that only the parent may hold."""

    requests: int
    answers: int
    wakeup_read: int
    wakeup_write: int

    @staticmethod
    def open() -> Channels:
        """Take the protocol away from descriptors 0 and 1, which libraries read and print to.

        Both are inheritable by a fork only, not by what is executed.
        """
        requests, answers = os.dup(0), take_stdout()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        wakeup_read, wakeup_write = os.pipe()
        os.set_blocking(wakeup_read, False)
        os.set_blocking(wakeup_write, False)
        return Channels(requests, answers, wakeup_read, wakeup_write)

    def close(self) -> None:
        """A child that held the protocol open would hide the parent's end from its reader."""
        signal.set_wakeup_fd(-1)
        for descriptor in (self.requests, self.answers, self.wakeup_read, self.wakeup_write):
            os.close(descriptor)


class Parent:
    """Serves the protocol until its input ends. See the module's documentation."""

    def __init__(self, channels: Channels, start: Callable[[Child], int]) -> None:
        """
        :param start: starts a child and returns its pid, or 0 in a forked child itself
        """
        self._channels = channels
        self._start = start
        self._names: dict[int, str] = {}
        self._unread = b""

    def serve(self) -> Child | None:
        """Answer requests and report exits.

        :returns: None when the input ended; in a forked child, the child that this process is now
        :raises BrokenPipeError: when nobody reads the answers any more
        """
        wakeup, requests = self._channels.wakeup_read, self._channels.requests
        while True:
            readable, _, _ = select.select([wakeup, requests], [], [])
            if wakeup in readable:
                os.read(wakeup, 4096)
                self._report_exits()
            if requests in readable:
                received = os.read(requests, 65536)
                if not received:
                    return None
                *lines, self._unread = (self._unread + received).split(b"\n")
                for line in lines:
                    if (child := self._handle(line)) is not None:
                        return child

    def send(self, message: dict[str, Any]) -> None:
        """Write one line of the protocol."""
        write_all(self._channels.answers, json.dumps(message).encode() + b"\n")

    def _handle(self, line: bytes) -> Child | None:
        request_id = None
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ValueError("a request must be an object")
            request_id = request.get("id")
            if "start" not in request:
                raise ValueError(f'unknown request with the keys {sorted(request)}, not "start"')
            child = Child.parse(request["start"])
            pid = self._start(child)
        except (ValueError, OSError) as problem:
            self.send({"id": request_id, "error": str(problem)})
            return None
        if pid == 0:
            return child
        self._names[pid] = child.name
        self.send({"id": request_id, "pid": pid})
        return None

    def _report_exits(self) -> None:
        # One signal may stand for several children. Only ours are waited for: a wait for any
        # child would steal those of libraries.
        for pid in list(self._names):
            waited, wait_status = os.waitpid(pid, os.WNOHANG)
            if waited == 0:
                continue
            status = os.waitstatus_to_exitcode(wait_status)
            exited = {
                "name": self._names.pop(pid),
                "pid": pid,
                "status": status if status >= 0 else None,
                "signal": -status if status < 0 else None,
            }
            self.send({"exited": exited})


def main(arguments: Sequence[str]) -> None:
    """Run the parent; in a forked child, run that child's command instead."""
    began = time.monotonic()
    channels = Channels.open()
    # A handler that does nothing, as one that ignores would be inherited by what is spawned;
    # and for SIGCHLD, without a handler there is no wake-up.
    for number in (*_TERMINAL_SIGNALS, signal.SIGCHLD):
        signal.signal(number, lambda _number, _frame: None)
    signal.set_wakeup_fd(channels.wakeup_write, warn_on_full_buffer=False)

    if sys.platform == "darwin" or "--spawn" in arguments:
        start, airflow = spawn, version("apache-airflow")
    else:
        from turbine_airflow.preload import preload

        start, airflow = lambda child: _fork_prepared(child, channels.close), preload()
    parent = Parent(channels, start)
    try:
        seconds = round(time.monotonic() - began, 3)
        parent.send({"ready": True, "airflow": airflow, "seconds": seconds})
        child = parent.serve()
    except BrokenPipeError:
        child = None
    if child is None:
        # At once: the exit handlers that Airflow registered are its services'.
        os._exit(0)
    if child.program == PARSE:
        from turbine_airflow import parse

        die_with_parent()
        sys.exit(parse.main(child.arguments))
    become(child.arguments)


def _fork_prepared(child: Child, release: Callable[[], None]) -> int:
    if is_worker(child.arguments):
        from turbine_airflow.preload import prepare_tasks

        prepare_tasks()
    return fork(child, release)


if __name__ == "__main__":
    main(sys.argv[1:])
