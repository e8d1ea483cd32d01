"""A first DAG. Change it and save: Airflow reads it again within seconds."""

from airflow.sdk import dag, task


@dag(schedule=None, tags=["hello"])
def hello():
    """
    ### Extract, transform, load

    `extract` returns a list, `transform` is **mapped** over it, so that each item is a task of its
    own that any worker may take, and `load` puts the results together.

    Run it with `turbine run hello`.
    """

    @task
    def extract() -> list[str]:
        return ["wind", "water", "steam"]

    @task(retries=2)
    def transform(word: str) -> dict[str, int]:
        return {word: len(word)}

    @task
    def load(lengths: list[dict[str, int]]) -> int:
        total = 0
        for length in lengths:
            print(length)
            total += sum(length.values())
        print(f"{total} letters in all")
        return total

    load(transform.expand(word=extract()))


hello()
