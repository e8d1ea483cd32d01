"""What airflow_settings.yaml defines, in use: a variable, a connection and a pool."""

from datetime import timedelta

from airflow.sdk import BaseHook, Param, Variable, dag, task


@dag(
    schedule=timedelta(hours=1),
    catchup=False,
    tags=["example", "settings"],
    params={"name": Param("Turbine", type="string", description="Who is greeted")},
)
def greeting():
    """
    ### Say hello, every hour

    The greeting is the **variable** `greeting`, the place the host of the **connection**
    `wonderland`, and the task holds a slot of the **pool** `greeters`: all three from
    `airflow_settings.yaml`.
    Trigger it with a parameter: `turbine run greeting --conf '{"name": "Alice"}'`.
    """

    @task(pool="greeters", retries=2, retry_delay=timedelta(seconds=5))
    def greet(params: dict[str, str] | None = None) -> str:
        place = BaseHook.get_connection("wonderland").host
        text = f"{Variable.get('greeting')}, {(params or {})['name']}, from {place}!"
        print(text)
        return text

    greet()


greeting()
