package dev.turbine.airflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskChangesTest {
  private final TaskChanges changes = new TaskChanges();

  @Test
  void aChangeIsToldOnceAndAnAppearanceNever() {
    assertThat(changes.since(List.of(task("a", -1, "none", 0)))).isEmpty();
    assertThat(labels(List.of(task("a", -1, "running", 1)))).containsExactly("a running");
    assertThat(labels(List.of(task("a", -1, "running", 1)))).isEmpty();
    assertThat(labels(List.of(task("a", -1, "success", 1)))).containsExactly("a success");
  }

  @Test
  void mappedTasksAreApartAndInOrder() {
    assertThat(labels(List.of(task("a", 10, "running", 1), task("a", 9, "running", 1))))
        .containsExactly("a[9] running", "a[10] running");
  }

  @Test
  void aSecondTryThatRunsIsAChangeEvenIfNothingWasSeenBetween() {
    labels(List.of(task("a", -1, "running", 1)));
    assertThat(labels(List.of(task("a", -1, "running", 2)))).containsExactly("a running");
  }

  private List<String> labels(List<TaskTry> now) {
    return changes.since(now).stream().map(task -> task.label() + " " + task.state()).toList();
  }

  private static TaskTry task(String id, int mapIndex, String state, int number) {
    return new TaskTry(id, mapIndex, state, number);
  }
}
