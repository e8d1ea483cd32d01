"""A real SQS server, started by the Java test that runs this; real workers; a line that fails."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from celery import Celery

PATIENCE = 40.0
"""Seconds after which something that should happen never will."""

OURS = "turbine_airflow.sqs:Transport"
STOCK = "sqs"


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for something outside that says nothing when it happens."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {patience:g} s"
        time.sleep(0.05)


def given(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for what a test presumes: without it, the test has shown nothing of any transport."""
    try:
        until(condition, what, patience)
    except AssertionError as missing:
        raise RuntimeError(str(missing)) from missing


@pytest.fixture(scope="session")
def endpoint() -> str:
    address = os.environ.get("TURBINE_TEST_SQS")
    if address is None:
        pytest.fail("TURBINE_TEST_SQS is not set: a Java test starts the server and this")
    return address


@pytest.fixture(scope="session")
def sqs(endpoint: str) -> Any:
    return boto3.client(
        "sqs",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )


@dataclass
class Queue:
    """A queue of one test."""

    sqs: Any
    name: str
    url: str

    def counts(self) -> tuple[int, int]:
        """Messages visible and in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        visible, in_flight = (int(answer["Attributes"][name]) for name in names)
        return visible, in_flight


@dataclass
class Line:
    """A TCP line to the server that can be cut, go silent, or answer with an error."""

    target: tuple[str, int]
    port: int = 0
    mode: str = "pass"
    faults: int = 0
    """Requests that met an error or silence."""
    polls: int = 0
    """Polls that have reached the server."""
    _listener: socket.socket | None = None
    _open: set[socket.socket] = field(default_factory=set)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """A connection that opens is cut by a change of mode, or opens in the new one."""

    def begin(self) -> None:
        """Listen, on the same port again after a cut."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def become(self, mode: str) -> None:
        """``pass``, ``refuse``, ``silent``, or the status line of an answer like ``403 Forbidden``.

        Connections that are open are cut, but for ``silent``: those stay open and silent for ever.
        """
        with self._turn:
            self.mode = mode
        if mode == "silent":
            return
        if mode == "refuse":
            self.end()
            return
        self._cut()
        if self._listener is None:
            self.begin()

    def end(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            # Wakes the thread that accepts, which a close alone does not.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._cut()

    def _cut(self) -> None:
        with self._turn:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._turn:
            mode = self.mode
            if mode == "pass":
                server = socket.create_connection(self.target)
                self._open |= {client, server}
        if mode == "silent":
            self._swallow(client)
        elif mode == "pass":
            threading.Thread(target=self._pump, args=(server, client), daemon=True).start()
            self._pump(client, server)
            with self._turn:
                self._open -= {client, server}
        else:
            with contextlib.suppress(OSError):
                client.recv(65536)
                head = f"HTTP/1.1 {mode}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
                client.sendall(head.encode() + b"{}")
            client.close()
            self.faults += 1

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.mode == "silent":
                    self.faults += 1
                    self._swallow(source)
                sink.sendall(data)
                self.polls += b"AmazonSQS.ReceiveMessage" in data
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _swallow(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while client.recv(65536):
                self.faults += 1
        threading.Event().wait()


@dataclass
class Worker:
    """A running Celery worker."""

    process: subprocess.Popen[bytes]
    state_file: Path
    log: Path

    def state(self) -> dict[str, Any]:
        """What it tells about itself; empty before it has."""
        try:
            state = json.loads(self.state_file.read_text())
        except FileNotFoundError:
            return {}
        assert isinstance(state, dict)
        return state

    def await_ready(self) -> None:
        given(lambda: self.says(" ready."), "the worker is ready")

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End all its processes at once, as when a machine is lost."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def says(self, words: str) -> bool:
        return words in self.log.read_text()


class Bench:
    """What a test works with."""

    def __init__(self, folder: Path, sqs: Any, endpoint: str, transport: str) -> None:
        self.folder = folder
        self.notes_file = folder / "notes"
        self.transport = transport
        self.queues: list[Queue] = []
        self.workers: list[Worker] = []
        self._numbers = itertools.count(1)
        address = urlsplit(endpoint)
        assert address.hostname is not None
        assert address.port is not None
        self.line = Line((address.hostname, address.port))
        self.line.begin()
        self._sqs = sqs
        self._port = address.port

    def queue(self, visibility: int = 60) -> Queue:
        name = f"test-{uuid.uuid4()}"
        attributes = {"VisibilityTimeout": str(visibility)}
        answer = self._sqs.create_queue(QueueName=name, Attributes=attributes)
        queue = Queue(self._sqs, name, answer["QueueUrl"])
        self.queues.append(queue)
        return queue

    def settings(self, port: int, **options: Any) -> dict[str, str]:
        settings = {
            "broker": f"sqs://x:x@127.0.0.1:{port}",
            "transport": self.transport,
            "queue": self.queues[0].name,
            "notes": str(self.notes_file),
            "options": {
                "region": "us-east-1",
                "is_secure": False,
                "wait_time_seconds": 3,
                "polling_interval": 0,
                "visibility_timeout": 60,
                "predefined_queues": {queue.name: {"url": queue.url} for queue in self.queues},
                **options,
            },
        }
        return {
            **os.environ,
            "MANNERS_SETTINGS": json.dumps(settings),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]]),
        }

    def worker(self, *queues: Queue, slots: int = 1, **options: Any) -> Worker:
        """Start a worker that reaches SQS over the line, and wait until it takes tasks."""
        worker = self.begin_worker(*queues, slots=slots, **options)
        worker.await_ready()
        return worker

    def begin_worker(self, *queues: Queue, slots: int = 1, **options: Any) -> Worker:
        """Start a worker, without the wait."""
        number = next(self._numbers)
        state_file = self.folder / f"state-{number}"
        log = self.folder / f"log-{number}"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "--app", "tasks_app", "worker"),
                    *("--concurrency", str(slots), "-O", "fair", "--loglevel", "info"),
                    *("--without-mingle", "--without-gossip"),
                    *("--queues", ",".join(queue.name for queue in queues or self.queues)),
                ],
                env={
                    **self.settings(self.line.port, **options),
                    "TURBINE_STATE_FILE": str(state_file),
                },
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        worker = Worker(process, state_file, log)
        self.workers.append(worker)
        return worker

    def send(self, queue: Queue, *tasks: tuple[str, float]) -> None:
        """Send tasks: name, seconds; past the line, and at once."""
        for task in tasks:
            self._sender.send_task("work", task, queue=queue.name)

    @functools.cached_property
    def _sender(self) -> Celery:
        settings = json.loads(self.settings(self._port)["MANNERS_SETTINGS"])
        sender = Celery("sender", broker=settings["broker"], set_as_current=False)
        sender.conf.update(
            broker_transport_options=settings["options"],
            task_default_queue=settings["queue"],
            task_default_exchange=settings["queue"],
            task_ignore_result=True,
        )
        return sender

    def notes(self) -> list[str]:
        """What the tasks said so far."""
        return self.notes_file.read_text().splitlines() if self.notes_file.exists() else []

    def forget(self) -> None:
        """End the workers, delete the queues and what the tasks said."""
        for worker in self.workers:
            worker.kill()
        for queue in self.queues:
            self._sqs.delete_queue(QueueUrl=queue.url)
        self.workers.clear()
        self.queues.clear()
        # It knows the queues by name.
        self.__dict__.pop("_sender", None)
        self.notes_file.unlink(missing_ok=True)

    def close(self) -> None:
        self.forget()
        self.line.end()


# The stock transport has none of these manners, and each test must see that: by what it asserts,
# not because what it presumes did not come about.
TRANSPORTS = {
    "ours": OURS,
    "stock": pytest.param(STOCK, marks=pytest.mark.xfail(strict=True, raises=AssertionError)),
}


@pytest.fixture(params=[TRANSPORTS[os.environ.get("TURBINE_TEST_TRANSPORT", "ours")]])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, sqs: Any, endpoint: str
) -> Iterator[Bench]:
    made = Bench(tmp_path, sqs, endpoint, request.param)
    try:
        yield made
    finally:
        made.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    """Show the workers' logs with a failure."""
    outcome: Any = yield
    report = outcome.get_result()
    bench = getattr(item, "funcargs", {}).get("bench")
    if report.when == "call" and report.failed and bench is not None:
        for worker in bench.workers:
            report.sections.append((str(worker.log), worker.log.read_text()[-6000:]))
