package dev.turbine.aws.fleet;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.scaling.WorkerSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** What the tags of a group say about its worker set; the template of a worker set writes them. */
final class GroupTags {
  static final String INSTALLATION = "turbine:stack";
  static final String WORKER_SET = "turbine:worker-set";
  static final String FURTHER_QUEUES = "turbine:further-queues";
  static final String CONCURRENCY = "turbine:concurrency";
  static final String GROWTH_THRESHOLD = "turbine:growth-threshold";
  static final String SHRINK_THRESHOLD = "turbine:shrink-threshold";
  static final String SHRINK_WINDOW_MINUTES = "turbine:shrink-window-minutes";

  private final AutoScalingGroup group;
  private final List<String> problems = new ArrayList<>();

  private GroupTags(AutoScalingGroup group) {
    this.group = group;
  }

  /** The name of a group's worker set; that of the group when it has no such tag. */
  static String name(AutoScalingGroup group) {
    return text(group, WORKER_SET, group.autoScalingGroupName());
  }

  /**
   * The worker set of a group. Its least and most workers are the group's.
   *
   * @throws TurbineException with all that is missing or wrong
   */
  static WorkerSet read(AutoScalingGroup group) {
    return new GroupTags(group).workerSet();
  }

  private WorkerSet workerSet() {
    int concurrency = value(CONCURRENCY, Integer::valueOf, 1);
    double growth = value(GROWTH_THRESHOLD, Double::valueOf, 1.0);
    double shrink = value(SHRINK_THRESHOLD, Double::valueOf, 0.0);
    int window = value(SHRINK_WINDOW_MINUTES, Integer::valueOf, 1);
    requireNoProblems();
    try {
      return new WorkerSet(
          name(group),
          queues(),
          group.minSize(),
          group.maxSize(),
          concurrency,
          growth,
          shrink,
          Duration.ofMinutes(window));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      requireNoProblems();
      throw e;
    }
  }

  private List<String> queues() {
    List<String> queues = new ArrayList<>(List.of(name(group)));
    String further = text(group, FURTHER_QUEUES, "");
    if (!further.isEmpty()) {
      queues.addAll(List.of(further.split(",")));
    }
    return queues.stream().distinct().toList();
  }

  private <T> T value(String key, Function<String, T> parse, T otherwise) {
    String text = text(group, key, "");
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      problems.add("its tag %s is \"%s\", which is no number".formatted(key, text));
      return otherwise;
    }
  }

  private void requireNoProblems() {
    if (!problems.isEmpty()) {
      throw new TurbineException(
          Category.FAILED,
          problems.stream()
              .collect(
                  Collectors.joining(
                      "; ",
                      "The group " + group.autoScalingGroupName() + " describes no worker set: ",
                      ". Update its stack, which writes the tags anew.")));
    }
  }

  private static String text(AutoScalingGroup group, String key, String otherwise) {
    return group.tags().stream()
        .filter(tag -> tag.key().equals(key))
        .map(TagDescription::value)
        .findFirst()
        .orElse(otherwise);
  }
}
