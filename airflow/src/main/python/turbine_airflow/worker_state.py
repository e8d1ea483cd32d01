"""What a worker tells about itself, for those who count and supervise workers.

A Celery worker over SQS cannot be asked. It writes a small JSON file instead, in place of the
former one, when something changes and every other second::

    {"pid": 123, "state": "busy", "written": "2026-11-22T21:00:07.120Z",
     "running": [{"id": "2f1c…", "since": "2026-11-22T20:59:58.004Z"}],
     "last_poll": "2026-11-22T21:00:01.377Z", "polls": 17, "empty_polls": 12}

``state`` is ``idle``, ``busy`` or ``draining``: it takes no more tasks and leaves after its last.
``running`` are the tasks that it has, by Celery's id; ``since`` is when one started, or until it
has, when it came. ``last_poll`` is when SQS last answered a poll, with messages or without, of the
queue that waits longest for that; null before each was answered once. ``polls`` counts all answered
polls, ``empty_polls`` those without a message.

Times are UTC. A file whose ``written`` is older than ten seconds, or whose process is gone, says
nothing about the present.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

STATE_FILE = "TURBINE_STATE_FILE"
"""Environment variable: the file that a worker writes."""

REFRESH = 2.0
"""Seconds after which the file is written again although nothing changed."""


@dataclass(frozen=True)
class RunningTask:
    """A task that the worker has; ``since`` in seconds since the epoch."""

    id: str
    since: float


@dataclass(frozen=True)
class WorkerState:
    """All that is told, but for the pid and the time of writing."""

    draining: bool
    running: Sequence[RunningTask]
    last_poll: float | None
    polls: int
    empty_polls: int

    @property
    def name(self) -> str:
        """The state in a word."""
        if self.draining:
            return "draining"
        return "busy" if self.running else "idle"


class StateFile:
    """Writes states into one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written: WorkerState | None = None
        self._next = 0.0
        self._failed = False

    def write(self, state: WorkerState, now: float) -> None:
        """Write a state that is new, or the same one again when it is time.

        A disk that is full is logged once and must not end a worker.

        :param now: seconds since the epoch
        """
        if state == self._written and now < self._next:
            return
        text = json.dumps(
            {
                "pid": os.getpid(),
                "state": state.name,
                "written": _utc(now),
                "running": [{"id": task.id, "since": _utc(task.since)} for task in state.running],
                "last_poll": None if state.last_poll is None else _utc(state.last_poll),
                "polls": state.polls,
                "empty_polls": state.empty_polls,
            }
        )
        # In the same folder: only there it replaces the former one in one step.
        unfinished = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            unfinished.write_text(text + "\n", encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as problem:
            if not self._failed:
                log.error("The worker's state cannot be written to %s: %s", self._file, problem)
            self._failed = True
            return
        self._failed = False
        self._written, self._next = state, now + REFRESH


def _utc(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
