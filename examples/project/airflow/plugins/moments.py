"""This project's own deferrable sensor, its trigger, and the plugin that shows it in the UI.

Files in `plugins/` can be imported by every DAG, and by the triggerer, which needs the trigger.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, NoReturn

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperator, Context
from airflow.triggers.base import BaseTrigger, TriggerEvent


class NextMomentTrigger(BaseTrigger):
    """Fires at the next time that is a multiple of some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """How the triggerer makes this trigger again, in its own process."""
        return "moments.NextMomentTrigger", {"seconds": self.seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Wait; the triggerer runs everybody's waiting in one loop, so nothing here may block."""
        now = datetime.now(UTC)
        wait = self.seconds - now.timestamp() % self.seconds
        await asyncio.sleep(wait)
        yield TriggerEvent((now + timedelta(seconds=wait)).strftime("%H:%M:%S"))


class NextMomentSensor(BaseOperator):
    """Waits for the next time that is a multiple of some seconds, and returns it."""

    ui_color = "#d5f0e3"

    def __init__(self, *, seconds: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.seconds = seconds

    def execute(self, context: Context) -> NoReturn:
        """Give the slot back at once; `resume` goes on when the trigger has fired."""
        self.defer(
            trigger=NextMomentTrigger(self.seconds),
            method_name="resume",
            timeout=timedelta(minutes=1),
        )

    def resume(self, context: Context, event: str) -> str:
        """Return what the trigger sent."""
        return event


def moment_of(timestamp: datetime) -> str:
    """Macro for templates, the time of day: `{{ macros.moments.moment_of(dag_run.run_after) }}`."""
    return timestamp.strftime("%H:%M:%S")


class MomentsPlugin(AirflowPlugin):
    """Shown under Admin, Plugins."""

    name = "moments"
    macros: ClassVar[list[Any]] = [moment_of]
