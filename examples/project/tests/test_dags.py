"""What a project should know before it deploys; `make test` runs it in the stack's environment."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag

DAGS = Path(__file__).parents[1] / "airflow" / "dags"


@pytest.fixture(scope="module")
def dag_bag() -> DagBag:
    return DagBag(DAGS)


def test_all_dags_import(dag_bag: DagBag) -> None:
    assert dag_bag.import_errors == {}
    assert {
        "greeting",
        "patient_pipeline",
        "s3_round_trip",
        "shared_folder",
        "word_counts",
    } <= set(dag_bag.dag_ids)


def test_every_dag_is_documented_and_tagged(dag_bag: DagBag) -> None:
    for dag in dag_bag.dags.values():
        assert dag.doc_md, f"{dag.dag_id} has no docstring"
        assert dag.tags, f"{dag.dag_id} has no tags"


def test_chapters_are_added_up(dag_bag: DagBag) -> None:
    most_common = dag_bag.dags["word_counts"].get_task("most_common").python_callable

    assert most_common([{"the": 2, "hatter": 1}, {"the": 1, "hare": 1}])[0] == "the"


def test_the_next_moment_is_a_multiple_of_its_seconds() -> None:
    from moments import NextMomentTrigger

    async def first() -> str:
        async for event in NextMomentTrigger(2).run():
            return str(event.payload)
        raise AssertionError("no event")

    moment = datetime.strptime(asyncio.run(first()), "%H:%M:%S")

    assert moment.second % 2 == 0
