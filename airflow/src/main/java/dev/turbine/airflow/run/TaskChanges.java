package dev.turbine.airflow.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which task instances are in another state than at the look before. */
final class TaskChanges {
  private final Map<String, TaskTry> last = new HashMap<>();

  /** Those that changed, by name; none that only came into being. */
  List<TaskTry> since(List<TaskTry> now) {
    List<TaskTry> changed = new ArrayList<>();
    for (TaskTry task : now) {
      TaskTry before = last.put(task.label(), task);
      String state = before == null ? TaskTry.NO_STATE : before.state();
      boolean another = before != null && before.number() != task.number();
      if (!task.state().equals(TaskTry.NO_STATE) && (another || !task.state().equals(state))) {
        changed.add(task);
      }
    }
    changed.sort(Comparator.comparing(TaskTry::taskId).thenComparing(TaskTry::mapIndex));
    return changed;
  }
}
