"""The versions of Airflow's execution API that a service makes."""

from __future__ import annotations

import subprocess
import sys

SERVE = """
import asyncio
import httpx
from turbine_airflow import execution_api

execution_api.keep_spoken_versions()
from airflow.api_fastapi.execution_api.app import create_task_execution_api_app
from airflow.sdk.api.datamodels._generated import API_VERSION

app = create_task_execution_api_app()


async def ask():
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        for version in (API_VERSION, execution_api.OLDEST, "2025-04-11"):
            answer = await client.get("/health", headers={"Airflow-API-Version": version})
            print(answer.status_code)


asyncio.run(ask())
print(app.versions.versions[0].value == API_VERSION)
"""


def test_the_versions_that_tasks_speak_are_served_and_no_older_one(
    environment: dict[str, str],
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SERVE], env=environment, capture_output=True, text=True, timeout=120
    )
    assert ran.stdout.split() == ["200", "200", "404", "True"], ran.stderr
