package dev.turbine.infrastructure;

import dev.turbine.aws.call.AwsClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** moto, and the clients of the function for it. */
final class Moto implements AutoCloseable {
  private final Emulator emulator;
  private final AwsClients clients;

  Moto(Path folder) throws Exception {
    emulator = Emulator.moto(folder);
    clients =
        AwsClients.open(
            Region.US_EAST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
            Optional.of(emulator.endpoint()));
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
