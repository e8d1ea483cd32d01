"""Executes a task in another environment than its worker's.

``python -m turbine_airflow.task_parent``, by that environment's interpreter, reads the workload as
JSON from its standard input. Its exit status is that of the process that executed the task; 128 and
more is a signal, as a shell tells of it.

To execute a task takes seconds of imports. So they are made once, by a process that every task is
forked from: one for a worker and an environment, which ends when no task has come for a minute. It
belongs to the worker's session. Whoever first has a task for it starts it, with a socket that it
listens on. The socket's name is in Linux's abstract namespace, so that nothing of it is left on any
disk. Both ends make sure that the other is the same user's.

One connection is one task::

    → the workload, as JSON in one line
    ← begun             a process is forked for it; before this line, nothing has happened
    ← 0                 that process ended, with this status; negative, a signal's number

When a connection is closed at its other end, nobody can report for the task any more: its process
is killed.
"""

from __future__ import annotations

import hashlib
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from turbine_airflow.parent_death import die_with_parent

SUPPORTED = hasattr(os, "pidfd_open")
"""Only Linux has abstract names and descriptors of processes."""

_IDLE_LIMIT = 60.0
"""Seconds. The environments that a worker is asked for change with the runs in progress."""

_REQUEST_LIMIT = 10.0
"""Seconds that a workload may take to come through; it is sent at once."""

_ATTEMPTS = 5


class TaskParentError(Exception):
    """No task could be given to it, or the task is lost with it."""


def execute(workload: bytes) -> int:
    """Have a workload executed in this interpreter's environment.

    :param workload: JSON without a line break
    :returns: the exit status of the process that executed it; negative, the signal that ended it
    :raises TaskParentError: when that process is lost, or none could be had
    """
    for _ in range(_ATTEMPTS):
        with _connect() as connection, connection.makefile("rb") as answers:
            try:
                connection.sendall(workload.strip() + b"\n")
                begun = answers.readline()
            except ConnectionError:
                begun = b""
            if not begun:
                # It was about to end, and has begun nothing.
                continue
            status = answers.readline()
            if not status:
                raise TaskParentError(f"the process that {sys.executable} forks tasks from died")
            return int(status)
    raise TaskParentError(f"{sys.executable} does not fork tasks; the worker's log may say why")


def _connect() -> socket.socket:
    address = _address()
    for attempt in range(_ATTEMPTS):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(address)
            _require_own(connection)
            return connection
        except ConnectionRefusedError:
            connection.close()
            if not _start(address):
                # Another task does, and may not listen yet.
                time.sleep(0.05 * attempt)
        except BaseException:
            connection.close()
            raise
    raise TaskParentError(f"nobody listens for the tasks of {sys.executable}")


def _address() -> str:
    environment = hashlib.sha256(sys.prefix.encode()).hexdigest()[:16]
    pid_namespace = Path("/proc/self/ns/pid").stat().st_ino
    return f"\0turbine-{pid_namespace}-{os.getsid(0)}-{environment}"


def _start(address: str) -> bool:
    """Start the process, unless another one has the name already."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        try:
            listener.bind(address)
        except OSError:
            return False
        listener.listen(128)
        subprocess.Popen(
            [sys.executable, "-m", "turbine_airflow.task_parent", str(listener.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        )
    return True


def _require_own(connection: socket.socket) -> None:
    """See ``SO_PEERCRED`` in unix(7)."""
    fields = struct.Struct("3i")
    _pid, user, _group = fields.unpack(
        connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, fields.size)
    )
    if user != os.getuid():
        raise TaskParentError(f"the user {user} is at the other end, not {os.getuid()}")


@dataclass(frozen=True)
class Task:
    """One that is executed now.

    ``end`` is a descriptor of the process, to be read when it has ended.
    """

    pid: int
    end: int
    connection: socket.socket


class TaskParent:
    """Serves the protocol until no task comes any more. See the module's documentation."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._tasks: list[Task] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ, self._begin)

    def serve(self) -> bytes | None:
        """Fork a process for each task, and report its end.

        :returns: None when no task has come for a minute; in a forked process, its workload
        """
        while True:
            ready = self._selector.select(None if self._tasks else _IDLE_LIMIT)
            if not ready:
                return None
            for key, _ in ready:
                workload: bytes | None = key.data()
                if workload is not None:
                    return workload

    def _begin(self) -> bytes | None:
        connection, _ = self._listener.accept()
        try:
            workload = _receive(connection)
        except (OSError, TaskParentError) as problem:
            print(f"a task was not begun: {problem}", file=sys.stderr)
            connection.close()
            return None
        # Before the fork: the task may be faster than this process, and last longer.
        _answer(connection, b"begun")
        try:
            pid = os.fork()
        except OSError as problem:
            print(f"a task could not be forked: {problem}", file=sys.stderr)
            _answer(connection, b"1")
            connection.close()
            return None
        if pid == 0:
            self._leave(connection)
            return workload
        task = Task(pid, os.pidfd_open(pid), connection)
        self._tasks.append(task)
        self._selector.register(task.end, selectors.EVENT_READ, partial(self._report, task))
        self._selector.register(connection, selectors.EVENT_READ, partial(self._kill, task))
        return None

    def _leave(self, latest: socket.socket) -> None:
        """What is the parent's alone: held open here, it would hide an end from its reader."""
        self._selector.close()
        for task in self._tasks:
            os.close(task.end)
            task.connection.close()
        latest.close()
        self._listener.close()

    def _report(self, task: Task) -> None:
        _, wait_status = os.waitpid(task.pid, 0)
        self._tasks.remove(task)
        self._selector.unregister(task.end)
        os.close(task.end)
        if task.connection in self._selector.get_map():
            self._selector.unregister(task.connection)
        _answer(task.connection, b"%d" % os.waitstatus_to_exitcode(wait_status))
        task.connection.close()

    def _kill(self, task: Task) -> None:
        # Nobody sends anything after the workload: what can be read is the end. Its process may
        # have been reported, and its pid be another's, since the selector told of both.
        if task in self._tasks:
            self._selector.unregister(task.connection)
            os.kill(task.pid, signal.SIGKILL)


def _receive(connection: socket.socket) -> bytes:
    _require_own(connection)
    connection.settimeout(_REQUEST_LIMIT)
    with connection.makefile("rb") as request:
        workload = request.readline()
    if not workload.endswith(b"\n"):
        raise TaskParentError("its connection was closed before all of the workload came")
    return workload


def _answer(connection: socket.socket, line: bytes) -> None:
    # The selector tells when nobody is there to read it.
    with suppress(OSError):
        connection.sendall(line + b"\n")


def _serve(descriptor: int) -> int:
    listener = socket.socket(fileno=descriptor)
    from turbine_airflow import execution, preload

    preload.preload_task()
    workload = TaskParent(listener).serve()
    if workload is None:
        # At once: the exit handlers that Airflow registered are those of its tasks.
        os._exit(0)
    die_with_parent()
    return execution.execute(workload)


def main() -> None:
    """Serve on the descriptor that is named; without one, execute what is on standard input."""
    if len(sys.argv) > 1:
        sys.exit(_serve(int(sys.argv[1])))
    workload = sys.stdin.buffer.read()
    if not SUPPORTED:
        from turbine_airflow import execution

        sys.exit(execution.execute(workload))
    try:
        status = execute(workload)
    except TaskParentError as problem:
        sys.exit(f"turbine: {problem}.")
    sys.exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()
