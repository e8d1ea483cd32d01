"""The releases of a stack on this machine's disk, as Airflow's processes see them.

The folder named by ``TURBINE_RELEASES`` holds::

    active.json          {"release": "3f2a…", "cause": "SAVED", "first": ["changed.py", "user.py"]}
    3f2a…/airflow/       what was in /airflow when the release became active; never changes
    3f2a…/environment    a link to the Python environment that the release runs in

``first`` names the DAG files, relative to ``dags/``, that differ from the release before. ``cause``
is ``SAVED`` when somebody saved a file, another word when a whole project was deployed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

FOLDER = "TURBINE_RELEASES"
"""Environment variable: the folder of releases."""

BASE = "TURBINE_BASE_RELEASE"
"""Environment variable: the release whose plugins and modules a service itself imports."""


@dataclass(frozen=True)
class Active:
    """The release that new runs use."""

    release: str
    first: Sequence[str]
    saved: bool


@dataclass(frozen=True)
class Releases:
    """The folder of releases."""

    folder: Path

    @staticmethod
    def of_environment() -> Releases:
        """The folder that this process was told of.

        :raises KeyError: when ``TURBINE_RELEASES`` is not set
        """
        return Releases(Path(os.environ[FOLDER]))

    def active(self) -> Active:
        """Read which release is active now.

        :raises FileNotFoundError: when there has never been one
        """
        content = json.loads((self.folder / "active.json").read_text())
        saved = content.get("cause") == "SAVED"
        return Active(content["release"], content.get("first", ()), saved)

    def has(self, release: str) -> bool:
        """Whether all of a release is on this disk: its environment comes last."""
        return (self.folder / release / "environment").exists()

    def airflow(self, release: str) -> Path:
        """The release's copy of /airflow."""
        return self.folder / release / "airflow"

    def python(self, release: str) -> Path:
        """The interpreter that a release's tasks run in; its links are not resolved."""
        return (self.folder / release / "environment").readlink() / "bin" / "python"

    def enter(self, release: str) -> None:
        """Let this process, and the processes that it starts, import from a release only.

        Modules come from its ``dags/``, its root and its ``plugins/``. What has been imported from
        another release is forgotten: the next import takes this one's.
        """
        root = self.airflow(release)
        # First: a package without __init__.py looks for its places anew when the path changes.
        for name in _imported_since_the_fork():
            module = sys.modules[name]
            if any(self._holds(place) and not _is_in(place, root) for place in _places(module)):
                del sys.modules[name]
        sys.path[:] = [
            *(entry for entry in sys.path if not self._holds(entry)),
            *(str(path) for path in (root / "dags", root, root / "plugins")),
        ]
        inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        kept = [entry for entry in inherited if entry and not self._holds(entry)]
        os.environ["PYTHONPATH"] = os.pathsep.join([*kept, str(root)])
        os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(root / "dags")

    def _holds(self, path: str) -> bool:
        return _is_in(path, self.folder)


def _imported_since_the_fork() -> list[str]:
    """The modules that this process or one it was forked from imported after ``preload``.

    Those before are Airflow's. To look at three thousand of them before each task would copy most
    of the pages that a task's process shares with its parent: 40 ms of 200.
    """
    return list(takewhile(lambda name: name != "turbine_airflow.preloaded", reversed(sys.modules)))


def _is_in(path: str, folder: Path) -> bool:
    # A Path for each place takes 20 times as long.
    return path == str(folder) or path.startswith(f"{folder}{os.sep}")


def _places(module: object) -> list[str]:
    """Where a module came from; a package without ``__init__.py`` may have several places."""
    file = getattr(module, "__file__", None)
    # Some modules make up attributes of any name.
    return [file] if isinstance(file, str) else [str(p) for p in getattr(module, "__path__", ())]


def enter_base() -> None:
    """Enter the release that this service was started with, if it was told one.

    Call it before the service's command runs, which loads the plugins.
    """
    base = os.environ.get(BASE)
    if base is None:
        return
    releases = Releases.of_environment()
    releases.enter(base)
    _use_plugins(releases.airflow(base) / "plugins")


def enter_project(dags: Path) -> None:
    """Let this process import from a project's own folder, as a service does from a release.

    :param dags: the project's ``dags/``; ``plugins/`` lies beside it
    """
    plugins = dags.parent / "plugins"
    places = [str(path) for path in (dags, dags.parent, plugins)]
    sys.path[:] = [*(entry for entry in sys.path if entry not in places), *places]
    os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(dags)
    _use_plugins(plugins)


def _use_plugins(folder: Path) -> None:
    plugins = str(folder)
    os.environ["AIRFLOW__CORE__PLUGINS_FOLDER"] = plugins
    # A fork has it already, as its parent read it.
    if settings := sys.modules.get("airflow.settings"):
        settings.PLUGINS_FOLDER = plugins  # type: ignore[attr-defined]
