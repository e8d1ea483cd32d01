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
  void neverUsesAndLaterRemovesWhatDidNotReachItsEnd() throws Exception {
    assertThatThrownBy(() ->
            build()
                .obtain(
                    () -> {},
                    target -> {
                      CachedBuild.write(target.resolve("content"), "half");
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(build().ready()).isEmpty();

    Path path = build().obtain(() -> {}, COMPLETE);

    assertThat(path.resolve("content")).hasContent("x");
    assertThat(cache.resolve("key"))
        .isDirectoryNotContaining(
            child -> child.getFileName().toString().startsWith("build-") && !child.equals(path));
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
