package dev.turbine.core.release;

import static dev.turbine.core.release.TestingReleases.content;
import static dev.turbine.core.release.TestingReleases.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseDiffTest {
  @Test
  void namesWhatWasAddedChangedAndRemoved() {
    ReleaseFile script = file("run.sh", "x");
    ReleaseContent old =
        new ReleaseContent(
            List.of(file("same", "1"), file("other", "1"), file("gone", "1"), script));
    ReleaseContent current =
        new ReleaseContent(
            List.of(
                file("same", "1"),
                file("other", "2"),
                file("new", "1"),
                new ReleaseFile("run.sh", true, script.size(), script.sha256())));
    ReleaseDiff diff = ReleaseDiff.between(old, current);
    assertThat(diff)
        .isEqualTo(new ReleaseDiff(List.of("new"), List.of("other", "run.sh"), List.of("gone")));
    assertThat(diff.isEmpty()).isFalse();
    assertThat(diff.touched()).containsExactlyInAnyOrder("new", "other", "run.sh", "gone");
  }

  @Test
  void sameContentDiffersInNothing() {
    assertThat(ReleaseDiff.between(content("a", "b"), content("b", "a")).isEmpty()).isTrue();
  }
}
