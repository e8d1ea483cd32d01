package dev.turbine.aws.metric;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class TestingCloudWatchTest extends CloudWatchContract {
  private final TestingCloudWatch client = new TestingCloudWatch();

  @Override
  protected CloudWatchClient client() {
    return client;
  }
}
