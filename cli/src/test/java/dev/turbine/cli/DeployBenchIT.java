package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long {@code turbine deploy} and {@code turbine rollback} take, until every DAG carries it.
 */
@Tag("bench")
class DeployBenchIT {
  private static final int TIMES = 5;

  @TempDir private Path folder;

  @Test
  void deployingTheExample() throws Exception {
    try (TestingStack stack = TestingStack.ofExample(folder.resolve("project"))) {
      assertThat(stack.turbine("up", "--no-watch").exitCode()).isZero();
      for (int time = 1; time <= TIMES; time++) {
        stack.write("airflow/include/change.py", "NUMBER = " + time + "\n");
        time(stack, "deploy", "deploy");
      }
      for (int time = 1; time <= TIMES; time++) {
        time(stack, "rollback", "rollback");
      }
      Random random = new Random(1);
      for (int file = 0; file < 2000; file++) {
        byte[] content = new byte[50_000];
        random.nextBytes(content);
        Path target = stack.root().resolve("airflow/include/data/%d.bin".formatted(file));
        Files.createDirectories(target.getParent());
        Files.write(target, content);
      }
      time(stack, "deploy of 2000 files, 100 MB", "deploy");
      stack.write("airflow/include/change.py", "NUMBER = 0\n");
      time(stack, "deploy of the same and one changed file", "deploy");
    }
  }

  private static void time(TestingStack stack, String what, String command) throws Exception {
    Instant began = Instant.now();
    TestingStack.Result result = stack.turbine(command);
    Duration took = Duration.between(began, Instant.now());
    assertThat(result.exitCode()).as(result.toString()).isZero();
    System.out.printf("%s: %.2f s%n%s", what, took.toMillis() / 1000.0, result.err().indent(4));
  }
}
