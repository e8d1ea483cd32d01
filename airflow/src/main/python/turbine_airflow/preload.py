"""Imports what Airflow's services need, once, into a process that they are then forked from.

Before its first worker it also makes what each pool process of a worker would make for its first
task.

Nothing here may start a thread, open a connection, or import a person's code: DAGs and plugins
are imported by the services, each time anew.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import threading
import traceback

MODULES = (
    "airflow.__main__",
    "airflow.api_fastapi.app",
    "airflow.api_fastapi.auth.managers.simple.simple_auth_manager",
    "airflow.api_fastapi.execution_api.app",
    "airflow.api_fastapi.execution_api.routes",
    "airflow.cli.commands.api_server_command",
    "airflow.cli.commands.dag_processor_command",
    "airflow.cli.commands.scheduler_command",
    "airflow.cli.commands.triggerer_command",
    "airflow.dag_processing.processor",
    "airflow.models.dag_favorite",
    "airflow.models.renderedtifields",
    "airflow.providers.amazon.aws.log.s3_task_handler",
    "airflow.providers.celery.cli.celery_command",
    "airflow.providers.celery.executors.celery_executor",
    "airflow.providers.standard.operators.python",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "alembic.command",
    "celery.apps.worker",
    "celery.backends.database",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.worker.consumer",
    "kombu.asynchronous.http.curl",
    "kombu.transport.SQS",
    "setproctitle",
    "turbine_airflow.sqs",
    "uvicorn.protocols.http.auto",
)
"""Found by measurement: what healthy services had imported, less what only one of them needs.

The routes of the public API are such: two seconds of imports that the api-server alone pays for,
while the other services start beside it.
"""

TASK_MODULES = (
    "airflow.executors.base_executor",
    "airflow.executors.workloads",
    "airflow.models.renderedtifields",
    "airflow.providers.amazon.aws.log.s3_task_handler",
    "airflow.providers.standard.operators.python",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
)
"""What a process imports that executes a task, and nothing else."""


def preload() -> str:
    """Import Airflow and everything its services share.

    :returns: Airflow's version
    :raises RuntimeError: when an import left a second thread behind: a fork would lose it, and
        with it whatever lock it held
    """
    gc.disable()
    for name in MODULES:
        importlib.import_module(name)
    from airflow import __version__
    from airflow.cli.cli_parser import get_parser
    from sqlalchemy.orm import configure_mappers

    # What each service would work out and keep: the parser of all commands, the relations between
    # the tables.
    get_parser()
    configure_mappers()
    _make_ready_to_fork()
    return str(__version__)


def preload_task() -> None:
    """Import what a process needs that only executes a task.

    :raises RuntimeError: as ``preload``
    """
    gc.disable()
    for name in TASK_MODULES:
        importlib.import_module(name)
    _make_ready_to_fork()
    prepare_tasks()


def _make_ready_to_fork() -> None:
    from airflow import settings
    from airflow.utils.providers_configuration_loader import providers_configuration_loaded

    # Each would work it out and keep it.
    providers_configuration_loaded(lambda: None)()
    # No import connects today. One that does tomorrow must not share its socket with the children.
    for engine in (settings.engine, settings.async_engine and settings.async_engine.sync_engine):
        if engine is not None:
            engine.dispose()
    importlib.import_module("turbine_airflow.preloaded")
    if threading.active_count() > 1:
        raise RuntimeError(f"imports started threads: {threading.enumerate()}")
    # The children share these pages for as long as no collector writes into them. Collecting
    # first would free little and take half a second.
    gc.freeze()
    gc.enable()
    # Python's own 700 would have an api-server spend a seventh of its start looking for garbage.
    gc.set_threshold(50_000, 20, 20)


@functools.cache
def prepare_tasks() -> None:
    """Make the clients that a pool process reports to Airflow and stores its tasks' logs with.

    A pool process would make them during its first task, which takes almost a second of processor
    time: botocore reads its service models, Airflow's AWS hook looks at every module for the name
    that it tells AWS. Neither opens a connection.
    """
    try:
        from airflow.sdk.api import client
        from airflow.sdk.log import load_remote_log_handler

        client.Client._get_ssl_context_cached(client.API_SSL_CA_FILE_PATH, client.API_SSL_CERT_PATH)
        os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "client"
        hook = getattr(load_remote_log_handler(), "hook", None)
        if hook is not None:
            hook.get_conn()
    except Exception:
        # The task that needs it says what is wrong, where a person looks for it.
        traceback.print_exc()
    finally:
        os.environ.pop("_AIRFLOW_PROCESS_CONTEXT", None)
    gc.freeze()
