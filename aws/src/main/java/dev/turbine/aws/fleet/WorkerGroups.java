package dev.turbine.aws.fleet;

import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.TurbineException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    return groups.stream().map(this::group).toList();
  }

  private WorkerGroup group(AutoScalingGroup group) {
    String name = group.autoScalingGroupName();
    GroupWorkers workers = known.computeIfAbsent(name, _ -> new GroupWorkers());
    try {
      return new WorkerGroup.Described(
          name,
          GroupTags.read(group),
          workers.read(group, clock.instant()),
          new AutoScalingGroupFleet(client, name, workers, clock));
    } catch (TurbineException e) {
      return new WorkerGroup.Misdescribed(GroupTags.name(group), e.getMessage());
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
