package dev.turbine.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ReleaseStore} promises; its adapters' tests extend this. */
public abstract class ReleaseStoreContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
  private static final Manifest FIRST =
      TestingReleases.manifest(TestingReleases.content("dags/a.py"), NOON);
  private static final Manifest SECOND =
      TestingReleases.manifest(
          TestingReleases.content("dags/a.py", "dags/ü b.py"), NOON.plusSeconds(1));

  @TempDir Path files;

  /** The store under test, empty at first and the same at each call within a test. */
  protected abstract ReleaseStore store();

  private Path archive(String text) throws IOException {
    return Files.writeString(files.resolve("archive"), text);
  }

  @Test
  void emptyStoreListsNothing() {
    assertThat(store().list()).isEmpty();
  }

  @Test
  void releaseComesBackAsItWasPut() throws IOException {
    assertThat(store().has(FIRST.id())).isFalse();
    assertThat(store().put(archive("first"), FIRST)).isTrue();
    assertThat(store().has(FIRST.id())).isTrue();
    Path fetched = files.resolve("fetched");
    store().fetch(FIRST.id(), fetched);
    assertThat(fetched).hasContent("first");
    assertThat(store().list()).containsExactly(FIRST);
  }

  @Test
  void releasesAreListedTheNewestFirst() throws IOException {
    store().put(archive("second"), SECOND);
    store().put(archive("first"), FIRST);
    assertThat(store().list()).containsExactly(SECOND, FIRST);
  }

  @Test
  void secondPutOfAReleaseChangesNothing() throws IOException {
    store().put(archive("first"), FIRST);
    Manifest later = TestingReleases.manifest(FIRST.content(), NOON.plusSeconds(60));
    assertThat(store().put(archive("again"), later)).isFalse();
    Path fetched = files.resolve("fetched");
    store().fetch(FIRST.id(), fetched);
    assertThat(fetched).hasContent("first");
    assertThat(store().list()).containsExactly(FIRST);
  }

  @Test
  void missingArchiveIsAnErrorAndNothingIsListed() {
    assertThatThrownBy(() -> store().put(files.resolve("nothing"), FIRST))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("nothing");
    assertThat(store().list()).isEmpty();
  }

  @Test
  void fetchReplacesAFileAsAWhole() throws IOException {
    store().put(archive("first"), FIRST);
    Path fetched = Files.writeString(files.resolve("fetched"), "an older and longer file");
    store().fetch(FIRST.id(), fetched);
    assertThat(fetched).hasContent("first");
  }

  @Test
  void missingReleaseIsAnErrorThatNamesItAndLeavesTheFile() throws IOException {
    Path file = Files.writeString(files.resolve("kept"), "old");
    assertThatThrownBy(() -> store().fetch(FIRST.id(), file))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(FIRST.id().value());
    assertThat(file).hasContent("old");
    assertThat(files).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void deletedReleaseIsGoneAndCanComeBack() throws IOException {
    store().put(archive("first"), FIRST);
    store().put(archive("second"), SECOND);
    store().delete(FIRST.id());
    store().delete(FIRST.id());
    assertThat(store().list()).containsExactly(SECOND);
    assertThatThrownBy(() -> store().fetch(FIRST.id(), files.resolve("fetched")))
        .isInstanceOf(TurbineException.class);
    assertThat(store().put(archive("first"), FIRST)).isTrue();
    assertThat(store().list()).containsExactly(SECOND, FIRST);
  }
}
