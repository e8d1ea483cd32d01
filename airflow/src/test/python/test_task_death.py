"""A task's process and the one that reports for it notice each other's end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ended, until

PROGRAM = """
import os, sys, time, uuid
from pathlib import Path
from airflow.sdk.execution_time import supervisor
from turbine_airflow import execution

def run():
    note = Path(sys.argv[1])
    note.with_suffix(".new").write_text(str(os.getpid()))
    note.with_suffix(".new").rename(note)
    time.sleep(600)

execution.install()
supervisor.WatchedSubprocess.start(id=uuid.uuid4(), target=run, new_process_group=True)
time.sleep(600)
"""


SUPERVISOR = """
import os, time, uuid
from airflow.sdk.api.client import Client
from airflow.sdk.execution_time.supervisor import ActivitySubprocess, WatchedSubprocess
from turbine_airflow import execution

def run():
    # As a task that ends, but with time between what its supervisor sees and its end.
    os.closerange(0, 256)
    time.sleep(1)

execution.install()
task = WatchedSubprocess.start.__func__(
    ActivitySubprocess,
    id=uuid.uuid4(),
    target=run,
    client=Client(base_url=None, dry_run=True, token=""),
)
task._last_successful_heartbeat = task._last_heartbeat_attempt = time.monotonic()
task._monitor_subprocess()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has descriptors of processes")
def test_its_end_is_noticed_before_the_next_heartbeat(environment: dict[str, str]) -> None:
    environment["AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL"] = "3600"
    environment["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT"] = "7200"
    subprocess.run([sys.executable, "-c", SUPERVISOR], env=environment, check=True, timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a signal at a parent's death")
def test_the_kernel_ends_it(environment: dict[str, str], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    reporter = subprocess.Popen([sys.executable, "-c", PROGRAM, str(note)], env=environment)
    try:
        until(note.exists, "the task's process")
        task = int(note.read_text())
    finally:
        reporter.kill()
        reporter.wait()
    try:
        until(lambda: ended(task), "its end")
    finally:
        if not ended(task):
            os.kill(task, signal.SIGKILL)
