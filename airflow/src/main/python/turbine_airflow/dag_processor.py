"""Airflow's dag-processor, which reads a release as soon as it becomes active.

Airflow looks for a new version of a bundle once a second at best, and then reads a file again only
if it is newer than its last reading and the queue has drained. Here SIGURG, which does nothing to
a process that does not know it, says that a release became active; all its files are read, those
that differ first; and what was read of the release before is thrown away rather than stored
under the name of the new one.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import FileIO
from typing import TYPE_CHECKING, Any

from airflow.dag_processing.manager import DagFileInfo, DagFileProcessorManager
from sqlalchemy import select, update

from turbine_airflow.bundle import ReleaseBundle
from turbine_airflow.release import Releases

if TYPE_CHECKING:
    from airflow.dag_processing.bundles.base import BaseDagBundle
    from airflow.dag_processing.processor import DagFileParsingResult, DagFileProcessorProcess
    from sqlalchemy.orm import Session

_NICENESS = 10
"""Of a process that reads a file that did not change; a tenth of the others' share."""

_QUIET_SECONDS = 3.0
"""Without another saved file before those are read that did not change."""

_DEATH_SECONDS = 5.0
"""For a process that was killed; it takes a millisecond."""

_LOOK_AGAIN_SECONDS = 0.02

WAKE = signal.SIGURG
"""Sent to the dag-processor after ``active.json`` was replaced."""


class ReleaseProcessorManager(DagFileProcessorManager):
    """See the module."""

    # Under its own name it would have to be quietened once more.
    _logger_name = "airflow.dag_processing.manager.DagFileProcessorManager"

    _first: Sequence[str] = ()
    """The files to read before all others, relative to ``dags/``."""

    _others_wait_until = 0.0
    """On the monotonic clock."""

    def prepare_process_context(self) -> None:
        """Listen for the signal in the loop that waits for parsed files."""
        super().prepare_process_context()
        self._first = Releases.of_environment().active().first
        readable, writable = os.pipe()
        os.set_blocking(readable, False)
        os.set_blocking(writable, False)
        signal.signal(WAKE, lambda _number, _frame: None)
        signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
        # The loop's selector calls the first with what can be read, the second when it is closed.
        self.selector.register(
            os.fdopen(readable, "rb", buffering=0),
            selectors.EVENT_READ,
            (self._on_signal, lambda _descriptor: None),
        )

    def _on_signal(self, wakeup: FileIO) -> bool:
        wakeup.read(4096)
        self._bundles_last_refreshed = 0
        return True

    def should_skip_refresh(self, *, bundle: BaseDagBundle, **state: Any) -> bool:
        """Refresh exactly when another release has become active."""
        if not isinstance(bundle, ReleaseBundle) or not state["previously_seen"]:
            return super().should_skip_refresh(bundle=bundle, **state)
        self._force_refresh_bundles.discard(bundle.name)
        active = Releases.of_environment().active().release
        return active == self._bundle_versions[bundle.name]

    def _refresh_dag_bundles(self, known_files: dict[str, set[DagFileInfo]]) -> None:
        before = dict(self._bundle_versions)
        super()._refresh_dag_bundles(known_files=known_files)
        for name, version in self._bundle_versions.items():
            if before.get(name) != version and name in before:
                self._read_anew(known_files[name])

    def _read_anew(self, files: set[DagFileInfo]) -> None:
        stale = [file for file in self._processors if file.bundle_version is None]
        # What another release is saved too soon for has still to be read first.
        waiting = {str(file.rel_path) for file in (*stale, *self._file_queue)}
        active = Releases.of_environment().active()
        self._first = list(
            dict.fromkeys([*active.first, *(name for name in self._first if name in waiting)])
        )
        # Without a file that is known to differ, any may.
        quiet = _QUIET_SECONDS if active.saved and active.first else 0.0
        self._others_wait_until = time.monotonic() + quiet
        rank = {name: place for place, name in enumerate(self._first)}
        for file in stale:
            _end(self._processors.pop(file))
        callbacks = [file for file in self._file_queue if file in self._callback_to_execute]
        ordered = sorted(
            files, key=lambda file: (rank.get(str(file.rel_path), len(rank)), file.rel_path)
        )
        self._file_queue = OrderedDict.fromkeys([*callbacks, *ordered])

    def _start_new_processes(self) -> None:
        others: list[DagFileInfo] = []
        if time.monotonic() < self._others_wait_until:
            others = [file for file in self._file_queue if self._may_wait(file)]
        for file in others:
            del self._file_queue[file]
        super()._start_new_processes()  # type: ignore[no-untyped-call]
        self._file_queue.update(dict.fromkeys(others))

    def _may_wait(self, file: DagFileInfo) -> bool:
        return str(file.rel_path) not in self._first and file not in self._callback_to_execute

    def persist_parsing_result(
        self,
        *,
        bundle_name: str,
        parsing_result: DagFileParsingResult,
        relative_fileloc: str | None,
        session: Session,
        **rest: Any,
    ) -> None:
        """Keep the DAGs of a file that does not import.

        Airflow takes them for stale, and schedules no run of a stale DAG, not even one that has
        begun. That their file does not import keeps it from starting another one.
        """
        from airflow.models.dag import DagModel

        files = {relative_fileloc, *(parsing_result.import_errors or ())}
        present = session.scalars(
            select(DagModel.dag_id).where(
                DagModel.bundle_name == bundle_name,
                DagModel.relative_fileloc.in_(files),
                ~DagModel.is_stale,
            )
        ).all()
        super().persist_parsing_result(
            bundle_name=bundle_name,
            parsing_result=parsing_result,
            relative_fileloc=relative_fileloc,
            session=session,
            **rest,
        )
        session.execute(
            update(DagModel)
            .where(DagModel.dag_id.in_(present), DagModel.is_stale)
            # The time too: what was read longer ago than its file is taken for removed from it.
            .values(is_stale=False, last_parsed_time=datetime.now(UTC))
            .execution_options(synchronize_session="fetch")
        )

    def _create_process(self, dag_file: DagFileInfo) -> Any:
        # The process is a fork of this one: it imports from where this one would.
        releases = Releases.of_environment()
        if dag_file.bundle_path is not None:
            releases.enter(dag_file.bundle_path.parent.parent.name)
        process = super()._create_process(dag_file)
        if str(dag_file.rel_path) not in self._first:
            # What says the same as before may take its time: five hundred files would keep a small
            # machine from the next one that somebody saves.
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        return process


def _end(processor: DagFileProcessorProcess) -> None:
    """Kill the process that reads a file, and read what it wrote until then.

    Its own ``kill`` does the same, but when its sockets are closed before it has ended, it waits
    for five seconds, and all other files with it.
    """
    with suppress(processor._process.ProcessNotFound):
        processor._process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + _DEATH_SECONDS
    while time.monotonic() < deadline:
        ended = processor._service_subprocess(_LOOK_AGAIN_SECONDS, expect_signal=signal.SIGKILL)
        if ended is not None and not processor._open_sockets:
            break
    for socket in list(processor._open_sockets):
        # Held by what the file itself has started.
        processor.selector.unregister(socket)
        socket.close()
    processor.logger_filehandle.close()


def install() -> None:
    """Have the command ``airflow dag-processor`` use this manager."""
    from airflow.cli.commands import dag_processor_command

    dag_processor_command.DagFileProcessorManager = (  # type: ignore[attr-defined]
        ReleaseProcessorManager
    )
