"""The protocol of turbine_airflow.parent, over a real parent's pipes."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from conftest import ended, until

PATIENCE = 120
"""Seconds after which something that should happen never will."""


class RunningParent:
    """A parent and the two ends of its protocol."""

    def __init__(self, mode: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "turbine_airflow.parent", *mode],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        self._unread = b""

    def destroy(self) -> None:
        """End the parent and whatever a failed test has left below it."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        for process in below:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        while b"\n" not in self._unread:
            readable, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
            assert readable, "the parent says nothing"
            received = os.read(self.process.stdout.fileno(), 65536)
            assert received, "the parent has closed its output"
            self._unread += received
        line, self._unread = self._unread.split(b"\n", 1)
        message = json.loads(line)
        assert isinstance(message, dict)
        return message

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")

    def start(
        self, log: Path, *arguments: str, program: str = "airflow", **environment: str
    ) -> int:
        start = {
            "name": arguments[0],
            "program": program,
            "arguments": arguments,
            "environment": environment,
            "log": str(log),
        }
        self.say(json.dumps({"id": 7, "start": start}))
        answer = self.receive()
        assert answer.keys() == {"id", "pid"}
        assert answer["id"] == 7
        pid = answer["pid"]
        assert isinstance(pid, int)
        return pid


@pytest.fixture(scope="module", params=["fork", "spawn"])
def parent(
    request: pytest.FixtureRequest, module_environment: dict[str, str]
) -> Iterator[RunningParent]:
    """A parent that has said it is ready, once for each way of starting children."""
    running = RunningParent(["--spawn"] if request.param == "spawn" else [], module_environment)
    try:
        ready = running.receive()
        assert ready["ready"] is True
        assert ready["airflow"].startswith("3.")
        assert ready["seconds"] >= 0
        yield running
    finally:
        running.destroy()


def test_a_child_imports_the_dags_of_a_project(parent: RunningParent, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name, content in {
        "dags/one.py": "import words; from airflow.sdk import DAG; D = DAG(words.ID)",
        "words.py": "ID = 'of_a_module'\n",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(content)
    report = tmp_path / "report.json"
    dags = str(project / "dags")
    pid = parent.start(tmp_path / "log", dags, str(report), program="parse")
    assert parent.receive() == exited(dags, pid, 0, None)
    assert [dag["id"] for dag in json.loads(report.read_text())["dags"]] == ["of_a_module"]


def exited(name: str, pid: int, status: int | None, number: int | None) -> dict[str, Any]:
    return {"exited": {"name": name, "pid": pid, "status": status, "signal": number}}


def start_worker(parent: RunningParent, folder: Path) -> int:
    """Start a Celery worker, on a broker in its own memory, and wait until it is ready."""
    ready = folder / "worker ready"
    ready.write_text("of a former worker")
    arguments = ["celery", "worker", "--skip-serve-logs", "-c", "1", "-q", "default"]
    pid = parent.start(folder / "worker.log", *arguments, TURBINE_READY_FILE=str(ready))
    until(lambda: ready.exists() or ended(pid), "the worker's ready file", PATIENCE)
    assert not ended(pid), (folder / "worker.log").read_text()
    assert ready.read_text() == ""
    return pid


def test_runs_a_command_and_reports_its_end(parent: RunningParent, tmp_path: Path) -> None:
    log = tmp_path / "version ü.log"
    log.write_text("kept\n")

    pid = parent.start(log, "version")

    assert parent.receive() == exited("version", pid, 0, None)
    assert log.read_text().startswith("kept\n3.")


def test_reports_a_failing_command_with_its_status(parent: RunningParent, tmp_path: Path) -> None:
    log = tmp_path / "log"

    pid = parent.start(log, "no-such-command")

    assert parent.receive() == exited("no-such-command", pid, 2, None)
    assert "no-such-command" in log.read_text()


def test_reports_the_signal_that_killed_a_child(parent: RunningParent, tmp_path: Path) -> None:
    pid = start_worker(parent, tmp_path)
    pool = psutil.Process(pid).children()

    os.kill(pid, signal.SIGKILL)

    assert parent.receive() == exited("celery", pid, None, signal.SIGKILL)
    for process in pool:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def test_a_worker_says_when_it_is_ready_and_stops_on_term(
    parent: RunningParent, tmp_path: Path
) -> None:
    pid = start_worker(parent, tmp_path)
    assert os.getsid(pid) == pid
    # Only Linux lists them.
    if sys.platform == "linux":
        descriptors = Path(f"/proc/{pid}/fd")
        assert (descriptors / "0").readlink() == Path(os.devnull)
        assert (descriptors / "1").readlink() == tmp_path / "worker.log"
        assert (descriptors / "2").readlink() == tmp_path / "worker.log"

    os.kill(pid, signal.SIGTERM)

    assert parent.receive() == exited("celery", pid, 0, None)


@pytest.mark.parametrize(
    ("line", "request_id", "problem"),
    [
        ("not JSON", None, "Expecting value"),
        ("[7]", None, "must be an object"),
        ('{"id": 8, "stop": {}}', 8, "stop"),
        ('{"id": 9, "start": {}}', 9, '"arguments"'),
        ('{"id": 10, "start": {"arguments": [1], "name": "n", "log": "l"}}', 10, "[1]"),
        ('{"id": 11, "start": {"arguments": [], "log": "/tmp/l"}}', 11, '"name"'),
        (
            '{"id": 12, "start": {"arguments": [], "name": "n", "log": "/no/such/folder"}}',
            12,
            "/no/such/folder",
        ),
    ],
)
def test_answers_a_request_that_it_cannot_serve_and_goes_on(
    parent: RunningParent, line: str, request_id: int | None, problem: str
) -> None:
    for _ in range(2):
        parent.say(line)

        answer = parent.receive()
        assert answer["id"] == request_id
        assert problem in answer["error"]


def test_never_repeats_a_value_of_the_environment(parent: RunningParent) -> None:
    parent.say('{"id": 1, "start": {"arguments": [], "environment": {"K": ["secret"]}}}')

    answer = parent.receive()
    assert '"environment"' in answer["error"]
    assert "secret" not in answer["error"]


def test_survives_the_signals_of_a_terminal(parent: RunningParent, tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP):
        parent.process.send_signal(number)

    pid = parent.start(tmp_path / "log", "version")

    assert parent.receive() == exited("version", pid, 0, None)


@pytest.mark.parametrize("mode", [[], ["--spawn"]], ids=["fork", "spawn"])
def test_the_end_of_its_input_ends_the_parent_and_leaves_children(
    mode: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    parent = RunningParent(mode, environment)
    parent.receive()
    pid = start_worker(parent, tmp_path)
    assert parent.process.stdin is not None
    assert parent.process.stdout is not None

    parent.process.stdin.close()

    try:
        # No child holds the other end, else this would not come to an end.
        assert parent.process.stdout.read() == b""
        assert parent.process.wait(PATIENCE) == 0
        assert not ended(pid)
    finally:
        os.kill(pid, signal.SIGTERM)
    until(lambda: ended(pid), "the orphan's end", PATIENCE)
