package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.infrastructure.template.Asset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folder that the build makes for a stack's bucket. */
class AssetsIT {
  @Test
  void allFilesOfOneVersionAreThereButTheAgent() throws Exception {
    List<Path> versions;
    try (Stream<Path> folders = Files.list(Repository.module().resolve("target/assets"))) {
      versions = folders.toList();
    }
    assertThat(versions).hasSize(1);
    for (Asset asset : Asset.values()) {
      Path file = versions.getFirst().resolve(asset.path());
      if (asset == Asset.AGENT) {
        // It is not written yet; docs/aws/launch.md says so.
        assertThat(file).doesNotExist();
      } else {
        assertThat(file).isNotEmptyFile();
      }
    }
    Path zip = Repository.root().resolve("lambda/target/turbine-scaler.zip");
    assertThat(versions.getFirst().resolve(Asset.SCALER.path())).hasSameBinaryContentAs(zip);
  }
}
