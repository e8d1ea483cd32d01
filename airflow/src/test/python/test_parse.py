"""turbine_airflow.parse over folders with each kind of trouble."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOOD = """
from airflow.sdk import dag, task

@dag(schedule=None, tags=["b", "a"])
def {name}():
    @task
    def one(): ...
    @task
    def two(): ...
    one() >> two()

{name}()
"""
CYCLE = """
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

with DAG("circle", schedule=None):
    a, b = EmptyOperator(task_id="a"), EmptyOperator(task_id="b")
    a >> b >> a
"""


def run(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turbine_airflow.parse", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


BROKEN = {
    "syntax.py": ("# airflow dag\n\ndef broken(:\n", 3, "SyntaxError: invalid syntax"),
    "import.py": ("# airflow dag\nimport no_such\n", 2, "ModuleNotFoundError: No module named"),
    "a function.py": ("# airflow dag\ndef f():\n    1 / 0\n\nf()\n", 3, "ZeroDivisionError:"),
    "lines.py": ("# airflow dag\nraise ValueError('two\\nlines')\n", 2, "ValueError: two\nlines"),
    "hülfe.py": ("# airflow dag\nimport helper_of_mine\n", 2, "NameError: name 'missing'"),
    "exit.py": ("# airflow dag\nimport sys\nsys.exit(3)\n", 3, "SystemExit: 3"),
    "cron.py": (
        "from airflow.sdk import DAG, task\nwrong = DAG('cron', schedule='no cron')\n",
        None,
        "AirflowTimetableInvalid",
    ),
}
"""File: its source, and the line and the beginning of the message that are to be reported."""


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory, module_environment: dict[str, str]
) -> dict[str, Any]:
    """Of a folder that has everything: one process imports Airflow once for all tests."""
    dags = tmp_path_factory.mktemp("my dägs")
    (dags / "ordner").mkdir()
    (dags / "ordner" / "prüfung 1.py").write_text(GOOD.format(name="good"))
    (dags / "nothing.py").write_text("x = 1\n")
    (dags / "helper_of_mine.py").write_text("missing\n")
    (dags / "chatty.py").write_text("print('on stdout')\n" + GOOD.format(name="chatty"))
    (dags / "circle.py").write_text(CYCLE)
    (dags / "twin a.py").write_text(GOOD.format(name="twin"))
    (dags / "twin b.py").write_text(GOOD.format(name="twin"))
    own = GOOD.format(name="own") + "\nwith DAG('own', schedule=None): pass\n"
    (dags / "twins.py").write_text("from airflow.sdk import DAG\n" + own)
    for name, (source, _, _) in BROKEN.items():
        (dags / name).write_text(source)
    process = run(dags, module_environment)
    assert process.returncode == 0, process.stderr
    parsed = json.loads(process.stdout)
    assert isinstance(parsed, dict)
    return parsed


def test_reports_each_dag_with_its_file(report: dict[str, Any]) -> None:
    dags = {dag["id"]: dag for dag in report["dags"]}

    assert dags.keys() == {"good", "chatty", "twin", "own"}
    assert dags["good"] == {
        "id": "good",
        "file": "ordner/prüfung 1.py",
        "tasks": 2,
        "tags": ["a", "b"],
    }


def test_reports_the_files_that_may_hold_dags(report: dict[str, Any]) -> None:
    files = {file["file"] for file in report["files"]}

    assert files == {
        *BROKEN,
        "ordner/prüfung 1.py",
        "chatty.py",
        "circle.py",
        "twin a.py",
        "twin b.py",
        "twins.py",
    }
    assert all(file["seconds"] >= 0 for file in report["files"])


@pytest.mark.parametrize("file", BROKEN)
def test_reports_an_error_with_its_line(report: dict[str, Any], file: str) -> None:
    (error,) = (error for error in report["errors"] if error["file"] == file)
    _, line, message = BROKEN[file]

    assert error["line"] == line
    assert error["message"].startswith(message)
    assert message in error["traceback"]


def test_reports_a_cycle(report: dict[str, Any]) -> None:
    (cycle,) = report["cycles"]

    assert (cycle["id"], cycle["file"]) == ("circle", "circle.py")
    assert "circle" in cycle["message"]


def test_reports_the_files_that_share_an_id(report: dict[str, Any]) -> None:
    assert report["duplicates"] == [
        {"id": "own", "files": ["twins.py", "twins.py"]},
        {"id": "twin", "files": ["twin a.py", "twin b.py"]},
    ]


def test_counts_cycles_and_duplicates_as_errors(report: dict[str, Any]) -> None:
    files = {error["file"] for error in report["errors"]}

    assert files == {*BROKEN, "circle.py", "twin b.py"}


def test_refuses_what_is_no_folder(tmp_path: Path, environment: dict[str, str]) -> None:
    process = run(tmp_path / "missing", environment)

    assert process.returncode == 2
    assert "missing" in process.stderr
    assert process.stdout == ""
