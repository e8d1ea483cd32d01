"""A Celery application whose tasks leave lines in a file; the environment has its settings."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from celery import Celery

settings = json.loads(os.environ["MANNERS_SETTINGS"])

app = Celery("manners", broker=settings["broker"])
app.conf.update(
    broker_transport=settings["transport"],
    broker_transport_options=settings["options"],
    # As Airflow has them.
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    task_default_queue=settings["queue"],
    task_default_exchange=settings["queue"],
    task_ignore_result=True,
)


@app.task(name="work")  # type: ignore[untyped-decorator]
def work(name: str, seconds: float) -> None:
    """Take some time, and say so before and after."""
    note(f"began {name}")
    time.sleep(seconds)
    note(f"ended {name}")


def note(line: str) -> None:
    """Append a line at once; lines of several processes do not mix."""
    with Path(settings["notes"]).open("a", encoding="utf-8") as notes:
        notes.write(line + "\n")
