"""What Turbine adds to a Celery worker: hooks on Celery's own signals.

A Celery worker over SQS has no remote control, so nobody can ask it whether it is ready. It says
so itself: the file named by ``TURBINE_READY_FILE`` appears when Celery's ``worker_ready`` fires.

``TURBINE_BROKER_TRANSPORT`` names the transport that the worker reads its queues with, by its
import path: ``turbine_airflow.sqs:Transport``. Without it the broker URL decides. The processes
that only send need none of its manners. A worker with it also lets its running tasks outlive its
main process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from turbine_airflow.parent_death import outlive_parent

READY_FILE = "TURBINE_READY_FILE"
"""Environment variable: the file that a worker makes when it takes tasks."""

BROKER_TRANSPORT = "TURBINE_BROKER_TRANSPORT"
"""Environment variable: the kombu transport of a worker, e.g. ``turbine_airflow.sqs:Transport``."""


def forget_readiness(environment: Mapping[str, str]) -> None:
    """Remove the file of a former worker, before a new one is said to have started."""
    if READY_FILE in environment:
        Path(environment[READY_FILE]).unlink(missing_ok=True)


def install_hooks() -> None:
    """Connect the hooks that the environment asks for. Call it before the worker's command runs.

    The variables are taken out of the environment: a task that starts a worker of its own must not
    announce it as ours.
    """
    transport = os.environ.pop(BROKER_TRANSPORT, None)
    if transport is not None:
        _use_transport(transport)
        _let_tasks_outlive_the_main_process()
    ready_file = os.environ.pop(READY_FILE, None)
    if ready_file is not None:
        _announce_readiness(Path(ready_file))
        _wait_for_the_result_backend()


def _announce_readiness(ready_file: Path) -> None:
    # Only here: no other service needs Celery's signals, and a spawned one has not imported Celery.
    from celery.signals import worker_ready

    def touch(**_: object) -> None:
        ready_file.touch()

    # A weak reference, Celery's default, would be gone before the signal fires.
    worker_ready.connect(touch, weak=False)


def _wait_for_the_result_backend() -> None:
    """Celery writes down that a task starts, in the database, before it runs the task.

    By itself it tries three times without a pause: while PostgreSQL restarts, a task would fail
    before it has begun, and its message be gone, with Airflow none the wiser.
    """
    # Only here, as below; and no other service writes results.
    from celery.signals import celeryd_init

    def choose(instance: Any, **_: object) -> None:
        # Not in Celery's configuration, which a backend reads when it is made: Airflow's command
        # has made it already.
        backend = instance.app.backend
        backend.always_retry = True
        backend.max_sleep_between_retries_ms = 5_000
        # Four minutes or so: pauses are random, 2.5 s on average.
        backend.max_retries = 100

    celeryd_init.connect(choose, weak=False)


def _use_transport(transport: str) -> None:
    from celery.signals import celeryd_init

    def choose(conf: Any, **_: object) -> None:
        conf.broker_transport = transport

    celeryd_init.connect(choose, weak=False)


def _let_tasks_outlive_the_main_process() -> None:
    from celery.signals import worker_process_init

    worker_process_init.connect(forget_death_signal, weak=False)


def forget_death_signal(**_: object) -> None:
    """Let this pool process go on when the worker's main process dies.

    Celery has the kernel kill it then. A task's process survives that, loses the one that reports
    for it, fails at its first line of log, and is taken for running until its heartbeats are
    missed. Left alone, the pool process reports the end of its task; whoever supervises the worker
    ends it afterwards.
    """
    outlive_parent()
