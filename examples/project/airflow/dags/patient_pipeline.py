"""Waiting that costs no worker: two deferrable sensors."""

from datetime import timedelta

from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor
from airflow.sdk import dag, task
from moments import NextMomentSensor


@dag(schedule=None, tags=["example", "deferrable"])
def patient_pipeline():
    """
    ### Wait without a worker

    Both sensors are **deferrable**: they hand their waiting to the triggerer, which waits for
    thousands at once, and give their worker's slot back meanwhile. Watch their state go from
    *running* to *deferred* and back.

    * `a_moment` comes with Airflow and waits for some time to pass.
    * `next_moment` is this project's own: sensor and trigger are in `plugins/moments.py`.
    """
    a_moment = TimeDeltaSensor(task_id="a_moment", delta=timedelta(seconds=2), deferrable=True)
    next_moment = NextMomentSensor(task_id="next_moment", seconds=5)

    @task
    def report(started: str, moment: str) -> None:
        print(f"Started at {started}, the moment came at {moment}")

    a_moment >> next_moment
    # A macro of the same plugin.
    report("{{ macros.moments.moment_of(dag_run.run_after) }}", next_moment.output)


patient_pipeline()
