package dev.turbine.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.run.DagRuns.BrokenFile;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrokenFilesTest {
  private static final Instant SAVED = Instant.parse("2026-11-26T12:00:00Z");
  private static final BrokenFile BROKEN =
      new BrokenFile("a.py", "NameError: x", SAVED.plusSeconds(1));

  private final BrokenFiles files = new BrokenFiles();

  private List<BrokenFile> news(Set<String> saved, BrokenFile found) {
    return files.news(SAVED, new HashSet<>(saved), List.of(found));
  }

  @Test
  void aFileIsToldOfOnce() {
    Set<String> saved = new HashSet<>(Set.of("a.py"));
    assertThat(files.news(SAVED, saved, List.of(BROKEN))).containsExactly(BROKEN);
    assertThat(files.news(SAVED, saved, List.of(BROKEN))).isEmpty();
  }

  @Test
  void whatWasSavedJustBeforeIsToldOfToo() {
    assertThat(news(Set.of("b.py"), BROKEN)).containsExactly(BROKEN);
  }

  @Test
  void aFileThatIsSavedAgainIsToldOfAgainAndNoOther() {
    assertThat(news(Set.of("a.py"), BROKEN)).isNotEmpty();
    assertThat(news(Set.of("b.py"), BROKEN)).isEmpty();
    assertThat(news(Set.of("a.py"), BROKEN)).containsExactly(BROKEN);
  }

  @Test
  void anotherReasonIsNews() {
    assertThat(news(Set.of(), BROKEN)).isNotEmpty();
    BrokenFile other = new BrokenFile("a.py", "SyntaxError: y", SAVED.plusSeconds(2));
    assertThat(news(Set.of(), other)).containsExactly(other);
  }

  @Test
  void whatWasFoundBeforeTheReleaseWasActiveIsNoNews() {
    BrokenFile before = new BrokenFile("a.py", "NameError: x", SAVED.minusMillis(1));
    assertThat(news(Set.of("a.py"), before)).isEmpty();
  }
}
