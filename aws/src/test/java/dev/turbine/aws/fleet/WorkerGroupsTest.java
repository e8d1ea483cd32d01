package dev.turbine.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.aws.fleet.WorkerGroup.Described;
import dev.turbine.aws.fleet.WorkerGroup.Misdescribed;
import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerGroupsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final TestingAutoScaling client = new TestingAutoScaling();
  private final TestingClock clock = new TestingClock(NOON);
  private final WorkerGroups groups = new WorkerGroups(client, "turbine", clock);

  @Test
  void aSetIsWhatItsGroupsTagsAndSizesSay() {
    client.create("turbine-large", 1, 8, tags("large", Map.of(GroupTags.FURTHER_QUEUES, "a,b")));
    assertThat(groups.look())
        .singleElement()
        .isInstanceOfSatisfying(
            Described.class,
            found -> {
              assertThat(found.name()).isEqualTo("turbine-large");
              assertThat(found.workerSet())
                  .isEqualTo(
                      new WorkerSet(
                          "large",
                          List.of("large", "a", "b"),
                          1,
                          8,
                          4,
                          0.9,
                          0.5,
                          Duration.ofMinutes(10)));
            });
  }

  @Test
  void allSetsAreFoundInOrderAndNothingElse() {
    client.create("turbine-large", 0, 4, tags("large", Map.of()));
    client.create("turbine-default", 0, 4, tags("default", Map.of()));
    client.create("turbine-web", 1, 1, Map.of(GroupTags.INSTALLATION, "turbine"));
    client.create("other-default", 0, 4, tags("default", Map.of(GroupTags.INSTALLATION, "other")));
    client.create("turbine-gone", 0, 4, tags("gone", Map.of())).beginDeletion();
    assertThat(groups.look()).extracting(WorkerGroup::set).containsExactly("default", "large");
  }

  @Test
  void aGroupThatMayHaveNoMachinesIsClosed() {
    client.create("turbine-default", 0, 4, tags("default", Map.of())).resize(0, 0);
    assertThat(groups.look())
        .singleElement()
        .isInstanceOf(WorkerGroup.Closed.class)
        .extracting(WorkerGroup::set)
        .isEqualTo("default");
  }

  @Test
  void aGroupThatDescribesNoSetTellsAllThatIsWrongAndTheOthersAreFound() {
    client.create("turbine-default", 0, 4, tags("default", Map.of()));
    client.create(
        "turbine-odd",
        0,
        4,
        Map.of(
            GroupTags.INSTALLATION,
            "turbine",
            GroupTags.WORKER_SET,
            "odd",
            GroupTags.CONCURRENCY,
            "many",
            GroupTags.GROWTH_THRESHOLD,
            "0.9",
            GroupTags.SHRINK_WINDOW_MINUTES,
            "10"));
    assertThat(groups.look())
        .satisfiesExactly(
            found -> assertThat(found).isInstanceOf(Described.class),
            found ->
                assertThat(found)
                    .isInstanceOfSatisfying(
                        Misdescribed.class,
                        odd -> {
                          assertThat(odd.set()).isEqualTo("odd");
                          assertThat(odd.problem())
                              .contains("turbine-odd")
                              .contains(GroupTags.CONCURRENCY)
                              .contains("\"many\"")
                              .contains(GroupTags.SHRINK_THRESHOLD)
                              .doesNotContain(GroupTags.GROWTH_THRESHOLD);
                        }));
  }

  @Test
  void twoGroupsOfOneSetAreBothLeftAlone() {
    client.create("turbine-default", 0, 4, tags("default", Map.of()));
    client.create("turbine-copy", 0, 4, tags("default", Map.of()));
    assertThat(groups.look())
        .hasSize(2)
        .allSatisfy(found ->
            assertThat(found)
                .isInstanceOfSatisfying(
                    Misdescribed.class,
                    both -> assertThat(both.problem()).contains("not the only one")));
  }

  @Test
  void thresholdsThatContradictEachOtherAreAProblem() {
    client.create("turbine-odd", 0, 4, tags("odd", Map.of(GroupTags.SHRINK_THRESHOLD, "0.95")));
    assertThat(groups.look())
        .singleElement()
        .isInstanceOfSatisfying(
            Misdescribed.class, odd -> assertThat(odd.problem()).contains("shrinkThreshold 0.95"));
  }

  @Test
  void aWorkerKeepsTheTimeSinceWhichItIsWhatItIs() {
    TestingGroup group = client.create("turbine-default", 1, 4, tags("default", Map.of()));
    group.settle();
    assertThat(worker().since()).isEqualTo(NOON);
    clock.advance(Duration.ofSeconds(10));
    assertThat(worker().since()).isEqualTo(NOON);
    group.protect(group.ids().getFirst(), true);
    assertThat(worker().since()).isEqualTo(NOON.plusSeconds(10));
  }

  @Test
  void groupsThatCannotBeReadAreAnErrorWithAwssReason() {
    client.fail("DescribeAutoScalingGroups", "", "Throttling");
    assertThatThrownBy(groups::look)
        .isInstanceOf(TurbineException.class)
        .hasMessage("The groups of workers could not be read: Throttling, as the test asked");
  }

  private Worker worker() {
    return ((Described) groups.look().getFirst()).workers().getFirst();
  }

  private static Map<String, String> tags(String set, Map<String, String> changed) {
    Map<String, String> tags = new HashMap<>(TestingTags.of("turbine", set));
    tags.putAll(changed);
    return tags;
  }
}
