package dev.turbine.local.store;

import dev.turbine.airflow.settings.AirflowSettings;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What another process needs to reach the stack's SQS server on 127.0.0.1, which asks for no
 * password.
 */
public record QueueAccess(int port) {
  /** Where Airflow's tasks and, from 3.2 on, its callbacks go. */
  public static final String DEFAULT = AirflowSettings.DEFAULT_QUEUE;

  /** Where a message ends that was received too often. */
  public static final String DEAD_LETTERS = "dead-letter";

  /** Of ElasticMQ; part of each queue's address. */
  private static final String ACCOUNT = "000000000000";

  /** The server's address. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The address of one queue. */
  public String address(String queue) {
    return endpoint() + "/" + ACCOUNT + "/" + queue;
  }

  /** A client of its own for the caller, who closes it; a call takes 30 seconds at most. */
  public SqsClient client() {
    return SqsClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("turbine", "turbine")))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(25)))
        .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(30)))
        .build();
  }
}
