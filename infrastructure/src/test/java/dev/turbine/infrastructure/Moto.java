package dev.turbine.infrastructure;

import dev.turbine.aws.call.AwsClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** moto, and clients of all that the function uses. */
final class Moto implements AutoCloseable {
  private final Emulator emulator;
  private final AwsClients clients;

  Moto(Path folder) throws Exception {
    emulator = Emulator.moto(folder);
    clients =
        new AwsClients(
            patient(AutoScalingClient.builder()).build(),
            patient(SqsClient.builder()).build(),
            patient(CloudWatchClient.builder()).build(),
            patient(SsmClient.builder()).build());
    // moto loads a service at its first call, which may take longer than the function waits.
    clients.autoScaling().describeAutoScalingGroups();
    clients.sqs().listQueues();
    clients.cloudWatch().listMetrics();
    clients.ssm().describeParameters();
  }

  /** On a busy machine an emulator is slower than AWS. */
  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B patient(B builder) {
    return builder
        .endpointOverride(emulator.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(1)));
  }

  Emulator emulator() {
    return emulator;
  }

  AwsClients clients() {
    return clients;
  }

  /** Makes a group that wants no machines beyond its minimum. */
  void createGroup(String name, int min, int max, Map<String, String> tags) {
    clients
        .autoScaling()
        .createLaunchConfiguration(request ->
            request.launchConfigurationName(name).imageId("ami-12c6146b").instanceType("t3.micro"));
    List<Tag> all =
        tags.entrySet().stream()
            .map(tag ->
                Tag.builder()
                    .resourceId(name)
                    .resourceType("auto-scaling-group")
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .propagateAtLaunch(false)
                    .build())
            .toList();
    clients
        .autoScaling()
        .createAutoScalingGroup(request ->
            request
                .autoScalingGroupName(name)
                .minSize(min)
                .maxSize(max)
                .desiredCapacity(min)
                .launchConfigurationName(name)
                .availabilityZones("us-east-1a")
                .tags(all));
  }

  /** Forgets all that was made. */
  void reset() {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              emulator.endpoint().resolve("/moto-api/reset").toURL().openConnection();
      request.setRequestMethod("POST");
      if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new AssertionError("moto was not reset: " + request.getResponseCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clients.close();
    emulator.close();
  }
}
