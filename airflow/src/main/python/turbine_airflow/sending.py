"""Keeps tasks queued in the scheduler while SQS does not take their messages.

Airflow's executor tries a send again when it lasted too long, as often as
``celery.task_publish_max_retries`` says, and fails the task at any other problem: a connection that
is refused, an SQS that is overloaded, what kombu makes of a send that was given up in the middle.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from airflow.providers.celery.executors import celery_executor_utils
from airflow.providers.common.compat.sdk import AirflowTaskTimeout
from botocore.exceptions import ClientError
from kombu.exceptions import EncodeError
from kombu.transport.SQS import UndefinedQueueException

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds after a send in vain in which none is tried. The scheduler sends between its other work,
and each costs it up to ``celery.operation_timeout``."""

_send = celery_executor_utils.send_workload_to_executor
_not_before = 0.0
"""Monotonic."""


def install() -> None:
    """Have the executor of this process, and those that send for it, keep such tasks."""
    celery_executor_utils.send_workload_to_executor = send_or_keep  # type: ignore[assignment]


def send_or_keep(workload: Any) -> Any:
    """Send a task's message.

    At the module's top, since the executor's processes find it by its name.

    :param workload: as ``send_workload_to_executor`` takes it
    :returns: what it returns; in place of a problem that may pass an ``AirflowTaskTimeout``, after
        which the executor tries again
    """
    global _not_before
    if time.monotonic() < _not_before:
        return _kept(workload, "the message before this one was not taken")
    sent = _send(workload)
    result = sent[2]
    failed = isinstance(result, celery_executor_utils.ExceptionWithTraceback)
    if not failed or _stays(result.exception):
        return sent
    log.warning("SQS did not take a task's message: %r", result.exception)
    _not_before = time.monotonic() + PAUSE
    return _kept(workload, str(result.exception))


def _stays(problem: BaseException) -> bool:
    """Whether a problem is the message's own: no such queue, no right to it, too large."""
    if isinstance(problem, ClientError):
        answer = problem.response
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return 400 <= status < 500 and "Throttl" not in answer.get("Error", {}).get("Code", "")
    return isinstance(problem, UndefinedQueueException | EncodeError)


def _kept(workload: Any, reason: str) -> Any:
    key, arguments, *_ = workload
    again = celery_executor_utils.ExceptionWithTraceback(AirflowTaskTimeout(reason), reason)
    return key, arguments, again
