package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import dev.turbine.cli.ParseReport.ImportError;
import dev.turbine.cli.ParseReport.ParsedDag;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentGuardTest {
  private static final List<DagOrigin> KNOWN =
      List.of(new DagOrigin("open", "open.py", "r"), new DagOrigin("idle", "idle.py", "r"));

  private static ParseReport report(List<ImportError> errors, ParsedDag... dags) {
    return new ParseReport(List.of(), List.of(dags), errors, List.of(), List.of());
  }

  private static List<String> refusals(ParseReport next, String... runs) {
    return new DeploymentGuard(
            KNOWN, List.of(runs).stream().map(run -> new UnfinishedRun("open", run, "r")).toList())
        .refusals(next);
  }

  @Test
  void onlyDagsWithOpenRunsCount() {
    assertThat(refusals(report(List.of()))).isEmpty();
    assertThat(refusals(report(List.of()), "first"))
        .containsExactly("DAG open (open.py) is removed while 1 run has not ended: first");
    assertThat(refusals(report(List.of()), "1", "2", "3", "4", "5"))
        .containsExactly(
            "DAG open (open.py) is removed while 5 runs have not ended: 1, 2, 3 and 2 more");
  }

  @Test
  void aDagMustStayInItsFile() {
    assertThat(refusals(report(List.of(), new ParsedDag("open", "open.py", 1)), "first")).isEmpty();
    assertThat(refusals(report(List.of(), new ParsedDag("open", "other.py", 1)), "first"))
        .containsExactly(
            "DAG open moves from open.py to other.py while 1 run has not ended: first");
  }

  @Test
  void aFileThatDoesNotImportKeepsItsDags() {
    ImportError broken = new ImportError("open.py", 3, "SyntaxError");
    assertThat(refusals(report(List.of(broken)), "first")).isEmpty();
  }
}
