"""A fan-out whose width is known only when it runs, and what joins it again."""

from collections import Counter
from pathlib import Path

from airflow.sdk import dag, task

CHAPTERS = Path(__file__).parents[1] / "include" / "chapters"


@dag(schedule=None, tags=["example", "mapped tasks"])
def word_counts():
    """
    ### Count words, a task for each chapter

    `chapters` lists the files in `include/chapters`; `count` is **mapped** over them, so each
    chapter is a task of its own that any worker may take; `most_common` joins the results.

    Add a chapter and trigger it again: one task more, no change to the code.
    """

    @task
    def chapters() -> list[str]:
        return sorted(file.name for file in CHAPTERS.glob("*.txt"))

    @task(map_index_template="{{ chapter }}")
    def count(chapter: str) -> dict[str, int]:
        from airflow.sdk import get_current_context

        get_current_context()["chapter"] = chapter
        words = (CHAPTERS / chapter).read_text(encoding="utf-8").lower().split()
        counts = Counter(word.strip('.,:;!?"()') for word in words)
        print(f"{chapter}: {counts.total()} words, {len(counts)} different ones")
        return dict(counts)

    @task
    def most_common(counts: list[dict[str, int]]) -> list[str]:
        total = sum(map(Counter, counts), Counter())
        for word, times in total.most_common(5):
            print(f"{times:4} {word}")
        return [word for word, _ in total.most_common(5)]

    most_common(count.expand(chapter=chapters()))


word_counts()
