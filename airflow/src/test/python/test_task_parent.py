"""Workloads are executed by forks of one process, and neither end outlives the other."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from turbine_airflow import task_parent

from conftest import SOURCES, ended, until

pytestmark = pytest.mark.skipif(
    not task_parent.SUPPORTED, reason="only Linux has abstract names and descriptors of processes"
)

REPLACED = """
import json, os, sys
from turbine_airflow import execution, preload

def note_parent():
    with open(os.environ["PARENTS"], "a") as parents:
        print(os.getpid(), file=parents)
    if "IDLE_LIMIT" in os.environ:
        sys.modules["__main__"]._IDLE_LIMIT = float(os.environ["IDLE_LIMIT"])

def run(workload):
    exec(json.loads(workload))
    return 0

preload.preload_task = note_parent
execution.execute = run
"""
"""In place of Airflow's imports and a task: the workload is a program."""


class Worker:
    """Stands for the worker of one session."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        (folder / "sitecustomize.py").write_text(REPLACED)
        self.folder = folder
        self.environment = {
            **environment,
            "PYTHONPATH": f"{folder}{os.pathsep}{SOURCES}",
            "PARENTS": str(folder / "parents"),
        }

    def parents(self) -> list[int]:
        notes = self.folder / "parents"
        return [int(pid) for pid in notes.read_text().split()] if notes.exists() else []

    def start(self, program: str) -> subprocess.Popen[str]:
        # Not a pipe: the process that lives on would hold it open.
        with (self.folder / "err").open("w") as err:
            task = subprocess.Popen(
                [sys.executable, "-m", "turbine_airflow.task_parent"],
                stdin=subprocess.PIPE,
                stderr=err,
                text=True,
                env=self.environment,
                cwd=self.folder,
            )
        assert task.stdin is not None
        task.stdin.write(json.dumps(program))
        task.stdin.close()
        task.stdin = None
        return task

    def execute(self, program: str) -> tuple[int, str]:
        status = self.start(program).wait(60)
        return status, (self.folder / "err").read_text()


@pytest.fixture
def worker(tmp_path: Path, environment: dict[str, str]) -> Iterator[Worker]:
    worker = Worker(tmp_path, environment)
    yield worker
    for parent in worker.parents():
        with contextlib.suppress(ProcessLookupError):
            os.kill(parent, signal.SIGKILL)
        until(lambda parent=parent: ended(parent), "the end of what tasks are forked from")


def test_one_process_is_forked_for_many(worker: Worker) -> None:
    together = """
import time
from pathlib import Path
Path("{own}").touch()
while not Path("{other}").exists():
    time.sleep(0.02)
Path("{own}-parent").write_text(str(__import__("os").getppid()))
"""
    first = worker.start(together.format(own="a", other="b"))
    second = worker.start(together.format(own="b", other="a"))
    assert first.wait(60) == 0
    assert second.wait(60) == 0
    [parent] = worker.parents()
    assert (worker.folder / "a-parent").read_text() == str(parent)
    assert (worker.folder / "b-parent").read_text() == str(parent)


def test_how_it_ended_is_told(worker: Worker) -> None:
    assert worker.execute("import sys; sys.exit(75)")[0] == 75
    assert worker.execute("import os; os.kill(os.getpid(), 9)")[0] == 128 + 9
    assert worker.execute("nonsense")[0] == 1
    assert worker.execute("pass")[0] == 0


def test_a_task_that_nobody_reports_is_ended_and_no_other(worker: Worker) -> None:
    waits = """
import os, time
from pathlib import Path
Path("{name}.new").write_text(str(os.getpid()))
Path("{name}.new").rename("{name}")
while not Path("go").exists():
    time.sleep(0.02)
"""
    lost = worker.start(waits.format(name="lost"))
    kept = worker.start(waits.format(name="kept"))
    until(lambda: (worker.folder / "lost").exists(), "the first task")
    until(lambda: (worker.folder / "kept").exists(), "the second task")
    process = int((worker.folder / "lost").read_text())
    lost.kill()
    lost.wait()
    until(lambda: ended(process), "the end of the lost task")
    (worker.folder / "go").touch()
    assert kept.wait(60) == 0


def test_a_task_that_is_lost_with_the_process_is_told_and_the_next_is_executed(
    worker: Worker,
) -> None:
    status, err = worker.execute("import os, time; os.kill(os.getppid(), 9); time.sleep(600)")
    assert status == 1
    assert "forks tasks from died" in err
    assert "Traceback" not in err
    assert worker.execute("pass")[0] == 0
    assert len(worker.parents()) == 2


def test_it_ends_when_no_task_comes(worker: Worker) -> None:
    worker.environment["IDLE_LIMIT"] = "0.01"
    assert worker.execute("pass")[0] == 0
    first = worker.parents()[0]
    until(lambda: ended(first), "its end")
    assert worker.execute("pass")[0] == 0


def test_one_that_cannot_make_the_imports_is_not_tried_for_ever(worker: Worker) -> None:
    (worker.folder / "sitecustomize.py").write_text(
        REPLACED + "\npreload.preload_task = lambda: 1 / 0\n"
    )
    status, err = worker.execute("pass")
    assert status == 1
    assert "does not fork tasks" in err
