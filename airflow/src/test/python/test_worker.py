"""The hooks of a worker that need no worker."""

from __future__ import annotations

import os
import subprocess
import sys

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
    )
    assert answer.stdout.strip() == transport


RESULTS = """
from turbine_airflow import worker
worker.install_hooks()
from celery import Celery
from celery.signals import celeryd_init
from sqlalchemy.exc import OperationalError
app = Celery(broker="memory://", backend="db+sqlite://")
celeryd_init.send(sender="w", instance=None, conf=app.conf, options={})
failures = [OperationalError("INSERT", {}, Exception("the database system is starting up"))] * 5
stored = []

def store(*arguments, **options):
    if failures:
        raise failures.pop()
    stored.append(arguments[2])

app.backend._store_result = store
app.backend._sleep = lambda seconds: None
app.backend.store_result("id", None, "STARTED")
print(stored)
"""


def test_a_task_waits_for_a_database_that_restarts(environment: dict[str, str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", RESULTS],
        env={**environment, "TURBINE_READY_FILE": "ready"},
        capture_output=True,
        text=True,
        check=True,
        cwd=os.sep,
    )
    assert answer.stdout.strip() == "['STARTED']"
