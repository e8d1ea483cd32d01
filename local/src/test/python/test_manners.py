"""What a worker owes its queues, against a real SQS server; the stock transport fails each test."""

from __future__ import annotations

import os
import time
from datetime import datetime

from conftest import Bench, given, until


def test_what_comes_on_the_open_poll_during_shutdown_is_given_back(bench: Bench) -> None:
    queue = bench.queue()
    worker = bench.worker(wait_time_seconds=10)
    given(lambda: bench.line.polls == 1, "a poll is open")
    worker.terminate()
    sent = 0
    while worker.process.poll() is None:
        bench.send(queue, (f"late-{sent}", 0))
        sent += 1
        if sent == 1000:
            raise RuntimeError("The worker does not stop.")
        time.sleep(0.1)
    assert worker.process.returncode == 0
    until(lambda: queue.counts() == (sent, 0), "all messages are visible", patience=3)
    assert bench.notes() == []


# Workers that stop side by side in each round.
STOPPING = 5


def test_no_message_is_lost_that_is_sent_in_the_moment_of_a_shutdown(bench: Bench) -> None:
    """Messages come before, while and after the workers stop; each is run, or is visible then.

    On a busy machine a poll may be given up that the server has answered: such a message is visible
    when its first timeout is over, and still long before that of its queue.
    """
    moments = int(os.environ["TURBINE_TEST_MOMENTS"])
    for first in range(0, moments, STOPPING):
        queues = [bench.queue() for _ in range(STOPPING)]
        options = {"wait_time_seconds": 1, "first_visibility": 10}
        workers = [bench.begin_worker(queue, **options) for queue in queues]
        for worker in workers:
            worker.await_ready()
        sent = 0
        for number, worker in enumerate(workers):
            # Each at another moment of its poll, which takes a second.
            time.sleep(number / STOPPING)
            bench.send(queues[number], (f"before-{first + number}", 0))
            worker.terminate()
            sent += 1
        while any(worker.process.poll() is None for worker in workers):
            for number, worker in enumerate(workers):
                if worker.process.poll() is None:
                    bench.send(queues[number], (f"late-{first + number}-{sent}", 0))
                    sent += 1
            if sent >= 5000:
                raise RuntimeError("The workers do not stop.")
        assert [worker.process.returncode for worker in workers] == [0] * STOPPING
        ran = len([note for note in bench.notes() if note.startswith("ended")])
        until(
            lambda: sum(queue.counts()[0] for queue in queues) + ran == sent,  # noqa: B023
            "each message was run or is visible",
            patience=13,
        )
        assert sum(queue.counts()[1] for queue in queues) == 0
        assert len(bench.notes()) == 2 * ran
        bench.forget()


def send_more_than_fit(bench: Bench, seconds: float) -> None:
    """Send a task to each queue of a worker with one slot, which gets all of them."""
    # A poll of each: whoever has a task already would not poll for another one.
    given(lambda: bench.line.polls == len(bench.queues), "all queues are polled")
    for number, queue in enumerate(bench.queues):
        bench.send(queue, (str(number), seconds))
    given(lambda: all(queue.counts()[1] == 1 for queue in bench.queues), "all are received")


def test_what_waits_for_a_slot_is_given_back_at_shutdown(bench: Bench) -> None:
    first, second = bench.queue(), bench.queue()
    worker = bench.worker(wait_time_seconds=10)
    send_more_than_fit(bench, 8)
    worker.terminate()
    until(
        lambda: sum(queue.counts()[0] for queue in (first, second)) == 1,
        "the one without a slot is visible",
        patience=5,
    )
    worker.process.wait(30)
    assert len(bench.notes()) == 2


def test_what_waits_too_long_for_a_slot_is_given_to_another_worker(bench: Bench) -> None:
    bench.queue()
    bench.queue()
    bench.worker(give_back_after=2, wait_time_seconds=10)
    send_more_than_fit(bench, 25)
    bench.worker(give_back_after=2)
    until(lambda: len(bench.notes()) == 2, "each runs on a worker of its own", patience=15)
    assert sorted(bench.notes()) == ["began 0", "began 1"]


def test_what_a_killed_worker_had_not_begun_is_back_long_before_its_visibility_ends(
    bench: Bench,
) -> None:
    first, second = bench.queue(visibility=60), bench.queue(visibility=60)
    worker = bench.worker(give_back_after=60, first_visibility=4, wait_time_seconds=10)
    send_more_than_fit(bench, 60)
    given(lambda: len(bench.notes()) == 1, "one runs")
    worker.kill()
    until(
        lambda: sum(queue.counts()[0] for queue in (first, second)) >= 1,
        "the one that waited is visible",
        patience=8,
    )


def test_a_task_that_runs_is_held_for_longer_than_one_that_waits(bench: Bench) -> None:
    queue = bench.queue(visibility=8)
    bench.worker(slots=2, visibility_timeout=8, first_visibility=2)
    bench.send(queue, ("long", 12))
    until(lambda: "ended long" in bench.notes(), "the task ends")
    until(lambda: queue.counts() == (0, 0), "its message is deleted", patience=3)
    assert bench.notes() == ["began long", "ended long"]


def test_a_task_longer_than_the_visibility_timeout_is_run_once(bench: Bench) -> None:
    queue = bench.queue(visibility=2)
    bench.worker(slots=2, visibility_timeout=2)
    bench.send(queue, ("long", 8))
    until(lambda: "ended long" in bench.notes(), "the task ends")
    until(lambda: queue.counts() == (0, 0), "its message is deleted", patience=3)
    assert bench.notes() == ["began long", "ended long"]


def test_a_task_that_outlasts_a_shutdown_and_its_visibility_is_run_once(bench: Bench) -> None:
    queue = bench.queue(visibility=2)
    leaving = bench.worker(slots=2, visibility_timeout=2)
    bench.send(queue, ("long", 10), ("short", 3))
    given(lambda: len(bench.notes()) == 2, "both tasks run")
    leaving.terminate()
    bench.worker(visibility_timeout=2)
    given(lambda: "ended short" in bench.notes(), "the short task ends")
    until(lambda: queue.counts() == (0, 1), "its message is deleted at once", 5)
    assert "ended long" not in bench.notes()
    assert leaving.process.wait(30) == 0
    assert queue.counts() == (0, 0)
    assert sorted(bench.notes()) == ["began long", "began short", "ended long", "ended short"]


def test_a_task_longer_than_sqs_can_keep_its_message_is_run_once(bench: Bench) -> None:
    queue = bench.queue(visibility=2)
    worker = bench.worker(slots=2, visibility_timeout=2, holding_limit=6)
    bench.send(queue, ("long", 12))
    given(lambda: "began long" in bench.notes(), "the task runs")
    until(lambda: queue.counts() == (0, 0), "its message is deleted near the limit", 10)
    assert "ended long" not in bench.notes()
    assert worker.state()["state"] == "busy"
    until(lambda: "ended long" in bench.notes(), "the task ends")
    until(lambda: worker.state()["state"] == "idle", "the worker is idle")
    assert bench.notes() == ["began long", "ended long"]


def test_a_worker_tells_its_state(bench: Bench) -> None:
    queue = bench.queue()
    worker = bench.worker(slots=2)
    until(lambda: worker.state().get("empty_polls", 0) >= 1, "an empty poll is counted", 15)
    idle = worker.state()
    assert idle["pid"] == worker.process.pid
    assert idle["state"] == "idle"
    assert idle["running"] == []
    assert idle["polls"] == idle["empty_polls"]
    assert age(idle["last_poll"]) < 10

    until(lambda: worker.state()["written"] != idle["written"], "it is written again", 5)

    bench.send(queue, ("a", 6))
    until(lambda: "began a" in bench.notes(), "the task runs")
    until(lambda: worker.state()["state"] == "busy", "the worker is busy", 3)
    busy = worker.state()
    assert len(busy["running"]) == 1
    assert worker.says(f"[{busy['running'][0]['id']}] received")
    assert age(busy["running"][0]["since"]) < 5
    assert busy["polls"] > busy["empty_polls"]

    worker.terminate()
    until(lambda: worker.state()["state"] == "draining", "the worker is draining", 3)
    assert len(worker.state()["running"]) == 1
    worker.process.wait(30)
    assert bench.notes() == ["began a", "ended a"]


def age(time_of_day: str) -> float:
    return time.time() - datetime.fromisoformat(time_of_day).timestamp()
