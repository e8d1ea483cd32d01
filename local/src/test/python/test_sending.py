"""What Airflow's executor does with tasks whose messages SQS does not take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import STOCK, Bench, given, until


class Executor:
    """A running ``executor_program.py``, whose messages go over the line; ended when it closes."""

    def __init__(self, bench: Bench, *queues: str) -> None:
        settings = bench.settings(bench.line.port)
        options = json.loads(settings["MANNERS_SETTINGS"])["options"]
        environment = {
            **settings,
            "HOME": str(bench.folder),
            "AIRFLOW_HOME": str(bench.folder / "airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CELERY__BROKER_URL": f"sqs://x:x@127.0.0.1:{bench.line.port}",
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+sqlite:///{bench.folder}/results",
            "AIRFLOW__CELERY__OPERATION_TIMEOUT": "2",
            "AIRFLOW__CELERY__SYNC_PARALLELISM": "1",
            # Else it is a matter of chance which is over first: botocore's tries, or that time.
            "AWS_MAX_ATTEMPTS": "2",
        }
        for name, value in options.items():
            text = value if isinstance(value, str) else json.dumps(value)
            environment[f"AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__{name.upper()}"] = text
        stock = ["--stock"] if bench.transport == STOCK else []
        self.output = bench.folder / "executor"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("executor_program.py"), *stock, *queues],
                env=environment,
                cwd=os.sep,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Executor:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        # Shown by pytest when the test fails.
        print(self.output.read_text())

    def lines(self) -> list[str]:
        return self.output.read_text().splitlines()

    def go_on(self) -> None:
        """Have it send all but the first."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def await_tries(self, count: int) -> None:
        """Wait until tasks were left so often, or none is."""
        given(
            lambda: self.lines().count("again") >= count or self.process.poll() is not None,
            "sends fail",
        )

    def end(self) -> list[str]:
        """What became of the tasks."""
        until(lambda: self.process.poll() is not None, "all are sent or failed")
        return [line for line in self.lines() if line in ("queued", "failed")]


# By itself Airflow tries three times again when it is silent.
@pytest.mark.parametrize(
    ("fault", "tries"), [("refuse", 1), ("silent", 4), ("503 Service Unavailable", 1)]
)
def test_tasks_stay_queued_until_sqs_takes_their_messages(
    bench: Bench, fault: str, tries: int
) -> None:
    """But for one whose queue nobody has: it would wait for ever."""
    queue = bench.queue()
    with Executor(bench, queue.name, queue.name, "nobody", queue.name) as executor:
        given(lambda: "queued" in executor.lines(), "the first is sent")
        bench.line.become(fault)
        executor.go_on()
        executor.await_tries(tries)
        bench.line.become("pass")
        assert sorted(executor.end()) == ["failed", "queued", "queued", "queued"]
    assert queue.counts() == (3, 0)
