package dev.turbine.aws.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

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
}
