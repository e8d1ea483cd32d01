package dev.turbine.airflow.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.ReleaseStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Releases in a bucket of S3 or of a server with its protocol: {@code releases/ID.zip}, then {@code
 * releases/ID.json}, whose presence makes the release complete. One request uploads an archive: S3
 * takes 5 GiB in one, and a release has 1.
 */
public final class S3ReleaseStore implements ReleaseStore {
  private static final String PREFIX = "releases/";
  private static final String MANIFEST = ".json";

  private final S3Client s3;
  private final String bucket;

  /**
   * Asks nothing yet.
   *
   * @param s3 stays open and belongs to the caller; its timeouts and retries bound each request, so
   *     they must leave time for an archive
   * @param bucket exists
   */
  public S3ReleaseStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Where a release's archive is, as CodeDeploy is told. */
  public static String archiveKey(ReleaseId id) {
    return PREFIX + id + ".zip";
  }

  private static String manifestKey(ReleaseId id) {
    return PREFIX + id + MANIFEST;
  }

  @Override
  public boolean has(ReleaseId id) {
    return asking("tell whether it has release " + id, () -> exists(manifestKey(id)));
  }

  @Override
  public boolean put(Path archive, Manifest manifest) {
    if (!Files.isReadable(archive)) {
      throw new TurbineException(Category.MACHINE, archive + " cannot be read or does not exist.");
    }
    return asking(
        "take release " + manifest.id(),
        () -> {
          if (exists(manifestKey(manifest.id()))) {
            return false;
          }
          s3.putObject(
              request -> request.bucket(bucket).key(archiveKey(manifest.id())),
              RequestBody.fromFile(archive));
          s3.putObject(
              request ->
                  request
                      .bucket(bucket)
                      .key(manifestKey(manifest.id()))
                      .contentType("application/json"),
              RequestBody.fromString(ManifestJson.write(manifest)));
          return true;
        });
  }

  private boolean exists(String key) {
    try {
      s3.headObject(request -> request.bucket(bucket).key(key));
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    }
  }

  @Override
  public void fetch(ReleaseId id, Path file) {
    try {
      FreshFile.replace(
          file,
          fresh ->
              asking(
                  "give release " + id,
                  () -> {
                    if (!exists(manifestKey(id))) {
                      throw missing(id);
                    }
                    return s3.getObject(
                        request -> request.bucket(bucket).key(archiveKey(id)),
                        ResponseTransformer.toOutputStream(Files.newOutputStream(fresh)));
                  }));
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private TurbineException missing(ReleaseId id) {
    return new TurbineException(
        Category.STATE,
        "There is no release %s in the bucket %s. See those there are with: turbine releases"
            .formatted(id, bucket));
  }

  @Override
  public List<Manifest> list() {
    return asking(
        "list its releases",
        () ->
            s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(PREFIX))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(MANIFEST))
                .flatMap(key -> read(key).stream())
                .sorted(
                    Comparator.comparing(Manifest::made)
                        .reversed()
                        .thenComparing(manifest -> manifest.id().value()))
                .toList());
  }

  private Optional<Manifest> read(String key) {
    try {
      String text = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
      return Optional.of(ManifestJson.read("s3://" + bucket + "/" + key, text));
    } catch (NoSuchKeyException _) {
      // Deleted since it was listed.
      return Optional.empty();
    }
  }

  @Override
  public void delete(ReleaseId id) {
    asking(
        "delete release " + id,
        () -> {
          // The manifest first: without it there is no release, whatever happens next.
          s3.deleteObject(request -> request.bucket(bucket).key(manifestKey(id)));
          return s3.deleteObject(request -> request.bucket(bucket).key(archiveKey(id)));
        });
  }

  private interface Request<T> {
    T send() throws IOException;
  }

  private <T> T asking(String what, Request<T> request) {
    try {
      return request.send();
    } catch (SdkException | IOException e) {
      throw new TurbineException(
          Category.FAILED,
          "The bucket %s did not %s: %s".formatted(bucket, what, e.getMessage()),
          e);
    }
  }
}
