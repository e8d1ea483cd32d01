package dev.turbine.infrastructure;

import dev.turbine.aws.fleet.AutoScalingContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** The API that the fake in aws imitates, over the wire, on an emulator that others wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoScalingIT extends AutoScalingContract {
  private final Moto moto;

  AutoScalingIT(@TempDir Path folder) throws Exception {
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
  protected AutoScalingClient client() {
    return moto.clients().autoScaling();
  }

  @Override
  protected void create(String name, int min, int max, Map<String, String> tags) {
    moto.createGroup(name, min, max, tags);
  }

  /** moto's machines are there at once, and gone. */
  @Override
  protected void settle() {}
}
