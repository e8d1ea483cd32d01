"""Turns the current process into one Airflow command: ``python -m turbine_airflow.service …``.

The same as ``python -m airflow …``, with Turbine's hooks for workers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from turbine_airflow import worker


def become(arguments: Sequence[str]) -> None:
    """Run an Airflow command as this process's main program.

    :param arguments: as typed behind ``airflow``, e.g. ``["db", "migrate"]``
    :raises SystemExit: when the command wants an exit status of its own
    """
    # Airflow's services name themselves after this, and `airflow` re-executes nothing through it.
    sys.argv = ["airflow", *arguments]
    worker.install_hooks()
    # Late: with the parent's fork this is a lookup, in a process of its own it costs a second,
    # and the hooks have to be there first.
    from airflow.__main__ import main

    main()


if __name__ == "__main__":
    become(sys.argv[1:])
