"""Looks after the messages of tasks that a worker has, in threads of its own.

Neither a busy event loop, nor a warm shutdown that waits for hours, nor an SQS that does not answer
keeps it from extending the visibility of messages whose tasks run, deleting those whose tasks have
ended, and giving back what the worker will not run. What fails is tried again.

The rule about time: SQS shows a message to other workers once its visibility timeout is over. The
timeout is short, so that the messages of a worker that dies are back within minutes, and it is
extended only while a task runs. SQS counts 12 hours from the receive as the limit of all
extensions. Shortly before, the message is deleted: its task runs on, and from there on Airflow's
own heartbeats guard it alone, as they do anyway (a redelivered message of a task that Airflow
knows as running is ignored by whoever gets it). Left in the queue, it would be received by another
worker, for nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from botocore.exceptions import ClientError

from turbine_airflow.worker_state import RunningTask, StateFile, WorkerState

log = logging.getLogger(__name__)

_TICK = 0.5
"""Seconds between two looks at what is due."""

_BATCH = 10
"""Entries that SQS takes in one request."""

_CALLERS = 4
"""Requests to SQS at once: a slow one must not hold up the others."""

FIRST_VISIBILITY = 30.0
"""Seconds. A message whose task has not started is held by nobody for longer: not by a worker that
was killed, nor by an answer that reached nobody."""

_GONE = frozenset(
    {
        "ReceiptHandleIsInvalid",
        "InvalidParameterValue",
        "MessageNotInflight",
        "AWS.SimpleQueueService.MessageNotInflight",
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
    }
)
"""Errors that no repetition cures: another worker has the message, or nobody."""


class Request(Protocol):
    """What is read of Celery's request: written by its event loop, read by our thread."""

    id: str
    time_start: float | None


@dataclass(frozen=True)
class Limits:
    """
    :param visibility: the queues' visibility timeout, in seconds
    :param holding: how long after its receive a message can be kept invisible at all, in seconds;
        12 hours in SQS
    :param first_visibility: how long a message is invisible after its receive, in seconds, unless
        its task starts; the visibility timeout at most
    """

    visibility: float
    holding: float = 43_200.0
    first_visibility: float = FIRST_VISIBILITY

    def __post_init__(self) -> None:
        object.__setattr__(self, "first_visibility", min(self.first_visibility, self.visibility))

    @property
    def extend_after(self) -> float:
        """Seconds: three extensions may fail before the message becomes visible."""
        return self.visibility / 4


@dataclass
class Message:
    """A message that this worker has received and not yet settled.

    Times are of the monotonic clock, but for ``came``.
    """

    handle: str
    url: str
    sqs: Any
    received: float
    came: float
    request: Request | None = None
    extended: float = field(init=False)
    busy: bool = False
    retry_at: float = 0.0
    failures: int = 0

    def __post_init__(self) -> None:
        self.extended = self.received


class Keeper:
    """The thread, and what others tell it. Its methods return at once and may be called anywhere,
    also in a signal's handler."""

    def __init__(self, limits: Limits, state_file: StateFile | None) -> None:
        self._limits = limits
        self._state_file = state_file
        self._told: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._calls: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._messages: dict[str, Message] = {}
        self._unguarded: dict[str, Message] = {}
        self._deletions: dict[str, Message] = {}
        self._returns: dict[str, Message] = {}
        self._draining = False
        self._polls = self._empty_polls = 0
        self._last_polls: dict[str, float | None] = {}
        self._thread = threading.Thread(target=self._run, name="turbine-keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        for number in range(_CALLERS):
            threading.Thread(
                target=self._call, name=f"turbine-sqs-{number + 1}", daemon=True
            ).start()

    def polls(self, queue: str) -> None:
        """A poll of a queue begins."""
        self._told.put(lambda: self._last_polls.setdefault(queue, None))

    def polled(self, queue: str, messages: int) -> None:
        """SQS answered a poll of a queue with so many messages."""
        now = time.time()
        self._told.put(lambda: self._count(queue, messages, now))

    def accepted(self, handle: str, url: str, sqs: Any, request: Request, received: float) -> None:
        """The worker will run this message's task.

        :param received: monotonic time of the receive
        """
        message = Message(handle, url, sqs, received, time.time(), request)
        # As if its extension were so long ago: it is due when the task has started.
        message.extended -= self._limits.visibility - self._limits.first_visibility
        self._told.put(lambda: self._messages.__setitem__(handle, message))

    def finished(self, handle: str) -> None:
        """The task has ended and its result is stored: delete the message. Unknown ones are
        ignored, so that it may be told twice."""
        self._told.put(lambda: self._finish(handle))

    def delete(self, handle: str, url: str, sqs: Any) -> None:
        """Delete a message that never became a task here."""
        message = Message(handle, url, sqs, time.monotonic(), time.time())
        self._told.put(lambda: self._deletions.__setitem__(handle, message))

    def give_back(self, handle: str, url: str, sqs: Any) -> None:
        """Make a message visible to all workers, at once: its task will not run here."""
        message = Message(handle, url, sqs, time.monotonic(), time.time())

        def command() -> None:
            self._messages.pop(handle, None)
            self._returns[handle] = message

        self._told.put(command)

    def forget(self, handle: str) -> None:
        """Leave a message as it is: it becomes visible when its timeout is over."""
        self._told.put(lambda: self._messages.pop(handle, None))

    def drain(self) -> None:
        """Tell that this worker takes no more tasks."""
        self._told.put(lambda: setattr(self, "_draining", True))

    def close(self, patience: float) -> bool:
        """Wait until nothing is left to tell SQS, then end.

        :param patience: seconds; what is left then becomes visible by its timeout
        :returns: whether nothing was left
        """
        deadline = time.monotonic() + patience
        settled = threading.Event()

        def look() -> None:
            if not self._deletions and not self._returns:
                settled.set()

        while not settled.wait(0.05) and time.monotonic() < deadline:
            self._told.put(look)
        self._told.put(None)
        self._thread.join(timeout=1.0)
        if not settled.is_set():
            log.warning("SQS could not be told about all messages; they will be seen again.")
        return settled.is_set()

    def _run(self) -> None:
        while True:
            try:
                if not self._listen():
                    return
                self._act(time.monotonic())
                self._tell()
            except Exception:
                # Without this thread running tasks would be started twice.
                log.exception("The messages that this worker holds could not be looked after.")

    def _listen(self) -> bool:
        """Do what was told; False at the end."""
        try:
            command = self._told.get(timeout=_TICK)
            while command is not None:
                command()
                command = self._told.get_nowait()
        except Empty:
            return True
        return False

    def _act(self, now: float) -> None:
        for message in self._due(self._deletions, now):
            self._submit(message, self._deletions, _delete)
        for message in self._due(self._returns, now):
            self._submit(message, self._returns, _give_back)
        at_the_limit = now + self._limits.visibility - self._limits.holding
        for message in list(self._messages.values()):
            if message.received <= at_the_limit:
                log.warning(
                    "The task %s runs for as long as SQS can keep a message: its message is"
                    " deleted, the task goes on.",
                    message.request.id if message.request else message.handle,
                )
                self._unguarded[message.handle] = self._messages.pop(message.handle)
                self._deletions[message.handle] = replace(message, busy=False)
        self._extend(now)

    def _extend(self, now: float) -> None:
        due: dict[tuple[str, int], list[Message]] = defaultdict(list)
        for message in self._due(self._messages, now):
            started = message.request is not None and message.request.time_start is not None
            if started and now - message.extended >= self._limits.extend_after:
                due[message.url, id(message.sqs)].append(message)
        for messages in due.values():
            for first in range(0, len(messages), _BATCH):
                batch = messages[first : first + _BATCH]
                for message in batch:
                    message.busy = True
                self._calls.put(partial(self._extend_batch, batch))

    def _extend_batch(self, batch: list[Message]) -> None:
        asked = time.monotonic()
        entries = [
            {
                "Id": str(number),
                "ReceiptHandle": message.handle,
                "VisibilityTimeout": round(self._limits.visibility),
            }
            for number, message in enumerate(batch)
        ]
        failed: dict[int, str] = {}
        try:
            answer = batch[0].sqs.change_message_visibility_batch(
                QueueUrl=batch[0].url, Entries=entries
            )
            failed = {int(entry["Id"]): entry["Code"] for entry in answer.get("Failed", ())}
        except Exception as problem:
            reason = str(problem)
            self._told.put(lambda: self._extension_failed(batch, reason))
            return

        def command() -> None:
            for number, message in enumerate(batch):
                message.busy = False
                if number not in failed:
                    message.extended, message.failures = asked, 0
                elif failed[number] not in _GONE:
                    self._postpone(message)
                elif self._messages.pop(message.handle, None) is not None:
                    self._unguarded[message.handle] = message
                    log.warning(
                        "SQS does not let this worker keep the message of the task %s (%s).",
                        message.request.id if message.request else message.handle,
                        failed[number],
                    )

        self._told.put(command)

    def _extension_failed(self, batch: list[Message], reason: str) -> None:
        log.warning("The visibility of %d messages was not extended: %s", len(batch), reason)
        for message in batch:
            self._postpone(message)

    def _submit(
        self, message: Message, waiting: dict[str, Message], do: Callable[[Message], None]
    ) -> None:
        message.busy = True

        def call() -> None:
            try:
                do(message)
            except Exception as problem:
                if not _is_gone(problem):
                    reason = str(problem)
                    self._told.put(lambda: failed(reason))
                    return
            self._told.put(lambda: waiting.pop(message.handle, None))

        def failed(reason: str) -> None:
            if message.failures == 0:
                log.warning("SQS could not be told that a message is settled: %s", reason)
            self._postpone(message)

        self._calls.put(call)

    def _postpone(self, message: Message) -> None:
        message.busy = False
        message.failures += 1
        message.retry_at = time.monotonic() + min(0.5 * 2**message.failures, 5.0)

    def _call(self) -> None:
        while True:
            self._calls.get()()

    def _finish(self, handle: str) -> None:
        message = self._messages.pop(handle, None) or self._unguarded.pop(handle, None)
        if message is not None:
            # A new one: the extension of the old one may be under way, and a deletion waits for
            # nothing.
            self._deletions[handle] = Message(
                handle, message.url, message.sqs, message.received, message.came
            )

    def _count(self, queue: str, messages: int, now: float) -> None:
        self._polls += 1
        self._empty_polls += messages == 0
        self._last_polls[queue] = now

    def _oldest_poll(self) -> float | None:
        """A queue that is not answered must not hide behind those that are."""
        answered = [poll for poll in self._last_polls.values() if poll is not None]
        return min(answered) if 0 < len(answered) == len(self._last_polls) else None

    @staticmethod
    def _due(messages: dict[str, Message], now: float) -> Iterator[Message]:
        return (
            message
            for message in list(messages.values())
            if not message.busy and now >= message.retry_at
        )

    def _tell(self) -> None:
        if self._state_file is None:
            return
        running = sorted(
            (
                RunningTask(message.request.id, message.request.time_start or message.came)
                for message in (*self._messages.values(), *self._unguarded.values())
                if message.request is not None
            ),
            key=lambda task: (task.since, task.id),
        )
        self._state_file.write(
            WorkerState(
                self._draining,
                tuple(running),
                self._oldest_poll(),
                self._polls,
                self._empty_polls,
            ),
            time.time(),
        )


def _delete(message: Message) -> None:
    message.sqs.delete_message(QueueUrl=message.url, ReceiptHandle=message.handle)


def _give_back(message: Message) -> None:
    message.sqs.change_message_visibility(
        QueueUrl=message.url, ReceiptHandle=message.handle, VisibilityTimeout=0
    )


def _is_gone(problem: Exception) -> bool:
    return (
        isinstance(problem, ClientError) and problem.response.get("Error", {}).get("Code") in _GONE
    )
