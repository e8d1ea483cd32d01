package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.secret.Secrets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/** The stack's S3 server, within this process. Each object is a file in its bucket's folder. */
public final class ObjectStore implements AutoCloseable {
  private final S3Proxy server;
  private final ObjectAccess access;

  private ObjectStore(S3Proxy server, ObjectAccess access) {
    this.server = server;
    this.access = access;
  }

  /**
   * Returns when the buckets can be written to.
   *
   * @param directory the store's own folder; made when missing
   * @throws TurbineException when the port is taken or the server does not start
   */
  public static ObjectStore open(Path directory, int port, Secrets secrets) {
    PortCheck.requireFree(Port.OBJECTS, port);
    Path absolute = directory.toAbsolutePath();
    ObjectAccess access =
        new ObjectAccess(port, secrets.objectsAccessKey(), secrets.objectsSecretKey());
    try {
      PrivateFile.folder(absolute);
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(absolute.toString()))
              .endpoint(access.endpoint())
              .awsAuthentication(AuthenticationType.AWS_V4, access.accessKey(), access.secretKey())
              .stopTimeout(0)
              .build();
      ObjectStore store = new ObjectStore(server, access);
      try {
        server.start();
        store.makeBuckets();
        return store;
      } catch (Exception e) {
        store.close();
        throw e;
      }
    } catch (Exception e) {
      throw new TurbineException(
          Category.FAILED,
          "The S3 server on port %d did not start. Its data is in %s.\n  %s"
              .formatted(port, absolute, e.getMessage()),
          e);
    }
  }

  private void makeBuckets() {
    try (S3Client s3 = access.client()) {
      Set<String> present =
          s3.listBuckets().buckets().stream().map(Bucket::name).collect(Collectors.toSet());
      for (String bucket : ObjectAccess.BUCKETS) {
        if (!present.contains(bucket)) {
          s3.createBucket(request -> request.bucket(bucket));
        }
      }
    }
  }

  /** How Airflow and others reach the server. */
  public ObjectAccess access() {
    return access;
  }

  /** Stops the server; requests in work may end first, for half a minute at most. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new TurbineException(
          Category.FAILED, "The S3 server did not stop: " + e.getMessage(), e);
    }
  }
}
