"""Executes each task in the Python environment of its run's release.

A worker takes any task. One whose release needs the environment that the worker runs in is
executed in place, as Airflow does. Any other is given to a process of its own environment: see
``task_parent``.

A task's process ends with the one that reports for it. Celery tells of a lost pool process within
seconds, and Airflow may start the next try then: the former one must not go on beside it. The other
way round, the end of a task's process is noticed at once. By itself Airflow notices it at the next
heartbeat, and the slot is held until then.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from turbine_airflow.parent_death import die_with_parent
from turbine_airflow.release import Releases

_ALREADY_RUNNING = 75
"""Exit status of a process whose task another one executes already."""


def install() -> None:
    """Choose the environment of every workload that this process and its forks execute."""
    from airflow.executors.base_executor import BaseExecutor

    in_place = BaseExecutor.run_workload

    def run_workload(workload: Any, **arguments: Any) -> int:
        python = _other_python(workload)
        return in_place(workload, **arguments) if python is None else _run_in(python, workload)

    BaseExecutor.run_workload = staticmethod(run_workload)  # type: ignore[method-assign]
    _watch_tasks()


def _watch_tasks() -> None:
    _end_tasks_with_their_supervisor()
    _notice_ends_at_once()


def _end_tasks_with_their_supervisor() -> None:
    from airflow.sdk.execution_time import supervisor

    enter = supervisor._fork_main

    def enter_mortal(*arguments: Any) -> NoReturn:
        # A supervisor that died before this sends no task either: the process ends by itself.
        die_with_parent()
        enter(*arguments)

    supervisor._fork_main = enter_mortal  # type: ignore[assignment]


def _notice_ends_at_once() -> None:
    # Only Linux has descriptors of processes.
    if not hasattr(os, "pidfd_open"):
        return
    from airflow.sdk.execution_time.supervisor import ActivitySubprocess

    monitor = ActivitySubprocess._monitor_subprocess

    def monitor_end_too(self: ActivitySubprocess) -> None:
        # Ready to be read when the process has ended; its sockets are closed a moment before.
        end = os.fdopen(os.pidfd_open(self.pid), "rb", buffering=0)
        # The loop's selector calls the first with what can be read; told that no more will come,
        # it calls the second and closes it.
        self.selector.register(
            end, selectors.EVENT_READ, (lambda _end: False, self.selector.unregister)
        )
        monitor(self)  # type: ignore[no-untyped-call]

    ActivitySubprocess._monitor_subprocess = monitor_end_too  # type: ignore[method-assign]


def _other_python(workload: Any) -> Path | None:
    """The interpreter of the workload's release; None when this one will do."""
    bundle = getattr(workload, "bundle_info", None)
    if bundle is None or bundle.version is None:
        return None
    releases = Releases.of_environment()
    if not releases.has(bundle.version):
        from turbine_airflow import agent

        agent.restore(bundle.version)
    python = releases.python(bundle.version)
    return None if python.parent.parent == Path(sys.prefix) else python


def _run_in(python: Path, workload: Any) -> int:
    bin_folder = str(python.parent)
    process = subprocess.Popen(
        [str(python), "-m", "turbine_airflow.task_parent"],
        stdin=subprocess.PIPE,
        env={
            **os.environ,
            "VIRTUAL_ENV": str(python.parent.parent),
            "PATH": bin_folder + os.pathsep + os.environ.get("PATH", os.defpath),
        },
        # Nobody could hear the task any more, nor stop it.
        preexec_fn=die_with_parent,
    )
    process.communicate(workload.model_dump_json().encode())
    if process.returncode == _ALREADY_RUNNING:
        from airflow.sdk.exceptions import TaskAlreadyRunningError

        raise TaskAlreadyRunningError("another worker executes this task")
    if process.returncode != 0:
        raise RuntimeError(f"{python} ended with {process.returncode} for {workload.display_name}")
    return 0


def execute(workload: bytes) -> int:
    """Execute a workload in this process.

    :param workload: JSON
    :returns: an exit status for the process: 0 when it was executed, whatever became of the task
    """
    from airflow.executors import workloads
    from airflow.executors.base_executor import BaseExecutor
    from airflow.sdk.exceptions import TaskAlreadyRunningError
    from pydantic import TypeAdapter

    _watch_tasks()
    try:
        BaseExecutor.run_workload(TypeAdapter[Any](workloads.All).validate_json(workload))
    except TaskAlreadyRunningError:
        return _ALREADY_RUNNING
    return 0
