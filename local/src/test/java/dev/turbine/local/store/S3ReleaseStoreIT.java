package dev.turbine.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.release.S3ReleaseStore;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseStore;
import dev.turbine.core.release.ReleaseStoreContract;
import dev.turbine.core.release.TestingReleases;
import dev.turbine.local.secret.Secrets;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against the stack's own S3 server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ReleaseStoreIT extends ReleaseStoreContract {
  private static final String BUCKET = ObjectAccess.DEPLOYMENTS;

  private final ObjectStore objects;
  private final S3Client s3;

  S3ReleaseStoreIT(@TempDir Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    objects = ObjectStore.open(folder.resolve("objects"), port, Secrets.of(folder));
    s3 = objects.access().client();
  }

  @BeforeAll
  static void quieten() {
    StoreLogs.quieten();
  }

  @AfterAll
  void close() {
    s3.close();
    objects.close();
  }

  @BeforeEach
  void empty() {
    keys().forEach(key -> s3.deleteObject(request -> request.bucket(BUCKET).key(key)));
  }

  private List<String> keys() {
    return s3.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Override
  protected ReleaseStore store() {
    return new S3ReleaseStore(s3, BUCKET);
  }

  @Test
  void interruptedPutIsNoReleaseAndIsMadeGoodByTheNext(@TempDir Path files) throws IOException {
    Manifest manifest = TestingReleases.manifest(TestingReleases.content("a"), Instant.EPOCH);
    String key = S3ReleaseStore.archiveKey(manifest.id());
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("half"));
    assertThat(store().list()).isEmpty();
    Path file = files.resolve("fetched");
    assertThatThrownBy(() -> store().fetch(manifest.id(), file))
        .isInstanceOf(TurbineException.class);
    assertThat(store().put(Files.writeString(files.resolve("whole"), "whole"), manifest)).isTrue();
    store().fetch(manifest.id(), file);
    assertThat(file).hasContent("whole");
  }

  @Test
  void deletedReleaseLeavesNoObjects(@TempDir Path files) throws IOException {
    Manifest manifest = TestingReleases.manifest(TestingReleases.content("a"), Instant.EPOCH);
    store().put(Files.writeString(files.resolve("archive"), "x"), manifest);
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "releases/" + manifest.id() + ".zip", "releases/" + manifest.id() + ".json");
    store().delete(manifest.id());
    assertThat(keys()).isEmpty();
  }

  @Test
  void bucketThatIsMissingIsNamed() {
    ReleaseStore missing = new S3ReleaseStore(s3, "nowhere");
    assertThatThrownBy(missing::list)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("The bucket nowhere did not list its releases");
  }
}
