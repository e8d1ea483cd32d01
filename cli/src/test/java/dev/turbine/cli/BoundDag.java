package dev.turbine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A DAG in which every kind of task says which release it is executed from: its file, a module
 * imported with it, one imported late, and the version of a package. Its first task, and a trigger
 * of the project's own, wait for a file, so that a test decides what happens meanwhile.
 */
final class BoundDag {
  static final String DAG = "bound";

  private static final String SOURCE =
      """
      import os
      import time
      from datetime import timedelta
      from pathlib import Path

      from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor
      from airflow.sdk import BaseOperator, dag, get_current_context, task
      from include.early import EARLY
      from include.trigger import FileTrigger

      SHARED = Path(os.environ["TURBINE_SHARED_FOLDER"])


      def words():
          from include.late import LATE

          try:
              from importlib.metadata import version

              package = version("cowsay")
          except ModuleNotFoundError:
              package = "none"
          return f"WORD {EARLY} {LATE} {package}"


      def keep(name, context):
          file = SHARED / (context["dag_run"].conf["go"] + name)
          file.with_suffix(".fresh").write_text(words())
          file.with_suffix(".fresh").rename(file)


      def task_failed(context):
          keep(".task-callback", context)


      def run_failed(context):
          keep(".run-callback", context)


      class Deferred(BaseOperator):
          def execute(self, context):
              trigger = FileTrigger(str(SHARED / context["params"]["go"]))
              self.defer(trigger=trigger, method_name="resume")

          def resume(self, context, event):
              return f"{words()} after {event}"


      @dag(schedule=None, params={"go": "go"}, on_failure_callback=run_failed)
      def bound():
          @task
          def hold(params=None):
              (SHARED / (params["go"] + ".begun")).touch()
              while not (SHARED / params["go"]).exists():
                  time.sleep(0.1)
              return words()

          @task(retries=1, retry_delay=timedelta(seconds=1))
          def retried(_, params=None):
              if get_current_context()["ti"].try_number == 1:
                  raise RuntimeError("once")
              return words()

          @task
          def mapped(_):
              return words()

          @task
          def resumed():
              return words()

          @task(on_failure_callback=task_failed)
          def failing():
              raise RuntimeError("always")

          Deferred(task_id="deferred")
          held = hold()
          again = retried(held)
          each = mapped.expand(_=[held, held])
          wait = TimeDeltaSensor(task_id="wait", delta=timedelta(seconds=1), deferrable=True)
          last = resumed()
          [again, each] >> wait >> last >> failing()


      bound()
      """;

  private static final String TRIGGER =
      """
      import asyncio
      from pathlib import Path

      from airflow.triggers.base import BaseTrigger, TriggerEvent


      class FileTrigger(BaseTrigger):
          def __init__(self, file):
              super().__init__()
              self.file = file

          def serialize(self):
              return ("include.trigger.FileTrigger", {"file": self.file})

          async def run(self):
              while not Path(self.file).exists():
                  await asyncio.sleep(0.1)
              yield TriggerEvent("WORD")
      """;

  private BoundDag() {}

  /** A project with this DAG; nothing is started. */
  static TestingStack project(Path root, String word) throws IOException {
    TestingStack stack = new TestingStack(root);
    write(stack, word);
    writeTrigger(stack, word);
    return stack;
  }

  /** Changes the trigger, which has a word of its own: the triggerer is replaced then. */
  static void writeTrigger(TestingStack stack, String word) throws IOException {
    stack.write("airflow/include/trigger.py", TRIGGER.replace("WORD", word));
  }

  /** Changes every other file of it, so that its tasks say another word. */
  static void write(TestingStack stack, String word) throws IOException {
    stack.write("airflow/dags/bound.py", SOURCE.replace("WORD", word));
    stack.write("airflow/include/early.py", "EARLY = '%s'%n".formatted(word));
    stack.write("airflow/include/late.py", "LATE = '%s'%n".formatted(word));
  }

  /** What a task says of a release with one word in all its files. */
  static String words(String word, String packageVersion) {
    return "%s %s %s %s".formatted(word, word, word, packageVersion);
  }

  /** Lets the first task of a run end. */
  static void go(TestingStack stack, String name) throws IOException {
    Files.createFile(shared(stack).resolve(name));
  }

  static Path shared(TestingStack stack) {
    return stack.root().resolve(".turbine").resolve("shared");
  }
}
