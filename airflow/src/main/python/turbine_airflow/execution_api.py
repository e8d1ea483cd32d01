"""Makes Airflow's execution API, which tasks talk to, in the versions that tasks here speak.

Airflow speaks all of its history, nine versions in 3.3.1, and each takes a process that serves
them 0.8 s of processor time to make: the api-server before its first task, the triggerer and the
dag-processor when a trigger or a DAG file first asks for a connection or a variable.
"""

from __future__ import annotations

import importlib
from typing import Any

OLDEST = "2025-11-05"
"""Tasks of Airflow 3.3, with which Turbine began, speak a younger one, 2026-06-30.

This is the youngest that still has every route which Airflow 3.3 has for older versions only: it
refuses to serve without a version that has them. It stays for a newer Airflow, as long as tasks of
releases that were made before it are to end as they began.
"""

_VERSIONS = "airflow.api_fastapi.execution_api.versions"


def keep_spoken_versions() -> None:
    """Leave out what is older than ``OLDEST``; before Airflow imports any version."""
    import cadwyn

    class Spoken(cadwyn.VersionBundle):
        def __init__(self, head: cadwyn.HeadVersion, *versions: cadwyn.Version, **kw: Any) -> None:
            *newer, last = (v for v in versions if v.value >= OLDEST)
            # Its changes would lead to a version that is left out.
            super().__init__(head, *newer, cadwyn.Version(last.value), **kw)

    complete = cadwyn.VersionBundle
    cadwyn.VersionBundle = Spoken  # type: ignore[assignment, misc]
    try:
        importlib.import_module(_VERSIONS)
    finally:
        cadwyn.VersionBundle = complete  # type: ignore[misc]
