package dev.turbine.aws.fleet;

import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.TurbineException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;

/**
 * Finds the groups of an installation's worker sets by their tags, so that a further set needs no
 * change elsewhere. One call shows all sets with all their workers, for a hundred groups at a time.
 */
public final class WorkerGroups {
  private static final int PAGE = 100;

  private final AutoScalingClient client;
  private final String installation;
  private final Clock clock;
  private final Map<String, GroupWorkers> known = new HashMap<>();

  /**
   * Asks nothing yet.
   *
   * @param client stays open and belongs to the caller
   * @param installation its name, the value of the tag that all its groups have
   */
  public WorkerGroups(AutoScalingClient client, String installation, Clock clock) {
    this.client = client;
    this.installation = installation;
    this.clock = clock;
  }

  /**
   * All groups of workers that are not being deleted, ordered by name.
   *
   * @throws TurbineException when they cannot be read
   */
  public List<WorkerGroup> look() {
    List<AutoScalingGroup> groups =
        AwsCall.of(
            "The groups of workers could not be read",
            () ->
                client
                    .describeAutoScalingGroupsPaginator(request ->
                        request
                            .maxRecords(PAGE)
                            .filters(
                                filter("tag:" + GroupTags.INSTALLATION, installation),
                                filter("tag-key", GroupTags.WORKER_SET)))
                    .autoScalingGroups()
                    .stream()
                    .filter(group -> group.status() == null)
                    .sorted(Comparator.comparing(AutoScalingGroup::autoScalingGroupName))
                    .toList());
    known.keySet().retainAll(groups.stream().map(AutoScalingGroup::autoScalingGroupName).toList());
    Set<String> once = new HashSet<>();
    Set<String> twice =
        groups.stream()
            .map(GroupTags::name)
            .filter(set -> !once.add(set))
            .collect(Collectors.toSet());
    return groups.stream()
        .map(group ->
            twice.contains(GroupTags.name(group))
                ? new WorkerGroup.Misdescribed(GroupTags.name(group), ambiguous(group))
                : group(group))
        .toList();
  }

  /** Both would be scaled by one queue: twice what is needed. */
  private static String ambiguous(AutoScalingGroup group) {
    return "The group %s is not the only one with %s=%s: delete or rename the other one's worker set."
        .formatted(group.autoScalingGroupName(), GroupTags.WORKER_SET, GroupTags.name(group));
  }

  private WorkerGroup group(AutoScalingGroup group) {
    String name = group.autoScalingGroupName();
    GroupWorkers workers = known.computeIfAbsent(name, _ -> new GroupWorkers());
    AutoScalingGroupFleet fleet = new AutoScalingGroupFleet(client, name, workers, clock);
    if (group.maxSize() == 0) {
      return new WorkerGroup.Closed(GroupTags.name(group), fleet);
    }
    try {
      return new WorkerGroup.Described(
          name, GroupTags.read(group), workers.read(group, clock.instant()), fleet);
    } catch (TurbineException e) {
      return new WorkerGroup.Misdescribed(GroupTags.name(group), e.getMessage());
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
