"""An object written to S3 and read back."""

import json
import os

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.sdk import dag, get_current_context, task

CONNECTION = "turbine_s3"
BUCKET = os.environ.get("TURBINE_DATA_BUCKET", "turbine-data")


@dag(schedule=None, tags=["example", "s3"])
def s3_round_trip():
    """
    ### Write to S3, read it back

    The connection `turbine_s3` leads to the stack's own bucket, which `TURBINE_DATA_BUCKET` names:
    the local stack's S3 server here, Amazon's on AWS. The DAG is the same for both.
    """

    @task
    def write() -> str:
        key = f"examples/s3_round_trip/{get_current_context()['run_id']}.json"
        measurements = [{"hour": hour, "degrees": 15 + hour % 7} for hour in range(24)]
        S3Hook(CONNECTION).load_string(json.dumps(measurements), key, BUCKET, replace=True)
        print(f"Wrote s3://{BUCKET}/{key}")
        return key

    @task
    def read(key: str) -> float:
        measurements = json.loads(S3Hook(CONNECTION).read_key(key, BUCKET))
        mean = sum(each["degrees"] for each in measurements) / len(measurements)
        print(f"{len(measurements)} measurements, {mean:.1f} degrees on average")
        return mean

    read(write())


s3_round_trip()
