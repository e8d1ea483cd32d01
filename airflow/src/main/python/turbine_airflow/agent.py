"""Asks whoever keeps this machine's Airflow: ``python -m turbine_airflow.agent activate``.

Locally that is the stack's daemon, on AWS the agent of the instance. ``TURBINE_AGENT`` names a file
that only the owner can read, with its address and the token that it wants::

    {"address": "http://127.0.0.1:8070", "token": "…"}
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

FILE = "TURBINE_AGENT"
"""Environment variable: the file with the agent's address and token."""

_PATIENCE_SECONDS = 600
"""An environment may have to be installed first."""


def restore(release: str) -> None:
    """Have a release fetched that is not on this disk, with its environment.

    :raises RuntimeError: when it cannot be, with the agent's reason
    """
    _post(f"/api/v1/releases/{urllib.parse.quote(release, safe='')}/restore")


def activate(deployment: str) -> str:
    """Have what is in /airflow now made the active release.

    :param deployment: the id of the deployment that asks
    :returns: what the agent says about it
    :raises RuntimeError: when it refuses or fails, with its reason
    """
    return _post(f"/api/v1/deployments/{urllib.parse.quote(deployment, safe='')}/activate")


def _post(path: str) -> str:
    agent = json.loads(Path(os.environ[FILE]).read_text())
    request = urllib.request.Request(
        agent["address"] + path,
        data=b"",
        headers={"Authorization": "Bearer " + agent["token"]},
    )
    # A proxy of the person's is not for what is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_PATIENCE_SECONDS) as response:
            return str(json.load(response).get("message", ""))
    except urllib.error.HTTPError as refused:
        raise RuntimeError(json.load(refused).get("error", str(refused))) from None
    except OSError as silent:
        raise RuntimeError(f"{agent['address']} does not answer: {silent}") from None


def main(arguments: Sequence[str]) -> int:
    """Run as the hook of a deployment.

    :returns: the exit status
    """
    if list(arguments) != ["activate"]:
        print(f"turbine-agent: unknown command {' '.join(arguments)!r}; known: activate")
        return 2
    deployment = os.environ.get("DEPLOYMENT_ID")
    if deployment is None:
        print("turbine-agent: DEPLOYMENT_ID is not set: this is for the hooks of appspec.yml")
        return 2
    try:
        print(activate(deployment))
    except RuntimeError as reason:
        print(f"turbine-agent: {reason}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
