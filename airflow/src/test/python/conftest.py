"""Runs Turbine's Python as Java does: as processes of the interpreter that has Airflow."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

SOURCES = Path(__file__).parents[2] / "main" / "python"


def isolated(folder: Path) -> dict[str, str]:
    """An environment in which Airflow touches nothing outside a folder."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(SOURCES),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AIRFLOW_HOME": str(folder / "airflow home"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CELERY__BROKER_URL": "memory://",
        "AIRFLOW__CELERY__WORKER_ENABLE_REMOTE_CONTROL": "False",
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of one test."""
    return isolated(tmp_path)


@pytest.fixture(scope="module")
def module_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of all tests in a file."""
    return isolated(tmp_path_factory.mktemp("module"))


def until(condition: Callable[[], object], what: str, patience: float = 60.0) -> None:
    """Wait for something outside that says nothing when it happens."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {patience} s"
        time.sleep(0.02)


def ended(pid: int) -> bool:
    """Whether a process is gone; one that was adopted may wait as a zombie for its new parent."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
