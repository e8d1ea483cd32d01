package dev.turbine.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** What the function relies on of Auto Scaling's API, from its documentation. */
public abstract class AutoScalingContract {
  private static final Map<String, String> TAGS =
      Map.of(GroupTags.INSTALLATION, "turbine", GroupTags.WORKER_SET, "default");

  /** The API under test, without groups at first. */
  protected abstract AutoScalingClient client();

  /** Makes a group that wants no machines beyond its minimum. */
  protected abstract void create(String name, int min, int max, Map<String, String> tags);

  /** Waits until all machines that are wanted take tasks, and those that leave have left. */
  protected abstract void settle();

  @Test
  void groupsAreFoundByTheValueOfATagAndByTheKeyOfOne() {
    create("turbine-default", 0, 4, TAGS);
    create("turbine-web", 0, 4, Map.of(GroupTags.INSTALLATION, "turbine"));
    create(
        "other-default",
        0,
        4,
        Map.of(GroupTags.INSTALLATION, "other", GroupTags.WORKER_SET, "default"));
    List<AutoScalingGroup> found =
        client()
            .describeAutoScalingGroups(request ->
                request.filters(
                    filter("tag:" + GroupTags.INSTALLATION, "turbine"),
                    filter("tag-key", GroupTags.WORKER_SET)))
            .autoScalingGroups();
    assertThat(found)
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("turbine-default");
    assertThat(found.getFirst().tags())
        .anySatisfy(tag -> {
          assertThat(tag.key()).isEqualTo(GroupTags.WORKER_SET);
          assertThat(tag.value()).isEqualTo("default");
        });
  }

  @Test
  void pagesAreFollowed() {
    create("one", 0, 4, TAGS);
    create("two", 0, 4, TAGS);
    create("three", 0, 4, TAGS);
    assertThat(
            client()
                .describeAutoScalingGroupsPaginator(request -> request.maxRecords(1))
                .autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void aDesiredCapacityIsANumberOfMachines() {
    create("one", 0, 4, TAGS);
    setDesired("one", 3);
    settle();
    AutoScalingGroup group = group("one");
    assertThat(group.desiredCapacity()).isEqualTo(3);
    assertThat(group.instances())
        .hasSize(3)
        .allSatisfy(machine -> {
          assertThat(machine.lifecycleStateAsString()).isEqualTo("InService");
          assertThat(machine.protectedFromScaleIn()).isFalse();
        });
  }

  @Test
  void aMachineLeavesByNameAndIsNotReplaced() {
    create("one", 0, 4, TAGS);
    setDesired("one", 3);
    settle();
    List<String> before = ids("one");
    terminate(before.get(1));
    settle();
    assertThat(group("one").desiredCapacity()).isEqualTo(2);
    assertThat(ids("one")).containsExactlyInAnyOrder(before.get(0), before.get(2));
  }

  @Test
  void aMachineThatIsInNoGroupIsRefused() {
    assertThatThrownBy(() -> terminate("i-00000000000000000"))
        .isInstanceOf(AutoScalingException.class);
  }

  @Test
  void protectionIsSeenInTheGroupsDescription() {
    create("one", 0, 4, TAGS);
    setDesired("one", 2);
    settle();
    String busy = ids("one").getFirst();
    protect("one", busy, true);
    assertThat(group("one").instances())
        .allSatisfy(machine ->
            assertThat(machine.protectedFromScaleIn())
                .isEqualTo(machine.instanceId().equals(busy)));
    protect("one", busy, false);
    assertThat(group("one").instances()).noneMatch(Instance::protectedFromScaleIn);
  }

  /** The documentation says so of protection, and we rely on it: a leaving machine drains. */
  @Test
  void protectionDoesNotKeepAMachineThatIsNamed() {
    create("one", 0, 4, TAGS);
    setDesired("one", 1);
    settle();
    String busy = ids("one").getFirst();
    protect("one", busy, true);
    terminate(busy);
    AutoScalingGroup group = group("one");
    assertThat(group.desiredCapacity()).isZero();
    assertThat(group.instances())
        .noneMatch(machine -> machine.lifecycleStateAsString().equals("InService"));
  }

  private void setDesired(String group, int wanted) {
    client()
        .setDesiredCapacity(request ->
            request.autoScalingGroupName(group).desiredCapacity(wanted).honorCooldown(false));
  }

  private void terminate(String id) {
    client()
        .terminateInstanceInAutoScalingGroup(
            request -> request.instanceId(id).shouldDecrementDesiredCapacity(true));
  }

  private void protect(String group, String id, boolean on) {
    client()
        .setInstanceProtection(request ->
            request.autoScalingGroupName(group).instanceIds(id).protectedFromScaleIn(on));
  }

  private List<String> ids(String group) {
    return group(group).instances().stream().map(Instance::instanceId).toList();
  }

  private AutoScalingGroup group(String name) {
    return client()
        .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
        .autoScalingGroups()
        .getFirst();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
