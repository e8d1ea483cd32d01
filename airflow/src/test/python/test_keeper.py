"""What the keeper tells about a worker's polls."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from turbine_airflow.keeper import Keeper, Limits
from turbine_airflow.worker_state import StateFile

from conftest import until


def test_a_queue_that_is_not_answered_does_not_hide_behind_another(tmp_path: Path) -> None:
    file = tmp_path / "state"
    keeper = Keeper(Limits(visibility=120), StateFile(file))
    keeper.start()

    def told(polls: int) -> dict[str, Any]:
        until(
            lambda: file.exists() and json.loads(file.read_text())["polls"] == polls,
            f"{polls} polls are told",
        )
        state = json.loads(file.read_text())
        assert isinstance(state, dict)
        return state

    try:
        keeper.polls("left")
        keeper.polls("right")
        keeper.polled("left", 0)
        assert told(polls=1)["last_poll"] is None

        keeper.polled("right", 1)
        both = told(polls=2)["last_poll"]
        left = datetime.fromisoformat(both)

        keeper.polls("right")
        keeper.polled("right", 1)
        assert told(polls=3)["last_poll"] == both

        keeper.polls("left")
        keeper.polled("left", 0)
        assert datetime.fromisoformat(told(polls=4)["last_poll"]) > left
    finally:
        keeper.close(patience=5)
