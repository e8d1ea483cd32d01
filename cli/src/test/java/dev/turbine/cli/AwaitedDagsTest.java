package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.cli.ParseReport.ImportError;
import dev.turbine.cli.ParseReport.ParsedDag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwaitedDagsTest {
  private static final DagOrigin READ = new DagOrigin("a", "a.py", "new");
  private static final DagOrigin UNREAD = new DagOrigin("a", "a.py", "old");
  private static final DagOrigin REMOVED = new DagOrigin("gone", "gone.py", "old");

  private static AwaitedDags awaited(List<ImportError> errors, String... dags) {
    List<ParsedDag> parsed =
        List.of(dags).stream().map(dag -> new ParsedDag(dag, dag + ".py", 1)).toList();
    return new AwaitedDags(
        "new", Optional.of(new ParseReport(List.of(), parsed, errors, List.of(), List.of())));
  }

  @Test
  void whatTheReleaseHasIsAwaitedAndNothingElse() {
    AwaitedDags dags = awaited(List.of(), "a", "added");
    assertThat(dags.behind(List.of(UNREAD, REMOVED), Set.of())).containsExactly("a", "added");
    assertThat(dags.behind(List.of(READ, REMOVED), Set.of())).containsExactly("added");
    assertThat(dags.behind(List.of(READ, new DagOrigin("added", "added.py", "new")), Set.of()))
        .isEmpty();
  }

  @Test
  void aFileThatDoesNotImportIsAwaitedUntilAirflowSaysSo() {
    AwaitedDags dags = awaited(List.of(new ImportError("bad.py", null, "no")), "a");
    assertThat(dags.behind(List.of(READ), Set.of())).containsExactly("bad.py");
    assertThat(dags.behind(List.of(READ), Set.of("bad.py"))).isEmpty();
  }

  @Test
  void aFileThatDoesNotImportOnlyForAirflowEndsTheWait() {
    assertThat(awaited(List.of(), "a").behind(List.of(UNREAD), Set.of("a.py"))).isEmpty();
  }

  @Test
  void withoutAnImportAllIsAwaitedThatIsThere() {
    AwaitedDags dags = new AwaitedDags("new", Optional.empty());
    assertThat(dags.behind(List.of(READ, REMOVED), Set.of())).containsExactly("gone");
    assertThat(dags.behind(List.of(READ), Set.of())).isEmpty();
  }
}
