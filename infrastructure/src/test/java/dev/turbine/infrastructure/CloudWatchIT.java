package dev.turbine.infrastructure;

import dev.turbine.aws.metric.CloudWatchContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** The API that the fake in aws imitates, over the wire, on an emulator that others wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudWatchIT extends CloudWatchContract {
  private final Moto moto;

  CloudWatchIT(@TempDir Path folder) throws Exception {
    moto = new Moto(folder);
  }

  @AfterAll
  void stop() {
    moto.close();
  }

  @BeforeEach
  void empty() {
    moto.reset();
  }

  @Override
  protected CloudWatchClient client() {
    return moto.clients().cloudWatch();
  }
}
