package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedBuildTest {
  private static final CachedBuild.Builder COMPLETE =
      target -> CachedBuild.write(target.resolve("content"), "x");
  private static final CachedBuild.Builder FORBIDDEN =
      _ -> {
        throw new AssertionError("built twice");
      };

  @TempDir Path cache;

  @Test
  void buildsOnce() throws Exception {
    Path first = build().obtain(() -> {}, COMPLETE);

    assertThat(first.resolve("content")).hasContent("x");
    assertThat(build().obtain(() -> {}, FORBIDDEN)).isEqualTo(first);
  }

  @Test
  void leavesNothingOfAnAttemptThatFails() {
    assertThatThrownBy(() ->
            build()
                .obtain(
                    () -> {},
                    target -> {
                      COMPLETE.build(target);
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");

    assertThat(build().ready()).isEmpty();
    assertThat(cache.resolve("key")).isDirectoryNotContaining("glob:**build-*");
  }

  @Test
  void neverUsesAndLaterRemovesWhatAKilledProcessLeft() throws Exception {
    Path left = Files.createDirectories(cache.resolve("key/build-killed"));
    Files.writeString(left.resolve("content"), "half");
    assertThat(build().ready()).isEmpty();

    assertThat(build().obtain(() -> {}, COMPLETE).resolve("content")).hasContent("x");

    assertThat(left).doesNotExist();
  }

  @Test
  void buildsAgainWhatNoLongerWorks() throws Exception {
    Path broken = build().obtain(() -> {}, COMPLETE);
    Files.delete(broken.resolve("content"));

    assertThat(build().obtain(() -> {}, COMPLETE)).isNotEqualTo(broken);
  }

  @Test
  void letsTheSecondWaitForTheFirstAndSaySo() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> first =
          threads.submit(() ->
              build()
                  .obtain(
                      () -> {},
                      target -> {
                        building.countDown();
                        waiting.await();
                        COMPLETE.build(target);
                      }));
      building.await();

      assertThat(build().obtain(waiting::countDown, FORBIDDEN)).isEqualTo(first.get());
    }
  }

  private CachedBuild build() {
    return new CachedBuild(cache.resolve("key"), folder -> Files.exists(folder.resolve("content")));
  }
}
