package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
  @TempDir private Path project;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeLogs() throws Exception {
    Path logs = Files.createDirectories(project.resolve(".turbine/logs"));
    Files.writeString(
        logs.resolve("scheduler.log"), "2026-11-22T18:00:01Z one\n2026-11-22T18:00:03Z three\n");
    Files.writeString(logs.resolve("worker-1.log"), "2026-11-22T18:00:02Z two\n");
  }

  @Test
  void severalServicesAreMergedAndNamed() {
    assertThat(logs()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "scheduler     | 2026-11-22T18:00:01Z one",
            "worker-1      | 2026-11-22T18:00:02Z two",
            "scheduler     | 2026-11-22T18:00:03Z three");
  }

  @Test
  void oneServiceIsShownAsItIs() {
    assertThat(logs("scheduler", "-n", "1")).isZero();
    assertThat(out).hasToString("2026-11-22T18:00:03Z three" + System.lineSeparator());
  }

  @Test
  void olderLinesAreLeftOut() {
    assertThat(logs("--since", "2026-11-22T18:00:02Z")).isZero();
    assertThat(out.toString()).contains("two", "three").doesNotContain("one");
  }

  @Test
  void anUnknownServiceIsRefusedWithThoseThereAre() {
    assertThat(logs("schedule")).isEqualTo(2);
    assertThat(err.toString()).contains("schedule.", "scheduler, worker-1");
  }

  @Test
  void aMomentThatIsNoneIsRefusedWithTheForms() {
    assertThat(logs("--since", "soon")).isEqualTo(2);
    assertThat(err.toString()).contains("'soon'", "10m");
  }

  @Test
  void aProjectThatWasNeverUpSaysSo() throws Exception {
    Path other = Files.createDirectory(project.resolve("other"));
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "logs", "-p", other.toString()))
        .isEqualTo(5);
    assertThat(err.toString()).contains("turbine up");
  }

  private int logs(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "logs";
    all[1] = "-p";
    all[2] = project.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Main.run(new PrintWriter(out), new PrintWriter(err), all);
  }
}
