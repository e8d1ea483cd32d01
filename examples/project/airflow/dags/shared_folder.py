"""Files too large for XCom go through the folder that all workers share."""

import os
import shutil
from pathlib import Path

import humanize
from airflow.sdk import dag, get_current_context, task

SHARED = Path(os.environ.get("TURBINE_SHARED_FOLDER", "/mnt/efs"))


@dag(schedule=None, tags=["example", "shared folder"])
def shared_folder():
    """
    ### Hand a file over

    `write` and `read` may run on different machines. The file goes through the **shared folder**,
    only its path through XCom. `TURBINE_SHARED_FOLDER` names it: a folder of this project here,
    `/mnt/efs` on AWS. `clean_up` is a teardown: it runs even when `read` fails.
    """

    @task
    def write() -> str:
        # A run's own folder: runs of one DAG may overlap.
        folder = SHARED / "shared_folder" / get_current_context()["run_id"]
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "squares.csv"
        file.write_text("".join(f"{n},{n * n}\n" for n in range(100_000)))
        print(f"Wrote {humanize.naturalsize(file.stat().st_size)} to {file}")
        return str(file)

    @task
    def read(file: str) -> int:
        with Path(file).open() as lines:
            total = sum(int(line.split(",")[1]) for line in lines)
        print(f"The squares sum up to {humanize.intcomma(total)}")
        return total

    @task
    def clean_up(file: str) -> None:
        shutil.rmtree(Path(file).parent)

    file = write()
    read(file) >> clean_up(file).as_teardown(setups=file)


shared_folder()
