"""A Celery broker transport for SQS with a worker's manners.

Kombu's own, told apart by what happens when something goes wrong. Choose it by its import path,
Celery's ``broker_transport`` = ``turbine_airflow.sqs:Transport``, with a broker URL and transport
options as for ``sqs``; choosing ``sqs`` instead switches all of this off.

- Polls have a time limit. One that fails, for whatever reason, is followed by another, after
  a pause that grows to ten seconds; kombu's polling ends for good at most errors.
- Messages are looked after by ``turbine_airflow.intake`` and ``turbine_airflow.keeper``: received
  for half a minute, extended while their tasks run, given back when they will not, deleted until
  SQS confirms it.

Transport options beside kombu's:

``give_back_after``
    seconds that a message may wait in a worker for a slot: 5
``first_visibility``
    seconds for which a received message is invisible unless its task starts: 30, and never more
    than ``visibility_timeout``
``holding_limit``
    seconds after its receive that SQS can keep a message invisible: 43200; less in tests
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pycurl
from celery import bootsteps
from celery.signals import task_received, worker_init, worker_shutdown, worker_shutting_down
from kombu.asynchronous.aws.connection import AsyncHTTPSConnection
from kombu.asynchronous.aws.ext import get_response
from kombu.asynchronous.aws.sqs.connection import AsyncSQSConnection
from kombu.asynchronous.aws.sqs.message import AsyncMessage
from kombu.transport import SQS, virtual
from vine import promise

from turbine_airflow.intake import Intake, Receipt
from turbine_airflow.keeper import Keeper, Limits
from turbine_airflow.worker_state import STATE_FILE, StateFile

log = logging.getLogger(__name__)

GIVE_BACK_AFTER = 5.0
"""Seconds for which a message may wait for a slot; transport option ``give_back_after``."""

_SETTLE = 3.0
"""Seconds beyond the longest poll that a shutdown waits for answers and for starting tasks."""

CONNECT = 5.0
"""Seconds for a connection to SQS."""

ANSWER = 5.0
"""Seconds beyond a long poll's wait after which SQS is taken to be silent."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds after a failed poll."""


def longest_poll(options: Mapping[str, Any]) -> float:
    """Seconds after which every poll has ended."""
    wait = options.get("wait_time_seconds", SQS.Channel.default_wait_time_seconds)
    return float(wait) + ANSWER


class Answer:
    """What became of a poll: messages, or the problem in words."""

    def __init__(self, messages: list[dict[str, Any]], problem: str | None = None) -> None:
        self.messages = messages
        self.problem = problem


class BoundedRequest(AsyncHTTPSConnection):  # type: ignore[misc]
    """Kombu names a time limit, and then gives it to nobody."""

    def getrequest(self) -> Any:
        request = super().getrequest()
        limit = self.timeout

        def limit_time(curl: Any) -> None:
            curl.setopt(pycurl.CONNECTTIMEOUT_MS, round(CONNECT * 1000))
            curl.setopt(pycurl.TIMEOUT_MS, round(limit * 1000))

        request.on_prepare = promise(limit_time)
        return request


class Connection(AsyncSQSConnection):  # type: ignore[misc]
    """Receives; an error is an answer like others."""

    def __init__(self, *arguments: Any, longest_poll: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._longest_poll = longest_poll

    def receive_message(self, *arguments: Any, **options: Any) -> Any:
        """Only for as long as a message may wait here: whoever is killed loses no more."""
        intake = Transport.intake
        if intake is not None:
            options["visibility_timeout"] = max(1, round(intake.first_visibility))
        return super().receive_message(*arguments, **options)

    def get_http_connection(self) -> BoundedRequest:
        return BoundedRequest(timeout=self._longest_poll, http_client=self._httpclient)

    def _on_list_ready(self, parent: Any, markers: Any, operation: str, response: Any) -> Answer:
        if response.status != self.STATUS_CODE_OK:
            words = response.response.error or ""
            body = (response.read() or b"")[:300].decode(errors="replace")
            return Answer([], f"HTTP status {response.status} {words} {body}".strip())
        try:
            model = self.sqs_connection.meta.service_model.operation_model(operation)
            _, parsed = get_response(model, response.response)
            return Answer(parsed.get("Messages") or [])
        except Exception as problem:
            return Answer([], f"an answer that cannot be read: {problem!r}")


class QoS(SQS.QoS):  # type: ignore[misc]
    """Gives back instead of sending again."""

    def restore_unacked_once(self, stderr: Any = None) -> None:
        intake = Transport.intake
        if intake is None:
            super().restore_unacked_once(stderr)
            return
        self._on_collect.cancel()
        self._flush()
        for handle in list(self._delivered):
            intake.channel_closed(handle)
        self._delivered.clear()
        self._delivered.restored = True


class Channel(SQS.Channel):  # type: ignore[misc]
    """Polls without an end, and leaves settling to the intake."""

    QoS = QoS
    # Of the base class, otherwise, and so shared with the stock transport.
    _predefined_queue_clients: ClassVar[dict[str, Any]] = {}
    _predefined_queue_async_clients: ClassVar[dict[str | None, Any]] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._failures: dict[str, int] = {}
        self._open: set[str] = set()
        self._paused: set[str] = set()
        self._waiting: set[str] = set()

    def new_sqs_client(self, *arguments: Any, **options: Any) -> Any:
        """Bounded: boto would wait for a silent server for minutes."""
        client_config = self.transport_options.setdefault("client-config", {})
        client_config.setdefault("connect_timeout", CONNECT)
        client_config.setdefault("read_timeout", longest_poll(self.transport_options))
        client_config.setdefault("retries", {"mode": "standard", "total_max_attempts": 2})
        return super().new_sqs_client(*arguments, **options)

    def asynsqs(self, queue: str | None = None) -> Any:
        if queue not in self._predefined_queue_async_clients:
            names = self.get_message_attributes
            self._predefined_queue_async_clients[queue] = Connection(
                sqs_connection=self.sqs(queue=queue),
                region=self.region,
                message_system_attribute_names=names["MessageSystemAttributeNames"],
                message_attribute_names=names["MessageAttributeNames"],
                longest_poll=longest_poll(self.transport_options),
            )
        return self._predefined_queue_async_clients[queue]

    def _size(self, queue: str) -> int:
        """Asked for when a queue is declared, and used by nobody then: no reason to fail."""
        try:
            return int(super()._size(queue))
        except Exception as problem:
            log.warning("The length of the queue %s is unknown: %s", queue, problem)
            return 0

    def _schedule_queue(self, queue: str) -> None:
        intake = self.connection.intake
        if self.closed or queue not in self._active_queues or (intake and intake.draining):
            return
        if queue in self._open or queue in self._paused:
            return
        if not self.qos.can_consume():
            if queue not in self._waiting:
                self._waiting.add(queue)
                self.hub.call_soon(self._look_again, queue)
            return
        poll = object()
        self._open.add(queue)
        try:
            self._get_from_sqs(
                queue_name=self.canonical_queue_name(queue),
                queue_url=self._new_queue(queue),
                connection=self.asynsqs(queue=self.canonical_queue_name(queue)),
                count=self._get_message_estimate(),
                callback=promise(self._on_answer, (queue, poll)),
            )
            if intake:
                intake.polls(queue, poll)
        except Exception as problem:
            # Before anything was sent: no credentials, no such queue.
            self._on_answer(queue, poll, Answer([], repr(problem)))

    def _look_again(self, queue: str) -> None:
        self._waiting.discard(queue)
        self._schedule_queue(queue)

    def _there_is_room(self) -> None:
        """Kombu would notice at the event loop's next turn, up to a second later."""
        for queue in list(self._active_queues):
            self._schedule_queue(queue)

    def _on_answer(self, queue: str, poll: object, answer: Answer) -> None:
        intake = self.connection.intake
        self._open.discard(queue)
        if intake:
            intake.open_polls.discard(poll)
        if answer.problem is not None:
            self._poll_after_a_pause(queue, answer.problem)
            return
        if self._failures.pop(queue, 0):
            log.warning("The queue %s answers again.", queue)
        if intake:
            intake.polled(queue, len(answer.messages))
        for message in answer.messages:
            try:
                self._take(queue, message)
            except Exception:
                log.exception("A message of the queue %s could not be taken.", queue)
        self._loop1(queue)

    def _poll_after_a_pause(self, queue: str, problem: str) -> None:
        failures = self._failures[queue] = self._failures.get(queue, 0) + 1
        pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
        log.warning(
            "The queue %s could not be polled (%d times in a row), again in %g s: %s",
            queue,
            failures,
            pause,
            problem,
        )
        self._paused.add(queue)
        self.hub.call_later(pause, self._after_the_pause, queue)

    def _after_the_pause(self, queue: str) -> None:
        self._paused.discard(queue)
        self._schedule_queue(queue)

    def _take(self, queue: str, message: dict[str, Any]) -> None:
        received = time.monotonic()
        message["Body"] = AsyncMessage(body=message["Body"]).decode()
        url = self._new_queue(queue)
        receipt = Receipt(
            message["ReceiptHandle"], url, self.sqs(self.canonical_queue_name(queue)), received
        )
        intake = self.connection.intake

        def deliver() -> None:
            parsed = self._message_to_python(message, self.canonical_queue_name(queue), url)
            self.connection._callbacks[queue](parsed)

        if intake:
            intake.arrived(receipt, deliver)
        else:
            deliver()

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        intake = self.connection.intake
        if intake is None:
            super().basic_ack(delivery_tag, multiple)
            return
        if not intake.acknowledged(delivery_tag):
            self._delete_what_was_no_task(intake, delivery_tag)
        virtual.Channel.basic_ack(self, delivery_tag)
        self._there_is_room()

    def _delete_what_was_no_task(self, intake: Intake, delivery_tag: str) -> None:
        try:
            info = self.qos.get(delivery_tag).delivery_info
        except KeyError:
            return
        if "sqs_queue" in info:
            sqs = self.sqs(self.canonical_queue_name(info["routing_key"]))
            intake.delete(Receipt(delivery_tag, info["sqs_queue"], sqs, time.monotonic()))

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        intake = self.connection.intake
        if intake is None:
            super().basic_reject(delivery_tag, requeue)
            return
        intake.rejected(delivery_tag, requeue)
        virtual.Channel.basic_reject(self, delivery_tag, requeue=False)


class Transport(SQS.Transport):  # type: ignore[misc]
    """See the module."""

    Channel = Channel

    intake: ClassVar[Intake | None] = None
    """Of this process's worker; in others, which only send, there is none."""


class IntakeStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Ties the intake to a worker's event loop."""

    requires = ("celery.worker.components:Hub",)

    def register_with_event_loop(self, worker: Any, hub: Any) -> None:
        """Comes again after a connection was lost, with which Celery drops all timers."""
        if Transport.intake is not None:
            Transport.intake.watch(worker, hub)


def join(worker: Any) -> None:
    """Make an intake for a worker whose broker transport is ours."""
    connection = worker.app.connection_for_read()
    if connection.get_transport_cls() is not Transport:
        return
    options: Mapping[str, Any] = worker.app.conf.broker_transport_options
    state_file = os.environ.pop(STATE_FILE, None)
    limits = Limits(
        float(options.get("visibility_timeout", 1800)),
        float(options.get("holding_limit", Limits.holding)),
        float(options.get("first_visibility", Limits.first_visibility)),
    )
    keeper = Keeper(limits, StateFile(Path(state_file)) if state_file else None)
    intake = Intake(
        keeper,
        float(options.get("give_back_after", GIVE_BACK_AFTER)),
        limits.first_visibility,
    )
    Transport.intake = intake
    worker.app.steps["worker"].add(IntakeStep)
    on_close = worker.on_close

    def drain() -> None:
        from celery.worker import state

        if not state.should_terminate:
            intake.drain(worker.hub, longest_poll(options) + _SETTLE)
        on_close()

    # Not the step's own close: the pool's may come before it, and drops what waits for a slot.
    worker.on_close = drain

    def announce(request: Any, **_: Any) -> None:
        intake.announced(request)

    def stop_taking(**_: Any) -> None:
        # In a signal's handler: nothing may wait here.
        intake.draining = True
        keeper.drain()

    def close(**_: Any) -> None:
        intake.close()

    # Weak references, Celery's default, would be gone before the signals come.
    task_received.connect(announce, weak=False)
    worker_shutting_down.connect(stop_taking, weak=False)
    worker_shutdown.connect(close, weak=False)
    # Threads do not survive the fork of a pool's process; this one is the worker's own.
    keeper.start()


def install() -> None:
    """Have an intake made for each worker of this process."""

    def on_init(sender: Any, **_: Any) -> None:
        join(sender)

    worker_init.connect(on_init, weak=False, dispatch_uid="turbine_airflow.intake")


install()
