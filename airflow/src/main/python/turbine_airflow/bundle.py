"""The DAG bundle of a stack: each version is a release, and never changes.

A run is bound to the release that was active when it began. All its tasks, retries, mapped and
resumed ones among them, take everything below the release's ``/airflow`` from there: DAG files,
and the modules beside them, whenever they are imported. Not bound to it are plugins that Airflow
itself has loaded, triggers in the triggerer, and whatever lies outside ``/airflow``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.dag_processing.bundles.base import BaseDagBundle, BundleVersion

from turbine_airflow import agent
from turbine_airflow.release import Releases


class ReleaseBundle(BaseDagBundle):
    """Takes DAG files from the active release, or from the one that ``version`` names."""

    supports_versioning = True

    def __init__(self, **arguments: Any) -> None:
        """:param arguments: those of every bundle"""
        super().__init__(**arguments)
        self._releases = Releases.of_environment()
        self._release: str | None = self.version

    @property
    def path(self) -> Path:
        """The ``dags/`` of the release; it changes with :meth:`refresh`."""
        return self._releases.airflow(self._current()) / "dags"

    def initialize(self) -> None:
        """Make the release's files importable; a release that is not here is fetched first.

        :raises RuntimeError: when the release cannot be had, with the reason
        """
        release = self._current()
        if not self._releases.has(release):
            agent.restore(release)
        # A process that reads the active release, whichever it is, enters it file by file.
        if self.version is not None:
            self._releases.enter(release)
        super().initialize()

    def get_current_version(self) -> BundleVersion:
        """The release's id."""
        return BundleVersion(self._current())

    def refresh(self) -> None:
        """Go on to the active release."""
        if self.version is None:
            self._release = self._releases.active().release

    def _current(self) -> str:
        if self._release is None:
            self._release = self._releases.active().release
        return self._release
