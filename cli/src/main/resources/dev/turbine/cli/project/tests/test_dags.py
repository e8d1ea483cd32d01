"""What a project should know before it deploys. Run it with `turbine pytest`."""

from pathlib import Path

from airflow.dag_processing.dagbag import DagBag

DAGS = Path(__file__).parents[1] / "airflow" / "dags"


def test_all_dags_import() -> None:
    dag_bag = DagBag(DAGS)

    assert dag_bag.import_errors == {}
    assert dag_bag.dags
