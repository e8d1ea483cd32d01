package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentCacheTest {
  @TempDir private Path cache;

  @Test
  void whatNobodyUsedForAMonthGoesButForThreeAndIsMadeAgain() throws Exception {
    Path old = environment("old", 40);
    environment("older", 50);
    environment("oldest", 60);
    Path recent = environment("recent", 29);
    environment("new", 0);

    assertThat(prune()).containsExactlyInAnyOrder("older", "oldest");
    assertThat(old).exists();
    assertThat(recent).exists();
    assertThat(prune()).isEmpty();

    assertThat(environment("older", 0)).exists();
  }

  @Test
  void whatAStackSaysThatItUsesStays() throws Exception {
    for (int number = 1; number <= 3; number++) {
      environment("new-" + number, number);
    }
    Path used = environment("used", 40);
    environment("unused", 40);
    new EnvironmentCache(cache, Clock.systemUTC()).keep(used);
    new EnvironmentCache(cache, Clock.systemUTC()).keep(cache.resolve("environments/none/b/venv"));
    assertThat(prune()).containsExactly("unused");
    assertThat(used).exists();
  }

  @Test
  void askingForAnEnvironmentIsUse() throws Exception {
    for (int number = 1; number <= 3; number++) {
      environment("new-" + number, number);
    }
    environment("asked", 40);
    Path _ =
        build("asked")
            .obtain(
                () -> {},
                _ -> {
                  throw new AssertionError("made twice");
                });
    assertThat(prune()).isEmpty();
  }

  @Test
  void whatIsBeingMadeStays() throws Exception {
    for (int number = 1; number <= 3; number++) {
      environment("new-" + number, number);
    }
    Path _ =
        build("busy")
            .obtain(
                () -> {},
                target -> {
                  // In the middle of the work of another process.
                  assertThat(prune()).isEmpty();
                  assertThat(target).exists();
                  CachedBuild.write(target.resolve("venv"), "");
                });
    assertThat(build("busy").ready()).isPresent();
  }

  @Test
  void anEmptyCacheHasNothingToLose() {
    assertThat(prune()).isEmpty();
  }

  private List<String> prune() {
    return new EnvironmentCache(cache, Clock.systemUTC()).prune();
  }

  private CachedBuild build(String id) {
    return new CachedBuild(cache.resolve("environments").resolve(id), _ -> true);
  }

  private Path environment(String id, int daysAgo) throws IOException, InterruptedException {
    Path made = build(id).obtain(() -> {}, target -> CachedBuild.write(target.resolve("venv"), ""));
    Files.setLastModifiedTime(
        cache.resolve("environments").resolve(id).resolve("ready"),
        FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
    return made.resolve("venv");
  }
}
