"""Airflow's own executor, as a scheduler has it: sends tasks until none is queued.

``executor_program.py [--stock] QUEUE…``: a task for each queue named, the first at once, the others
after a line of input. Prints what became of each, ``queued`` or ``failed``, and says ``again`` each
time that some are left.
"""

from __future__ import annotations

import sys
import time
import uuid
from pathlib import Path
from typing import Any, cast

from airflow.executors.workloads import ExecuteTask
from airflow.executors.workloads.base import BundleInfo
from airflow.executors.workloads.task import TaskInstanceDTO
from airflow.providers.celery.executors.celery_executor import CeleryExecutor


def workload(queue: str) -> ExecuteTask:
    return ExecuteTask(
        token="token",
        dag_rel_path=Path("dag.py"),
        bundle_info=BundleInfo(name="project"),
        log_path="log",
        ti=TaskInstanceDTO(
            id=uuid.uuid4(),
            dag_version_id=uuid.uuid4(),
            dag_id="dag",
            task_id=str(uuid.uuid4()),
            run_id="run",
            try_number=1,
            queue=queue,
            pool_slots=1,
            priority_weight=1,
            external_executor_id=str(uuid.uuid4()),
        ),
    )


def main(arguments: list[str]) -> None:
    if arguments[0] == "--stock":
        del arguments[0]
    else:
        from turbine_airflow import sending, service

        service.install_for(["scheduler"])
        sending.PAUSE = 0.2
    executor = CeleryExecutor()
    first, *others = map(workload, arguments)
    send(executor, [first])
    sys.stdin.readline()
    send(executor, others)


def send(executor: CeleryExecutor, tasks: list[ExecuteTask]) -> None:
    executor.event_buffer.clear()
    for task in tasks:
        executor.queue_workload(task, session=cast(Any, None))
    executor.trigger_tasks(open_slots=len(tasks))
    while executor.queued_tasks:
        print("again", flush=True)
        time.sleep(0.3)
        executor.trigger_tasks(open_slots=len(tasks))
    for state, _ in executor.event_buffer.values():
        print(state, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
