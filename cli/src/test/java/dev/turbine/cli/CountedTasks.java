package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Tasks on two queues of one worker set, each of which writes a line when it begins and when it
 * ends into a file of its run, so that they are counted in and out by themselves.
 *
 * @param runs of the stack's Airflow
 * @param stack in whose shared folder the lines are
 */
record CountedTasks(AirflowRuns runs, TestingStack stack) {
  /** Its tasks have one try. */
  static final String ONCE = "counted";

  /** Its tasks have a second try, a second after the first. */
  static final String TWICE = "counted_twice";

  /** What a failure says when tasks did not end. */
  static final String ALL_END = "all tasks end";

  /** What serves them. */
  static final List<String> QUEUES = List.of("left", "right");

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private static final String SOURCE =
      """
      import os
      import time
      from datetime import timedelta
      from pathlib import Path

      from airflow.sdk import dag, get_current_context, task


      def note(what, number):
          context = get_current_context()
          file = Path(os.environ["TURBINE_SHARED_FOLDER"]) / context["run_id"]
          line = f"{what} {number} {context['ti'].try_number} {os.getppid()}"
          with file.open("a") as notes:
              notes.write(line + "\\n")


      def work(number, params=None):
          note("began", number)
          time.sleep(params["seconds"])
          note("ended", number)


      def counted(name, retries):
          @dag(dag_id=name, schedule=None, params={"count": 4, "seconds": 1})
          def tasks():
              @task(queue="left")
              def numbers(half, params=None):
                  return list(range(half, params["count"], 2))

              for half, queue in enumerate(["left", "right"]):
                  task(
                      task_id=queue,
                      queue=queue,
                      retries=retries,
                      retry_delay=timedelta(seconds=1),
                  )(work).expand(number=numbers(half))

          tasks()


      counted("counted", 0)
      counted("counted_twice", 1)
      """;

  /** What a task wrote. */
  record Note(String what, int number, int attempt, long reporter) {
    private static Note of(String line) {
      String[] words = line.split(" ");
      return new Note(
          words[0],
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]));
    }
  }

  /** A project with these tasks and their worker set; nothing is started. */
  static TestingStack project(Path root, int workers) throws IOException {
    TestingStack stack = TestingStack.ofDag(root, "counted.py", SOURCE);
    stack.write(
        "turbine.yaml",
        """
        workers: {min: 0, max: 1, concurrency: 1}
        worker_sets:
          loss: {queues: [left, right], min: %1$d, max: %1$d, concurrency: 4}
        """
            .formatted(workers));
    return stack;
  }

  /**
   * Has the workers of a stack be as Celery and kombu make them: Python imports this module when it
   * starts. It hides the variable that names our transport, lets a task's process outlive the one
   * that reports for it, and does not wait for the database.
   */
  static void switchMannersOff(TestingStack stack) throws IOException {
    stack.write(
        "stock/sitecustomize.py",
        """
        try:
            from turbine_airflow import execution, worker
        except ImportError:
            pass  # No process of the stack.
        else:
            worker.BROKER_TRANSPORT = "NOBODY_SETS_THIS"
            worker._wait_for_the_result_backend = lambda: None
            execution._end_tasks_with_their_supervisor = lambda: None
        """);
    stack.write(".env", "PYTHONPATH=" + stack.root().resolve("stock") + "\n");
  }

  /** Starts a run. */
  String trigger(String dag, int count, Duration each) throws InterruptedException {
    return runs.trigger(dag, Map.of("count", count, "seconds", each.toSeconds()));
  }

  /** What the tasks of a run have written so far. */
  List<Note> notes(String run) throws IOException {
    Path file = stack.root().resolve(".turbine/shared").resolve(run);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Note::of).toList()
        : List.of();
  }

  /** Waits until what the tasks have written is as wanted, for so long at most. */
  List<Note> await(String run, String what, Predicate<List<Note>> condition, Duration limit)
      throws Exception {
    Instant deadline = Instant.now().plus(limit);
    while (true) {
      List<Note> notes = notes(run);
      if (condition.test(notes)) {
        return notes;
      }
      assertThat(Instant.now())
          .as("%s: after %s no more than %s", what, limit, notes)
          .isBefore(deadline);
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** The numbers of the tasks that Airflow takes for running. */
  Set<Integer> running(String dag, String run) throws InterruptedException {
    Set<Integer> numbers = new TreeSet<>();
    for (JsonNode task : runs.tasks(dag, run)) {
      int index = task.path("map_index").asInt();
      if (task.path("state").asText().equals("running") && index >= 0) {
        numbers.add(2 * index + (task.path("task_id").asText().equals("left") ? 0 : 1));
      }
    }
    return numbers;
  }

  /** Waits until so many tasks have begun. */
  List<Note> awaitBegun(String run, int count) throws Exception {
    return await(run, "so many begin", notes -> began(notes) >= count, LIMIT);
  }

  /** How many tries have begun. */
  static long began(List<Note> notes) {
    return notes.stream().filter(note -> note.what().equals("began")).count();
  }

  /** How many tries have ended. */
  static long ended(List<Note> notes) {
    return notes.stream().filter(note -> note.what().equals("ended")).count();
  }

  /** Fails unless every task began once and ended once, and all succeeded, within the limit. */
  void assertEachRanOnce(String dag, String run, int count, Duration limit) throws Exception {
    awaitSuccess(dag, run, count, limit);
    for (String what : List.of("began", "ended")) {
      assertThat(notes(run).stream().filter(note -> note.what().equals(what)).map(Note::number))
          .as("tasks that %s", what)
          .hasSize(count)
          .doesNotHaveDuplicates();
    }
    runs.assertAllSucceededAtOnce(dag, run);
  }

  /** Waits for the run's end, and fails unless it and all of its tasks succeeded. */
  void awaitSuccess(String dag, String run, int count, Duration limit) throws Exception {
    // Airflow itself may be what died: it is asked when the tasks are over.
    await(run, ALL_END, notes -> ended(notes) >= count, limit);
    JsonNode end = runs.await(dag, run);
    assertThat(end.path("state").asText()).as(notes(run).toString()).isEqualTo("success");
    assertThat(runs.tasks(dag, run))
        .as("all, and the two that number them")
        .hasSize(count + 2)
        .allSatisfy(task -> assertThat(task.path("state").asText()).isEqualTo("success"));
  }
}
