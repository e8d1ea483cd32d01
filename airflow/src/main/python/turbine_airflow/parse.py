"""Imports a folder's DAGs as Airflow's dag-processor does.

``python -m turbine_airflow.parse DIR [FILE]`` prints a JSON object, or writes it to the file. The
folder is the ``dags/`` of a project, whose modules and plugins lie beside it. All paths are
relative to it::

    {"files": [{"file": "a.py", "seconds": 0.021}],
     "dags": [{"id": "a", "file": "a.py", "tasks": 3, "tags": ["x"]}],
     "errors": [{"file": "b.py", "line": 4, "message": "NameError: …", "traceback": "…"}],
     "duplicates": [{"id": "a", "files": ["a.py", "c.py"]}],
     "cycles": [{"id": "d", "file": "d.py", "message": "…"}]}

``line`` is where in that file it went wrong, null when no line is to blame. A duplicate or a cycle
is an error too. The exit status is 0 whatever was found, and 2 when there is no such folder.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbine_airflow.release import enter_project
from turbine_airflow.streams import take_stdout, write_all

if TYPE_CHECKING:
    from airflow.sdk import DAG

_FRAME = re.compile(r'^\s*File "(?P<file>.+)", line (?P<line>\d+)', re.MULTILINE)
_TRACEBACK_DEPTH = 100
_SHOWN_LINES = 20


def parse(folder: Path) -> dict[str, Any]:
    """Import every DAG file below a folder.

    :param folder: an absolute path with its links resolved
    :returns: the report that this module's documentation shows
    """
    # Airflow keeps the last two frames only, of which often none is in the person's file.
    os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_ERROR_TRACEBACK_DEPTH"] = str(_TRACEBACK_DEPTH)
    from airflow.configuration import conf
    from airflow.dag_processing.dagbag import BundleDagBag
    from airflow.dag_processing.importers import get_importer_registry
    from airflow.exceptions import AirflowDagDuplicatedIdException
    from airflow.sdk.exceptions import AirflowDagCycleException
    from airflow.serialization.serialized_objects import LazyDeserializedDAG

    duplicates: dict[str, list[str]] = {}
    cycles: list[dict[str, Any]] = []

    class RecordingBag(BundleDagBag):
        """Keeps apart what Airflow reports as text: it has room for one error a file."""

        def bag_dag(self, dag: DAG) -> None:
            same_id = self.dags.get(dag.dag_id)
            try:
                super().bag_dag(dag)
                # The dag-processor stores a DAG in this form: what cannot take it is an error.
                LazyDeserializedDAG.from_dag(dag)
            except AirflowDagCycleException as cycle:
                cycles.append(
                    {"id": dag.dag_id, "file": relative(dag.fileloc), "message": str(cycle)}
                )
                raise
            except AirflowDagDuplicatedIdException:
                raise
            except Exception:
                self.dags.pop(dag.dag_id, None)
                raise
            finally:
                # Within one file Airflow says nothing and takes the last.
                if same_id is not None and same_id is not dag:
                    files = duplicates.setdefault(dag.dag_id, [relative(same_id.fileloc)])
                    files.append(relative(dag.fileloc))

    def relative(file: str) -> str:
        return os.path.relpath(file, folder)

    bag = RecordingBag(folder, bundle_path=folder, collect_dags=False)
    safe_mode = conf.getboolean("core", "dag_discovery_safe_mode")
    files = []
    for file in sorted(get_importer_registry().list_dag_files(str(folder), safe_mode=safe_mode)):
        began = time.monotonic()
        bag.process_file(file, False, safe_mode)  # type: ignore[no-untyped-call]
        files.append({"file": relative(file), "seconds": round(time.monotonic() - began, 3)})
    return {
        "files": files,
        "dags": [
            {
                "id": dag.dag_id,
                "file": relative(dag.fileloc),
                "tasks": len(dag.tasks),
                "tags": sorted(dag.tags),
            }
            for dag in bag.dags.values()
        ],
        "errors": [_error(folder, file, text) for file, text in sorted(bag.import_errors.items())],
        "duplicates": [{"id": i, "files": f} for i, f in sorted(duplicates.items())],
        "cycles": cycles,
    }


def _error(folder: Path, file: str, text: str) -> dict[str, Any]:
    """Find the line and the message in what Airflow keeps of an error, its traceback as text."""
    own = str(folder / file)
    frames = list(_FRAME.finditer(text))
    lines = [int(frame["line"]) for frame in frames if frame["file"] == own]
    message = text
    if frames:
        # Behind the last frame comes its source, indented, then the exception.
        behind = text[frames[-1].end() :].splitlines()[1:]
        while behind and behind[0].startswith(" "):
            behind.pop(0)
        message = "\n".join(behind)
    return {
        "file": file,
        "line": lines[-1] if lines else None,
        "message": message.strip(),
        "traceback": "\n".join(text.splitlines()[-_SHOWN_LINES:]),
    }


def main(arguments: Sequence[str]) -> int:
    """Parse the folder that the first argument names; see the module's documentation."""
    stdout = take_stdout()
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_dir():
        print(f"expected a folder of DAGs, and perhaps a file, got {arguments}", file=sys.stderr)
        return 2
    try:
        dags = Path(arguments[0]).resolve()
        enter_project(dags)
        report = json.dumps(parse(dags)).encode() + b"\n"
        if len(arguments) == 2:
            Path(arguments[1]).write_bytes(report)
        else:
            write_all(stdout, report)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
