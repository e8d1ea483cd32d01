package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks made, updated, rolled back and deleted on emulators of AWS, each for what it really makes;
 * docs/aws-verification.md says what that is. The tests themselves are in src/test/emulators.
 */
class DeploymentIT {
  private static final Duration TESTS = Duration.ofMinutes(3);
  @TempDir private Path folder;

  @Test
  void moto() throws Exception {
    try (Emulator emulator = Emulator.moto(folder)) {
      verify(emulator, "test_moto");
    }
  }

  @Test
  void ministack() throws Exception {
    try (Emulator emulator = Emulator.ministack(folder)) {
      verify(emulator, "test_ministack");
    }
  }

  private void verify(Emulator emulator, String tests) throws Exception {
    assertThat(run(emulator, tests)).containsPattern("Ran [1-9][0-9]* tests?").endsWith("OK");
  }

  private String run(Emulator emulator, String tests) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Tools.python("emulators").resolve("python").toString(),
                "-m",
                "unittest",
                "--verbose",
                tests)
            .directory(Repository.module().resolve("src/test/emulators").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TURBINE_EMULATOR", emulator.endpoint().toString());
    builder.environment().put("TURBINE_TEMPLATES", Repository.templates().toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TESTS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output).strip();
  }
}
