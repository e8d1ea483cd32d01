package dev.turbine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.process.LogRotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

  @TempDir private Path folder;

  @Test
  void linesAreMergedByTimeAndThoseWithoutFollowTheirOwn() throws IOException {
    write("scheduler", "banner\n2026-11-22T18:00:02Z s2\n  more of s2\n2026-11-22T18:00:04Z s4\n");
    write("worker-1", "2026-11-22T18:00:01Z w1\n2026-11-22T18:00:03Z w3\n");

    assertThat(texts(logs().history()))
        .containsExactly("w1", "banner", "s2", "  more of s2", "w3", "s4");
  }

  @Test
  void oldCopiesComeFirst() throws IOException {
    write("scheduler", "three\n2026-11-22T18:00:04Z four\n");
    Files.writeString(folder.resolve("scheduler.log.1"), "2026-11-22T18:00:02Z two\n");
    Files.writeString(folder.resolve("scheduler.log.2"), "2026-11-22T18:00:01Z one\n");

    List<LogLine> lines = logs().history();

    assertThat(texts(lines)).containsExactly("one", "two", "three", "four");
    assertThat(lines.get(2).time()).isEqualTo("2026-11-22T18:00:02Z");
  }

  @Test
  void onlyTheServicesAskedForAreRead() throws IOException {
    write("scheduler", "2026-11-22T18:00:02Z s\n");
    write("worker-1", "2026-11-22T18:00:01Z w\n");

    ServiceLogs logs = new ServiceLogs(folder, ZoneOffset.UTC, List.of("worker-1"));

    assertThat(texts(logs.history())).containsExactly("w");
    assertThat(ServiceLogs.services(folder)).containsExactly("scheduler", "worker-1");
  }

  @Test
  void aLineIsNewsWhenItIsComplete() throws IOException {
    write("scheduler", "2026-11-22T18:00:02Z old\n");
    ServiceLogs logs = logs();
    logs.history();

    append("scheduler", "2026-11-22T18:00:03Z ha");
    assertThat(logs.news(NOW)).isEmpty();
    append("scheduler", "lf é\nnext\n");

    assertThat(texts(logs.news(NOW))).containsExactly("half é", "next");
    assertThat(logs.news(NOW)).isEmpty();
  }

  @Test
  void aServiceThatBeginsLaterIsNewsFromItsBeginning() throws IOException {
    ServiceLogs logs = logs();
    assertThat(logs.history()).isEmpty();

    write("worker-2", "no time at all\n");

    assertThat(logs.news(NOW)).containsExactly(new LogLine("worker-2", NOW, "no time at all"));
  }

  @Test
  void rotationLosesNothing() throws IOException {
    write("scheduler", "2026-11-22T18:00:01Z one\n".repeat(3));
    ServiceLogs logs = logs();
    logs.history();

    append("scheduler", "2026-11-22T18:00:02Z two, before the rotation\n");
    new LogRotation(folder, 10, 2).rotate();
    append("scheduler", "2026-11-22T18:00:03Z three\n");

    assertThat(texts(logs.news(NOW))).containsExactly("two, before the rotation", "three");
  }

  @Test
  void noFolderHasNoServices() {
    assertThat(ServiceLogs.services(folder.resolve("none"))).isEmpty();
  }

  private ServiceLogs logs() {
    return new ServiceLogs(folder, ZoneOffset.UTC, List.of());
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(line -> line.text().replaceFirst("^2026\\S+ ", "")).toList();
  }

  private void write(String service, String text) throws IOException {
    Files.writeString(folder.resolve(service + ".log"), text);
  }

  private void append(String service, String text) throws IOException {
    Files.writeString(folder.resolve(service + ".log"), text, StandardOpenOption.APPEND);
  }
}
