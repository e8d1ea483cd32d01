"""Turns the current process into one Airflow command: ``python -m turbine_airflow.service …``.

The same as ``python -m airflow …``, with what Turbine adds to its services.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from turbine_airflow import release, worker


def become(arguments: Sequence[str]) -> None:
    """Run an Airflow command as this process's main program.

    :param arguments: as typed behind ``airflow``, e.g. ``["db", "migrate"]``
    :raises SystemExit: when the command wants an exit status of its own
    """
    # Airflow's services name themselves after this, and `airflow` re-executes nothing through it.
    sys.argv = ["airflow", *arguments]
    release.enter_base()
    worker.install_hooks()
    install_for(arguments)
    # Late: with the parent's fork this is a lookup, in a process of its own it costs a second,
    # and the hooks have to be there first.
    from airflow.__main__ import main

    main()


def is_worker(arguments: Sequence[str]) -> bool:
    """Whether an Airflow command starts a worker."""
    return list(arguments[:2]) == ["celery", "worker"]


def install_for(arguments: Sequence[str]) -> None:
    """Install what the service of an Airflow command needs beside a worker's hooks."""
    # Imported only where they are used: they import Airflow.
    if arguments[:1] in (["api-server"], ["dag-processor"], ["triggerer"]):
        from turbine_airflow import execution_api

        execution_api.keep_spoken_versions()
    elif arguments[:1] == ["scheduler"]:
        from turbine_airflow import sending

        sending.install()
    if release.FOLDER not in os.environ:
        return
    if is_worker(arguments):
        from turbine_airflow import execution

        execution.install()
    elif arguments[:1] == ["dag-processor"]:
        from turbine_airflow import dag_processor

        dag_processor.install()


if __name__ == "__main__":
    become(sys.argv[1:])
