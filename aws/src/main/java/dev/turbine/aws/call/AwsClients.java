package dev.turbine.aws.call;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients of what decisions need. Each call ends within {@link #CALL_LIMIT}, its repetitions
 * after throttling, lost connections and errors of the service included.
 *
 * @param autoScaling the groups of machines
 * @param sqs the queues
 * @param cloudWatch the metrics
 * @param ssm the kept state
 */
public record AwsClients(
    AutoScalingClient autoScaling, SqsClient sqs, CloudWatchClient cloudWatch, SsmClient ssm)
    implements AutoCloseable {
  /** Of one call with all its attempts. */
  public static final Duration CALL_LIMIT = Duration.ofSeconds(6);

  /** Of one attempt: a first one has a connection to make, on a third of a processor. */
  private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(3);

  private static final int ATTEMPTS = 3;

  /**
   * Connects to nothing yet. Makes the clients side by side: a process that starts on Lambda has
   * two processors, whatever its memory.
   *
   * @param endpoint of all services, where it is not that of the region
   */
  public static AwsClients open(
      Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    try (ExecutorService each = Executors.newCachedThreadPool()) {
      // All clients ask for it, and it takes as long to load as TLS does.
      each.submit(() -> ServiceMetadata.of("sqs"));
      SdkHttpClient http =
          UrlConnectionHttpClient.builder()
              .connectionTimeout(ATTEMPT_LIMIT)
              .socketTimeout(ATTEMPT_LIMIT)
              .build();
      CompletableFuture<AutoScalingClient> autoScaling =
          CompletableFuture.supplyAsync(
              limited(AutoScalingClient.builder(), http, region, credentials, endpoint)::build,
              each);
      CompletableFuture<SqsClient> sqs =
          CompletableFuture.supplyAsync(
              limited(SqsClient.builder(), http, region, credentials, endpoint)::build, each);
      CompletableFuture<CloudWatchClient> cloudWatch =
          CompletableFuture.supplyAsync(
              limited(CloudWatchClient.builder(), http, region, credentials, endpoint)::build,
              each);
      SsmClient ssm = limited(SsmClient.builder(), http, region, credentials, endpoint).build();
      return new AwsClients(autoScaling.join(), sqs.join(), cloudWatch.join(), ssm);
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B limited(
      B builder,
      SdkHttpClient http,
      Region region,
      AwsCredentialsProvider credentials,
      Optional<URI> endpoint) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(region)
        .credentialsProvider(credentials)
        .overrideConfiguration(settings ->
            settings
                .apiCallTimeout(CALL_LIMIT)
                .apiCallAttemptTimeout(ATTEMPT_LIMIT)
                .retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build()));
  }

  @Override
  public void close() {
    List.<SdkAutoCloseable>of(autoScaling, sqs, cloudWatch, ssm).forEach(SdkAutoCloseable::close);
  }
}
