package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What dies under load; then all tasks are counted in and out. Each leaves the stack up.
 *
 * @param stack of {@link CountedTasks#project}, with two workers
 */
record LossScenarios(TestingStack stack, AirflowApi api, CountedTasks tasks, StackQueues queues)
    implements AutoCloseable {
  private static final int COUNT = 16;
  private static final int SLOTS_OF_A_WORKER = 4;
  private static final Duration EACH = Duration.ofSeconds(4);

  /** Of both workers. */
  private static final int SLOTS = 8;

  private static final String FIRST = "worker-loss-1";
  private static final String SECOND = "worker-loss-2";
  private static final String PARENT = "turbine_airflow.parent";

  /** What nobody could give back is in the queue again by its timeout, and has to run by then. */
  static final Duration LOST = Duration.ofMinutes(3);

  /** What a failure says when tasks did not begin. */
  static final String ALL_BEGIN = "all tasks begin";

  /** What a failure says when a lost task went on. */
  static final String EACH_ONCE_AND_THE_LOST_ONE_AGAIN = "each once, and the lost one again";

  /** Less than the visibility timeout: what ends within it has not waited for that. */
  private static final Duration GIVEN_BACK = Duration.ofSeconds(110);

  static LossScenarios on(TestingStack stack) throws Exception {
    AirflowApi api = stack.airflow();
    return new LossScenarios(
        stack,
        api,
        new CountedTasks(new AirflowRuns(api), stack),
        StackQueues.of(stack, CountedTasks.QUEUES));
  }

  /** Eight tasks on eight slots: what one worker has no slot for, the other one runs. */
  void twoQueuesWithLongTasksShareTheirWorkers() throws Exception {
    String run = tasks.trigger(CountedTasks.ONCE, SLOTS, Duration.ofSeconds(15));
    List<CountedTasks.Note> notes = tasks.awaitBegun(run, SLOTS);
    assertThat(notes)
        .as("all begin before the first has ended")
        .allSatisfy(note -> assertThat(note.what()).isEqualTo("began"));
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, SLOTS, GIVEN_BACK);
  }

  void theMainProcessOfAWorkerIsKilled() throws Exception {
    String run = busy();
    kill(FIRST);
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, LOST);
  }

  /** Its task is lost with it, and says so within seconds: the next try is the task's own. */
  void aPoolProcessIsKilled() throws Exception {
    String run = tasks.trigger(CountedTasks.TWICE, COUNT, Duration.ofSeconds(6));
    CountedTasks.Note lost = tasks.awaitBegun(run, SLOTS).getLast();
    kill(ProcessHandle.of(lost.reporter()).orElseThrow());
    tasks.awaitSuccess(CountedTasks.TWICE, run, COUNT, GIVEN_BACK);
    List<CountedTasks.Note> notes = tasks.notes(run);
    assertThat(notes).as(EACH_ONCE_AND_THE_LOST_ONE_AGAIN).hasSize(2 * COUNT + 1);
    assertThat(notes)
        .filteredOn(note -> note.number() == lost.number())
        .extracting(CountedTasks.Note::what, CountedTasks.Note::attempt)
        .as("the lost try does not go on beside the next")
        .containsExactly(tuple("began", 1), tuple("began", 2), tuple("ended", 2));
  }

  /** And then a worker, which needs a new parent. */
  void thePythonParentIsKilled() throws Exception {
    String run = busy();
    kill(
        daemon()
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains(PARENT))
            .findFirst()
            .orElseThrow());
    kill(SECOND);
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, LOST);
  }

  void theSchedulerIsKilled() throws Exception {
    String run = busy();
    kill("scheduler");
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, GIVEN_BACK);
  }

  /** While short tasks end and begin: those that are about to begin need it first. */
  void postgresqlIsKilled() throws Exception {
    String run = tasks.trigger(CountedTasks.ONCE, COUNT, Duration.ofSeconds(1));
    tasks.await(run, "some end", notes -> CountedTasks.ended(notes) >= SLOTS_OF_A_WORKER, LOST);
    Path process = stack.root().resolve(".turbine/postgres/data/postmaster.pid");
    kill(
        ProcessHandle.of(Long.parseLong(Files.readAllLines(process).getFirst().strip()))
            .orElseThrow());
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, LOST);
  }

  void allWorkersAreAskedToLeave() throws Exception {
    String run = busy();
    ProcessHandle first = Sleepers.process(stack.status(), FIRST);
    ProcessHandle second = Sleepers.process(stack.status(), SECOND);
    first.destroy();
    second.destroy();
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, GIVEN_BACK);
  }

  /**
   * SQS and S3 are in the daemon: they refuse until it is up again, and nobody decides. The
   * services outlive it, and the next daemon adopts them. A slot may be lost with a message whose
   * end SQS did not hear of: so tasks that are sent afterwards are counted too.
   */
  void theDaemonIsKilledAndSqsRefusesForHalfAMinute() throws Exception {
    String run = busy();
    JsonNode before = stack.status();
    kill(daemon());
    TestingStack.Result orphaned = stack.turbine("status");
    assertThat(orphaned.exitCode()).isEqualTo(5);
    assertThat(orphaned.err()).contains("has died").contains(FIRST);
    // The time is the scenario.
    Thread.sleep(Duration.ofSeconds(30));
    stack.up();
    JsonNode after = stack.status();
    for (String service : List.of("api-server", "scheduler", "triggerer", FIRST, SECOND)) {
      assertThat(Sleepers.pid(after, service)).as(service).isEqualTo(Sleepers.pid(before, service));
    }
    String next = tasks.trigger(CountedTasks.ONCE, COUNT, EACH);
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, LOST);
    tasks.assertEachRanOnce(CountedTasks.ONCE, next, COUNT, LOST);
  }

  /**
   * The kernel accepts connections to a stopped process, and nobody answers. What was asked
   * meanwhile is answered late, to those who have given up: such messages are in nobody's hands. So
   * tasks that are sent after the silence are counted too.
   */
  void sqsIsSilentForAMinute() throws Exception {
    String run = busy();
    ProcessHandle daemon = daemon();
    signal("STOP", daemon);
    try {
      // The time is the scenario.
      Thread.sleep(Duration.ofSeconds(60));
    } finally {
      signal("CONT", daemon);
    }
    String after = tasks.trigger(CountedTasks.ONCE, COUNT, EACH);
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, COUNT, GIVEN_BACK);
    tasks.assertEachRanOnce(CountedTasks.ONCE, after, COUNT, GIVEN_BACK);
  }

  /**
   * All processes of a worker are killed, as with its machine, while it holds messages of tasks
   * that wait for a slot. Those tasks begin within three minutes; the ones that ran have lost a try
   * and run again when Airflow has missed their heartbeats for five minutes.
   */
  void aWorkerThatHoldsMessagesIsLostAsAWhole() throws Exception {
    String run = tasks.trigger(CountedTasks.TWICE, COUNT, Duration.ofSeconds(20));
    tasks.await(
        run, "more are taken than run", _ -> queues.depth().taken() > SLOTS_OF_A_WORKER, LOST);
    ProcessHandle worker = Sleepers.process(stack.status(), FIRST);
    List<ProcessHandle> all = Stream.concat(Stream.of(worker), worker.descendants()).toList();
    for (ProcessHandle process : all) {
      signal("STOP", process);
    }
    // Those for Airflow: some of them may not have got as far as to write a note.
    Set<Integer> ran = tasks.running(CountedTasks.TWICE, run);
    assertThat(ran).hasSizeLessThanOrEqualTo(SLOTS_OF_A_WORKER);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    tasks.await(
        run,
        ALL_BEGIN,
        notes -> Stream.concat(numbers(notes), ran.stream()).distinct().count() == COUNT,
        LOST);
    tasks.awaitSuccess(CountedTasks.TWICE, run, COUNT, Duration.ofMinutes(10));
    assertThat(CountedTasks.began(tasks.notes(run))).isLessThanOrEqualTo(COUNT + ran.size());
    assertThat(CountedTasks.ended(tasks.notes(run))).isEqualTo(COUNT);
  }

  /**
   * Nobody is left to hear of the messages that its open polls bring: those are back by their
   * timeout. Then it is silent while tasks wait, and another worker takes its place.
   */
  void theMainProcessOfTheOnlyWorkerHangs() throws Exception {
    ProcessHandle hung = Sleepers.process(stack.status(), FIRST);
    signal("STOP", hung);
    String run = tasks.trigger(CountedTasks.ONCE, SLOTS_OF_A_WORKER, Duration.ofSeconds(1));
    tasks.assertEachRanOnce(CountedTasks.ONCE, run, SLOTS_OF_A_WORKER, LOST);
    assertThat(Sleepers.process(stack.status(), SECOND).isAlive()).isTrue();
    assertThat(hung.onExit()).as("it does not leave, so it is killed").succeedsWithin(LOST);
  }

  private static Stream<Integer> numbers(List<CountedTasks.Note> notes) {
    return notes.stream().map(CountedTasks.Note::number);
  }

  /** Starts a run whose tasks fill all slots, and as many wait. */
  private String busy() throws Exception {
    String run = tasks.trigger(CountedTasks.ONCE, COUNT, EACH);
    tasks.awaitBegun(run, SLOTS);
    return run;
  }

  private ProcessHandle daemon() throws Exception {
    return ProcessHandle.of(stack.status().at("/stack/pid").asLong()).orElseThrow();
  }

  private void kill(String service) throws Exception {
    kill(Sleepers.process(stack.status(), service));
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(exit).isZero();
  }

  @Override
  public void close() {
    queues.close();
    api.close();
  }
}
