package dev.turbine.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

class TestingAutoScalingTest extends AutoScalingContract {
  private final TestingAutoScaling client = new TestingAutoScaling();
  private final List<TestingGroup> groups = new ArrayList<>();

  @Override
  protected AutoScalingClient client() {
    return client;
  }

  @Override
  protected void create(String name, int min, int max, Map<String, String> tags) {
    groups.add(client.create(name, min, max, tags));
  }

  @Override
  protected void settle() {
    groups.forEach(TestingGroup::settle);
  }

  /** As the documentation says; moto accepts both. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void aDesiredCapacityBeyondTheGroupsLimitsIsRefused(int wanted) {
    create("one", 1, 4, Map.of());
    assertThatThrownBy(() ->
            client.setDesiredCapacity(
                request -> request.autoScalingGroupName("one").desiredCapacity(wanted)))
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
    assertThat(groups.getFirst().desired()).isOne();
  }
}
