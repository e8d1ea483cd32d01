"""What a worker writes about itself, and when."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from turbine_airflow.worker_state import REFRESH, RunningTask, StateFile, WorkerState

IDLE = WorkerState(draining=False, running=(), last_poll=None, polls=0, empty_polls=0)
NOW = 1_795_381_200.5


def read(file: Path) -> dict[str, Any]:
    state = json.loads(file.read_text())
    assert isinstance(state, dict)
    return state


def test_all_is_told(tmp_path: Path) -> None:
    file = tmp_path / "state"
    state = WorkerState(False, (RunningTask("a", NOW - 60),), NOW - 1, 17, 12)
    StateFile(file).write(state, NOW)
    assert read(file) == {
        "pid": os.getpid(),
        "state": "busy",
        "written": "2026-11-22T21:00:00.500Z",
        "running": [{"id": "a", "since": "2026-11-22T20:59:00.500Z"}],
        "last_poll": "2026-11-22T20:59:59.500Z",
        "polls": 17,
        "empty_polls": 12,
    }
    assert list(tmp_path.iterdir()) == [file]


def test_one_that_drains_is_neither_idle_nor_busy() -> None:
    assert IDLE.name == "idle"
    assert replace(IDLE, draining=True).name == "draining"
    assert replace(IDLE, draining=True, running=(RunningTask("a", NOW),)).name == "draining"


def test_changes_are_written_at_once_and_the_rest_from_time_to_time(tmp_path: Path) -> None:
    file = tmp_path / "state"
    writer = StateFile(file)
    writer.write(IDLE, NOW)
    first = read(file)
    writer.write(IDLE, NOW + REFRESH / 2)
    assert read(file) == first
    writer.write(IDLE, NOW + REFRESH)
    assert read(file)["written"] > first["written"]
    writer.write(replace(IDLE, polls=1), NOW + REFRESH)
    assert read(file)["polls"] == 1


def test_a_folder_that_is_not_there_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "later"
    writer = StateFile(folder / "state")
    writer.write(IDLE, NOW)
    writer.write(IDLE, NOW)
    assert len(caplog.records) == 1
    assert str(folder) in caplog.text
    folder.mkdir()
    writer.write(IDLE, NOW)
    assert read(folder / "state")["state"] == "idle"
