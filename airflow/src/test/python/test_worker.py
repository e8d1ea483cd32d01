"""The hooks of a worker that need no tasks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os
from turbine_airflow import worker
worker.install_hooks()
assert worker.BROKER_TRANSPORT not in os.environ
from celery import Celery
from celery.signals import celeryd_init
app = Celery(broker="sqs://x:x@127.0.0.1:1")
celeryd_init.send(sender="w", instance=None, conf=app.conf, options={})
transport = app.connection_for_read().get_transport_cls()
print(f"{transport.__module__}:{transport.__name__}")
"""


@pytest.mark.parametrize(
    ("variables", "transport"),
    [
        (
            {"TURBINE_BROKER_TRANSPORT": "turbine_airflow.sqs:Transport"},
            "turbine_airflow.sqs:Transport",
        ),
        ({"TURBINE_BROKER_TRANSPORT": "sqs"}, "kombu.transport.SQS:Transport"),
        ({}, "kombu.transport.SQS:Transport"),
    ],
)
def test_the_environment_chooses_the_transport(
    environment: dict[str, str], variables: dict[str, str], transport: str
) -> None:
    # In a process of its own: signals stay connected.
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=True,
        cwd=os.sep,
        timeout=60,
    )
    assert answer.stdout.strip() == transport


RESULTS = """
import sys
from turbine_airflow import worker
worker.install_hooks()
from celery.signals import celeryd_init
from sqlalchemy.exc import OperationalError

failures = [OperationalError("INSERT", {}, Exception("the database system is starting up"))] * 5

def store(*arguments, **options):
    if failures:
        raise failures.pop()
    print("stored", arguments[2])

def try_and_leave(instance, **_):
    backend = instance.app.backend
    backend._store_result = store
    backend._sleep = lambda seconds: None
    try:
        backend.store_result("id", None, "STARTED")
    except OperationalError as failure:
        print(failure)
    sys.exit()

celeryd_init.connect(try_and_leave, weak=False)
from airflow.__main__ import main
sys.argv = ["airflow", "celery", "worker", "--skip-serve-logs"]
main()
"""


def test_a_task_waits_for_a_database_that_restarts(
    environment: dict[str, str], tmp_path: Path
) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", RESULTS],
        env={
            **environment,
            "TURBINE_READY_FILE": str(tmp_path / "ready"),
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+sqlite:///{tmp_path}/results",
        },
        capture_output=True,
        text=True,
        check=True,
        cwd=os.sep,
        timeout=60,
    )
    assert answer.stdout.splitlines()[-1] == "stored STARTED"
