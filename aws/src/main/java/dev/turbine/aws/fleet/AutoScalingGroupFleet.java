package dev.turbine.aws.fleet;

import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.scaling.Fleet;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.Worker;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/**
 * The workers of a set as machines of an Auto Scaling group. Growing sets the group's desired
 * capacity; shrinking ends machines by name and lowers it with each, so that nobody but us chooses
 * who leaves. The group's hook lets a machine finish its tasks.
 */
public final class AutoScalingGroupFleet implements Fleet {
  private final AutoScalingClient client;
  private final String group;
  private final GroupWorkers workers;
  private final Clock clock;

  /**
   * Asks nothing yet.
   *
   * @param client stays open and belongs to the caller; its limits bound each call
   * @param group the group's name
   */
  public AutoScalingGroupFleet(AutoScalingClient client, String group, Clock clock) {
    this(client, group, new GroupWorkers(), clock);
  }

  AutoScalingGroupFleet(AutoScalingClient client, String group, GroupWorkers workers, Clock clock) {
    this.client = client;
    this.group = group;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public List<Worker> describe() {
    return workers.read(look(), clock.instant());
  }

  /** Looks again first: a decision may be from an older look, and what it wants be there. */
  @Override
  public void apply(ScalingDecision decision) {
    switch (decision) {
      case ScalingDecision.Grow grow -> grow(grow.workers());
      case ScalingDecision.Shrink shrink -> shrink(shrink.leaving());
      case ScalingDecision.Hold _ -> {}
    }
  }

  private void grow(int wanted) {
    if (look().desiredCapacity() >= wanted) {
      return;
    }
    // Cooldowns are for those who follow alarms: this is the number that there must be now.
    AwsCall.of(
        "The group %s could not be set to %d workers".formatted(group, wanted),
        () ->
            client.setDesiredCapacity(request ->
                request.autoScalingGroupName(group).desiredCapacity(wanted).honorCooldown(false)));
  }

  private void shrink(List<String> leaving) {
    // One that leaves already would be counted twice: each call lowers the capacity.
    inService()
        .filter(instance -> leaving.contains(instance.instanceId()))
        .map(Instance::instanceId)
        .toList()
        .forEach(machine -> end(machine, true));
  }

  /**
   * Tells all machines to leave, busy ones too, which finish their tasks first. For a group that
   * wants none.
   *
   * @return those that were told
   */
  public List<String> dismiss() {
    List<String> machines = inService().map(Instance::instanceId).toList();
    machines.forEach(machine -> end(machine, false));
    return machines;
  }

  private Stream<Instance> inService() {
    return look().instances().stream()
        .filter(instance -> instance.lifecycleStateAsString().equals("InService"));
  }

  private void end(String machine, boolean lowersCapacity) {
    AwsCall.of(
        "The machine %s of the group %s could not be told to leave".formatted(machine, group),
        () ->
            client.terminateInstanceInAutoScalingGroup(request ->
                request.instanceId(machine).shouldDecrementDesiredCapacity(lowersCapacity)));
  }

  private AutoScalingGroup look() {
    return AwsCall.of(
            "The group " + group + " could not be read",
            () -> client.describeAutoScalingGroups(request -> request.autoScalingGroupNames(group)))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .orElseThrow(() ->
            new TurbineException(Category.FAILED, "There is no group " + group + " any more."));
  }
}
