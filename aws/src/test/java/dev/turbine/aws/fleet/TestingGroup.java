package dev.turbine.aws.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * A group in memory, whose machines come, drain and go when its test says so. Its launch and
 * termination hooks wait as those of a worker set do.
 */
public final class TestingGroup {
  private final String name;
  private final Map<String, String> tags;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private int min;
  private int max;
  private int desired;
  private int limit = Integer.MAX_VALUE;
  private int launched;
  private @Nullable String status;

  private static final class Machine {
    private String state = "Pending:Wait";
    private boolean isProtected;
  }

  TestingGroup(String name, int min, int max, Map<String, String> tags) {
    this.name = name;
    this.tags = Map.copyOf(tags);
    this.min = min;
    this.max = max;
    this.desired = min;
  }

  /** As a user's update of the stack: never below or above. */
  public void resize(int newMin, int newMax) {
    min = newMin;
    max = newMax;
    desired = Math.clamp(desired, min, max);
  }

  /** How many machines the account or the zone allows. */
  public void allow(int machinesAtMost) {
    limit = machinesAtMost;
  }

  /** As while its stack is being deleted. */
  public void beginDeletion() {
    status = "Delete in progress";
  }

  /** Lets the machines that are wanted come, as far as they are allowed. */
  public void launch() {
    while (active() < desired && machines.size() < limit) {
      machines.put("i-%s-%03d".formatted(name, ++launched), new Machine());
    }
  }

  /** Lets what is wanted come and take tasks. */
  public void settle() {
    launch();
    machines.values().stream()
        .filter(machine -> machine.state.startsWith("Pending"))
        .forEach(machine -> machine.state = "InService");
    machines
        .values()
        .removeIf(machine -> machine.state.startsWith("Terminating") && !machine.isProtected);
  }

  /** What the agent does when its machine turns busy, or has no task any more. */
  public void protect(String id, boolean busy) {
    machine(id).isProtected = busy;
  }

  /** Puts a machine into a state of Auto Scaling's lifecycle. */
  public void become(String id, String state) {
    machine(id).state = state;
  }

  /** All machines that there are. */
  public List<String> ids() {
    return List.copyOf(machines.keySet());
  }

  /** How many machines it wants. */
  public int desired() {
    return desired;
  }

  Map<String, String> tags() {
    return tags;
  }

  boolean has(String id) {
    return machines.containsKey(id);
  }

  void setDesired(int wanted) {
    if (wanted > max || wanted < min) {
      String side = wanted > max ? "above max value " + max : "below min value " + min;
      throw TestingAutoScaling.error(
          "ValidationError",
          "New SetDesiredCapacity value %d is %s for the AutoScalingGroup."
              .formatted(wanted, side));
    }
    desired = wanted;
    machines.entrySet().stream()
        .filter(each -> isActive(each.getValue()) && !each.getValue().isProtected)
        .limit(Math.max(0, active() - desired))
        .forEach(each -> each.getValue().state = "Terminating:Wait");
  }

  void terminate(String id, boolean decrement) {
    if (decrement && desired <= min) {
      throw TestingAutoScaling.error(
          "ValidationError",
          "Currently, desiredSize equals minSize (%d). Terminating instance without replacement will violate group's min size constraint."
              .formatted(min));
    }
    if (decrement) {
      desired--;
    }
    machine(id).state = "Terminating:Wait";
  }

  AutoScalingGroup describe() {
    List<Instance> instances = new ArrayList<>();
    machines.forEach((id, machine) ->
        instances.add(
            Instance.builder()
                .instanceId(id)
                .lifecycleState(machine.state)
                .healthStatus("Healthy")
                .protectedFromScaleIn(machine.isProtected)
                .build()));
    return AutoScalingGroup.builder()
        .autoScalingGroupName(name)
        .minSize(min)
        .maxSize(max)
        .desiredCapacity(desired)
        .status(status)
        .instances(instances)
        .tags(
            tags.entrySet().stream()
                .map(
                    tag -> TagDescription.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  private long active() {
    return machines.values().stream().filter(TestingGroup::isActive).count();
  }

  private static boolean isActive(Machine machine) {
    return machine.state.startsWith("Pending") || machine.state.equals("InService");
  }

  private Machine machine(String id) {
    Machine machine = machines.get(id);
    if (machine == null) {
      throw new IllegalArgumentException("No machine " + id + " in " + machines.keySet());
    }
    return machine;
  }
}
