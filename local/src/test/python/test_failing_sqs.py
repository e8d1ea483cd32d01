"""What a worker does while SQS fails, against a real one; the stock transport fails each test."""

from __future__ import annotations

import pytest

from conftest import Bench, given, until

# A message that the server sends on a poll that was cut is visible again after this.
HEALS = 3


@pytest.mark.parametrize("fault", ["400 Bad Request", "403 Forbidden"])
def test_polling_survives_errors(bench: Bench, fault: str) -> None:
    queue = bench.queue(visibility=HEALS)
    bench.worker(visibility_timeout=HEALS)
    bench.line.become(fault)
    given(lambda: bench.line.faults > 0, "a poll meets the error")
    bench.line.become("pass")
    bench.send(queue, ("a", 0))
    until(lambda: "ended a" in bench.notes(), "the task runs", patience=20)


def test_polling_survives_silence(bench: Bench) -> None:
    queue = bench.queue(visibility=HEALS)
    worker = bench.worker(visibility_timeout=HEALS)
    bench.line.become("silent")
    given(lambda: bench.line.faults > 0, "a poll meets the silence")
    bench.line.mode = "pass"
    bench.send(queue, ("a", 0))
    until(lambda: "ended a" in bench.notes(), "the task runs", patience=25)
    assert worker.process.poll() is None


def test_a_task_that_ends_while_sqs_fails_is_not_run_again(bench: Bench) -> None:
    queue = bench.queue(visibility=10)
    bench.worker(visibility_timeout=10)
    bench.send(queue, ("a", 2))
    given(lambda: "began a" in bench.notes(), "the task runs")
    bench.line.become("403 Forbidden")
    given(lambda: "ended a" in bench.notes(), "the task ends")
    given(lambda: bench.line.faults > 0, "its acknowledgement fails")
    bench.line.become("pass")
    until(lambda: queue.counts() == (0, 0), "its message is deleted", patience=8)
    assert bench.notes() == ["began a", "ended a"]


def test_a_slot_is_free_again_although_an_acknowledgement_was_refused(bench: Bench) -> None:
    """Kombu frees it after SQS has confirmed only, and a refused connection is no ``ClientError``:
    each such message took a slot for good."""
    queue = bench.queue()
    worker = bench.worker()
    bench.send(queue, ("a", 2))
    given(lambda: "began a" in bench.notes(), "the task runs")
    bench.line.become("refuse")
    given(lambda: "ended a" in bench.notes(), "the task ends")
    gave_up = ("Couldn't ack", "SQS could not be told")
    given(lambda: any(map(worker.says, gave_up)), "its acknowledgement fails")
    bench.line.become("pass")
    bench.send(queue, ("b", 0))
    until(lambda: "ended b" in bench.notes(), "the next task runs", patience=25)
