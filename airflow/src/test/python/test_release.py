"""Binding to releases: which files a process imports, and what the dag-processor stores."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

PATIENCE_SECONDS = 60

DAG = """
import datetime
from airflow.sdk import DAG
from airflow.providers.standard.operators.python import PythonOperator
from include.words import WORD

with DAG("words", description=WORD, schedule=None, start_date=datetime.datetime(2026, 1, 1)):
    PythonOperator(task_id="say", python_callable=print)
"""


class Folder:
    """A folder of releases, filled by hand."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, release: str, files: dict[str, str]) -> None:
        for name, content in files.items():
            file = self.root / release / "airflow" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        (self.root / release / "environment").symlink_to(sys.prefix)

    def activate(self, release: str, *first: str) -> None:
        fresh = self.root / "active.fresh"
        fresh.write_text(json.dumps({"release": release, "first": first}))
        fresh.replace(self.root / "active.json")


@pytest.fixture
def folder(tmp_path: Path, environment: dict[str, str]) -> Folder:
    folder = Folder(tmp_path / "releases of a stack")
    folder.root.mkdir()
    environment["TURBINE_RELEASES"] = str(folder.root)
    return folder


def python(environment: dict[str, str], code: str) -> str:
    """What the code prints."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE_SECONDS,
    ).stdout.strip()


@pytest.mark.parametrize("forked_from", ["", "import turbine_airflow.preloaded"])
def test_a_process_imports_from_the_release_it_entered(
    folder: Folder, environment: dict[str, str], forked_from: str
) -> None:
    folder.add("old", {"include/words.py": "WORD = 'old'", "dags/gone.py": "", "plugins/p.py": ""})
    folder.add("new", {"include/words.py": "WORD = 'new'"})
    code = """
import os, sys, subprocess
from turbine_airflow.release import Releases
releases = Releases.of_environment()
def word():
    from include import words
    return words.WORD
releases.enter("old"); import gone, p; first = word()
releases.enter("new"); second = word()
code = "import include.words as w; print(w.WORD)"
started = subprocess.check_output([sys.executable, "-c", code])
print(first, second, "gone" in sys.modules, started.decode().strip())
"""
    assert python(environment, forked_from + code) == "old new False new"


def test_a_service_has_the_plugins_of_its_base(folder: Folder, environment: dict[str, str]) -> None:
    plugin = """
from airflow.plugins_manager import AirflowPlugin
class Mine(AirflowPlugin):
    name = "{}"
"""
    folder.add("old", {"plugins/mine.py": plugin.format("old")})
    folder.add("new", {"plugins/mine.py": plugin.format("new")})
    folder.activate("new")
    code = """
import airflow.settings
from turbine_airflow.release import enter_base
enter_base()
from airflow import plugins_manager
plugins = plugins_manager._get_plugins()[0]
print([plugin.name for plugin in plugins if plugin.name in ("old", "new")])
"""
    assert python({**environment, "TURBINE_BASE_RELEASE": "old"}, code) == "['old']"


@contextmanager
def dag_processor(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "turbine_airflow.service", "dag-processor"],
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.fixture
def database(environment: dict[str, str]) -> Path:
    environment["AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"] = json.dumps(
        [{"name": "project", "classpath": "turbine_airflow.bundle.ReleaseBundle", "kwargs": {}}]
    )
    environment["AIRFLOW__CORE__EXECUTOR"] = "LocalExecutor"
    environment["AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL"] = "0"
    environment["AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL"] = "1"
    subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )
    return Path(environment["AIRFLOW_HOME"]) / "airflow.db"


def eventually(look: Callable[[], object], wanted: object, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, f"{seen} instead of {wanted}:\n{log.read_text()}"
        time.sleep(0.02)


def rows(database: Path, columns: str) -> list[tuple[Any, ...]]:
    """What is known of each DAG."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(f"SELECT {columns} FROM dag").fetchall()


def dags(database: Path) -> dict[str, tuple[str, str]]:
    """The description and the release of each DAG."""
    columns = "dag_id, description, bundle_version"
    return {name: (description, release) for name, description, release in rows(database, columns)}


def test_the_dag_processor_follows_the_active_release(
    folder: Folder, environment: dict[str, str], database: Path, tmp_path: Path
) -> None:
    other = DAG.replace('"words"', '"other"').replace("from include.words import WORD", "WORD = ''")
    for release in ("a", "b", "c"):
        words = f"WORD = 'of {release}'"
        files = {"dags/words.py": DAG, "dags/other.py": other, "include/words.py": words}
        folder.add(release, files)
    reading = tmp_path / "reading"
    folder.add(
        "endless",
        {
            "dags/other.py": f"# airflow dag\nopen({str(reading)!r}, 'w')\nwhile True: pass",
            "dags/words.py": DAG,
            "include/words.py": "WORD = 'of endless'",
        },
    )
    folder.activate("a")
    log = tmp_path / "dag-processor.log"
    with dag_processor(environment, log) as process:
        eventually(lambda: dags(database), {"words": ("of a", "a"), "other": ("", "a")}, log)
        # What is still being read of a former release is ended.
        folder.activate("endless", "other.py")
        os.kill(process.pid, signal.SIGURG)
        eventually(reading.exists, True, log)
        # Only an imported file differs: Airflow alone would not look at the DAG's file again.
        folder.activate("b", "words.py")
        os.kill(process.pid, signal.SIGURG)
        eventually(lambda: dags(database), {"words": ("of b", "b"), "other": ("", "b")}, log)
        # Without the signal it is seen too, and going back is nothing special.
        folder.activate("c")
        folder.activate("a")
        eventually(lambda: dags(database), {"words": ("of a", "a"), "other": ("", "a")}, log)


def test_a_file_that_does_not_import_keeps_its_dags(
    folder: Folder, environment: dict[str, str], database: Path, tmp_path: Path
) -> None:
    words = {"include/words.py": "WORD = ''"}
    folder.add("good", {"dags/words.py": DAG, **words})
    folder.add("broken", {"dags/words.py": DAG + "nonsense", **words})
    folder.add("gone", {"dags/other.py": DAG.replace('"words"', '"other"'), **words})

    def states() -> dict[str, tuple[str, bool, bool]]:
        columns = "dag_id, bundle_version, has_import_errors, is_stale"
        return {name: (v, bool(e), bool(s)) for name, v, e, s in rows(database, columns)}

    folder.activate("good")
    log = tmp_path / "dag-processor.log"
    with dag_processor(environment, log):
        eventually(states, {"words": ("good", False, False)}, log)
        # The scheduler goes on with runs of what is not stale, and begins none of what is broken.
        folder.activate("broken")
        eventually(states, {"words": ("good", True, False)}, log)
        folder.activate("gone")
        after = {"words": ("good", True, True), "other": ("gone", False, False)}
        eventually(states, after, log)


MANAGER = """
import json
from pathlib import Path
from airflow.dag_processing.manager import DagFileInfo, DagFileProcessorManager
from turbine_airflow.dag_processor import ReleaseProcessorManager
from turbine_airflow.release import Releases

files = {DagFileInfo(Path(f"{name}.py"), "project") for name in "abc"}
manager = ReleaseProcessorManager(max_runs=1)

def activate(cause, *first):
    active = {"release": "here", "cause": cause, "first": first}
    (Releases.of_environment().folder / "active.json").write_text(json.dumps(active))
    manager._read_anew(files)

def queue():
    print("".join(file.rel_path.stem for file in manager._file_queue) or "-", end=" ")
"""


def managed(folder: Folder, environment: dict[str, str], code: str) -> str:
    """What the code prints, which has a manager of three files and can activate releases."""
    folder.add("here", {"dags/a.py": ""})
    folder.activate("here")
    return python(environment, MANAGER + code)


def test_what_was_saved_first_is_read_after_what_was_saved_since(
    folder: Folder, environment: dict[str, str]
) -> None:
    code = """
activate("SAVED", "c.py")
queue()
activate("SAVED", "b.py")
queue()
manager._file_queue.popitem(last=False)
activate("SAVED")
queue()
"""
    assert managed(folder, environment, code) == "cab bca cab"


def test_after_a_file_was_saved_the_others_wait_for_a_moment(
    folder: Folder, environment: dict[str, str]
) -> None:
    code = """
def start_all(manager):
    queue()
    manager._file_queue.clear()

DagFileProcessorManager._start_new_processes = start_all

def start(cause, *first):
    activate(cause, *first)
    manager._start_new_processes()

start("SAVED", "c.py")
manager._start_new_processes()
manager._others_wait_until = 0
manager._start_new_processes()
start("DEPLOYED", "b.py")
start("SAVED")
"""
    assert managed(folder, environment, code) == "c - ab bac abc"


def test_a_release_that_is_not_here_is_asked_for(
    folder: Folder, environment: dict[str, str], tmp_path: Path
) -> None:
    agent = tmp_path / "agent.json"
    # Nobody listens there.
    agent.write_text(json.dumps({"address": "http://127.0.0.1:9", "token": "secret"}))
    environment["TURBINE_AGENT"] = str(agent)
    folder.add("here", {"dags/a.py": ""})
    code = """
from turbine_airflow.bundle import ReleaseBundle
bundle = ReleaseBundle(name="project", version="here")
bundle.initialize()
print(bundle.path.is_dir())
try:
    ReleaseBundle(name="project", version="elsewhere").initialize()
except RuntimeError as reason:
    print(reason)
"""
    present, reason = python(environment, code).splitlines()
    assert present == "True"
    assert reason.startswith("http://127.0.0.1:9 does not answer")
    assert "secret" not in reason
