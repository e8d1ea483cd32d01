package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.run.DagRuns.BrokenFile;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DagSearchTest {
  private static final List<String> KNOWN = List.of("greeting", "word_counts", "shared_folder");

  @Test
  void theNearestIdsAreNamed() {
    assertThat(DagSearch.notFound("greting", KNOWN, List.of()))
        .hasMessage("There is no DAG greting. Did you mean: greeting?");
    assertThat(DagSearch.notFound("Words_Count", KNOWN, List.of()))
        .hasMessageContaining("Did you mean: word_counts?");
  }

  @Test
  void aDagWhoseFileBrokeIsNotMissing() {
    assertThat(DagSearch.notFound("greeting", KNOWN, List.of()))
        .hasMessage("The file of DAG greeting does not import; no run of it begins until it does.");
  }

  @Test
  void allAreNamedIfNoneIsNear() {
    assertThat(DagSearch.notFound("x", KNOWN, List.of()))
        .hasMessageContaining("There are: greeting, word_counts, shared_folder.");
  }

  @Test
  void aFileThatCannotBeImportedMayBeTheReason() {
    BrokenFile broken =
        new BrokenFile("mine.py", "Traceback\nSyntaxError: invalid syntax", Instant.EPOCH);

    assertThat(DagSearch.notFound("mine", KNOWN, List.of(broken)))
        .hasMessageContaining("The file mine.py cannot be imported:\n  Traceback\n  SyntaxError");
  }
}
