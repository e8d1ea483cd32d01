package dev.turbine.local.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What another process needs to reach the stack's S3 server on 127.0.0.1.
 *
 * @param port the TCP port
 * @param accessKey the access key id
 * @param secretKey the secret access key
 */
public record ObjectAccess(int port, String accessKey, String secretKey) {
  /** Logs of the tasks. */
  public static final String LOGS = "turbine-logs";

  /** Revisions of the project. */
  public static final String DEPLOYMENTS = "turbine-deployments";

  /** What the tasks themselves keep. */
  public static final String DATA = "turbine-data";

  /** All buckets that the store makes. */
  static final List<String> BUCKETS = List.of(LOGS, DEPLOYMENTS, DATA);

  /** The server's address, for path-style requests. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client of its own for the caller, who closes it; a call takes 30 seconds at most. */
  public S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(25)))
        .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(30)))
        .build();
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "ObjectAccess[" + endpoint() + "]";
  }
}
