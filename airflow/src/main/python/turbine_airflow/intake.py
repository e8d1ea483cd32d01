"""What a worker takes from its queues, and how it stops taking.

One for each worker, used by its event loop's thread alone. The transport (``turbine_airflow.sqs``)
brings what SQS sent; Celery says what becomes of it; the keeper tells SQS.

A received message waits in Celery while all slots are busy. After some seconds it is given back,
so that a worker that has a slot can take it: with several queues each is polled for as many
messages as there are free slots, and so more may come than fit. A message is taken back from
Celery only while it waits there, in the thread that would start it, so that it never runs here and
elsewhere.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from turbine_airflow.keeper import Keeper

log = logging.getLogger(__name__)

_FLUSH = 30.0
"""Seconds in which a worker that ends tries to tell SQS what it still must."""


@dataclass(frozen=True)
class Receipt:
    """A message that SQS sent: how to speak about it, and since when (monotonic)."""

    handle: str
    url: str
    sqs: Any
    received: float


class Intake:
    """See the module."""

    def __init__(self, keeper: Keeper, give_back_after: float, first_visibility: float) -> None:
        self.first_visibility = first_visibility
        self._keeper = keeper
        self._give_back_after = give_back_after
        self._requests: dict[str, tuple[Receipt, Any]] = {}
        self._finished: set[str] = set()
        self._arriving: Receipt | None = None
        self._semaphore: Any = None
        self.draining = False
        self.open_polls: set[object] = set()

    def watch(self, worker: Any, hub: Any) -> None:
        """Look after what waits in this worker, with a timer of its event loop."""
        self._semaphore = worker.semaphore
        hub.call_repeatedly(1.0, self._give_back_what_waits)

    def polls(self, queue: str, poll: object) -> None:
        """A poll of a queue begins."""
        self.open_polls.add(poll)
        self._keeper.polls(queue)

    def polled(self, queue: str, messages: int) -> None:
        """SQS answered a poll of a queue."""
        self._keeper.polled(queue, messages)

    def arrived(self, receipt: Receipt, deliver: Callable[[], object]) -> None:
        """Hand a message to Celery, or back to SQS when no more are taken.

        :param deliver: hands it to Celery, which announces the request before it returns
        """
        if self.draining:
            self._return(receipt)
            return
        self._arriving = receipt
        try:
            deliver()
        finally:
            self._arriving = None

    def announced(self, request: Any) -> None:
        """Celery made a request of the message that is being delivered."""
        receipt = self._arriving
        if receipt is None:
            return
        self._requests[receipt.handle] = (receipt, request)
        self._keeper.accepted(receipt.handle, receipt.url, receipt.sqs, request, receipt.received)
        # Celery acknowledges through its event loop, which stands still while a shutdown waits for
        # running tasks: a task's message would stay until the last of them has ended.
        acknowledge = request._on_ack

        def on_ack(*arguments: Any) -> None:
            self._finish(receipt.handle)
            acknowledge(*arguments)

        request._on_ack = on_ack

    def acknowledged(self, handle: str) -> bool:
        """A message is acknowledged.

        :returns: False if it never became a task, and is still to be deleted
        """
        if handle in self._requests:
            self._finish(handle)
        known = handle in self._finished
        self._finished.discard(handle)
        return known

    def delete(self, receipt: Receipt) -> None:
        """Delete a message that never became a task."""
        self._keeper.delete(receipt.handle, receipt.url, receipt.sqs)

    def rejected(self, handle: str, requeue: bool) -> None:
        """Celery will not run a message: others may, now or after its timeout."""
        known = self._requests.pop(handle, None)
        if known is not None and requeue:
            self._return(known[0])
        else:
            self._keeper.forget(handle)

    def channel_closed(self, handle: str) -> None:
        """The channel of a message was closed. Its task runs on, if it has started."""
        known = self._requests.get(handle)
        if known is not None and known[1].time_start is None:
            self.rejected(handle, requeue=True)

    def drain(self, hub: Any, patience: float) -> None:
        """Stop taking tasks: wait for open polls, give back what comes with them and what waits.

        Returns when Celery holds only tasks that a pool process has begun.

        :param patience: seconds, at most
        """
        self.draining = True
        self._keeper.drain()
        deadline = time.monotonic() + patience
        while True:
            self._take_back(lambda _: True)
            if not self.open_polls and not self._starting():
                return
            if time.monotonic() > deadline:
                log.warning(
                    "%d polls and %d starting tasks are left open by this worker's shutdown.",
                    len(self.open_polls),
                    self._starting(),
                )
                return
            try:
                hub.run_once()
            except Exception:
                log.exception("The event loop failed while this worker stops taking tasks.")

    def _finish(self, handle: str) -> None:
        if self._requests.pop(handle, None) is not None:
            self._finished.add(handle)
            self._keeper.finished(handle)

    def close(self) -> None:
        """Tell SQS all that is left to tell."""
        self._keeper.close(_FLUSH)

    def _starting(self) -> int:
        return sum(request.time_start is None for _, request in self._requests.values())

    def _give_back_what_waits(self) -> None:
        if self.draining:
            return
        latest = time.monotonic() - self._give_back_after
        self._take_back(lambda receipt: receipt.received <= latest)

    def _take_back(self, which: Callable[[Receipt], bool]) -> None:
        from celery.worker import state

        if self._semaphore is None:
            return
        handles = {id(request): handle for handle, (_, request) in self._requests.items()}
        waiting = self._semaphore._waiting
        for waiter in list(waiting):
            _, arguments, _ = waiter
            handle = handles.get(id(arguments[0])) if arguments else None
            if handle is None or not which(self._requests[handle][0]):
                continue
            waiting.remove(waiter)
            receipt, request = self._requests.pop(handle)
            # Celery forgets the request, and its channel that the message takes up room.
            state.task_ready(request)
            request.message.channel.qos.ack(handle)
            self._return(receipt)

    def _return(self, receipt: Receipt) -> None:
        self._keeper.give_back(receipt.handle, receipt.url, receipt.sqs)
