package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.cli.ParseReport.Cycle;
import dev.turbine.cli.ParseReport.Duplicate;
import dev.turbine.cli.ParseReport.ImportError;
import dev.turbine.cli.ParseReport.ParsedDag;
import dev.turbine.cli.ParseReport.ParsedFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParseReportTest {
  @Test
  void everyProblemIsALineWithItsFile() throws Exception {
    ParseReport report =
        new ObjectMapper()
            .readValue(
                """
                {"files": [{"file": "a.py", "seconds": 0.25}, {"file": "b.py", "seconds": 0.5}],
                 "dags": [{"id": "a", "file": "a.py", "tasks": 3, "tags": []}],
                 "errors": [
                   {"file": "b.py", "line": 4, "message": "NameError: x\\nmore", "traceback": ""},
                   {"file": "sub/c.py", "line": null, "traceback": "",
                    "message": "AirflowDagDuplicatedIdException: Ignoring DAG a"},
                   {"file": "é ü.py", "line": null, "message": "TimeoutError", "traceback": ""}],
                 "duplicates": [{"id": "a", "files": ["a.py", "sub/c.py"]}],
                 "cycles": [{"id": "d", "file": "d.py", "message": "Cycle: t"}]}
                """,
                ParseReport.class);

    assertThat(report.problems("airflow/dags"))
        .containsExactly(
            "airflow/dags/b.py:4: NameError: x\n    more",
            "airflow/dags/é ü.py: TimeoutError",
            "airflow/dags/sub/c.py: DAG a is defined 2 times: a.py, sub/c.py",
            "airflow/dags/d.py: DAG d: Cycle: t");
    assertThat(report.seconds()).isEqualTo(0.75);
  }

  @Test
  void whatIsNotInTheReleaseIsNoProblemOfIt() {
    String duplicate = "AirflowDagDuplicatedIdException: Ignoring DAG a";
    ParseReport report =
        new ParseReport(
            List.of(new ParsedFile("a.py", 0.1), new ParsedFile("old/a.py", 0.1)),
            List.of(
                new ParsedDag("a", "_old/a.py", 1),
                new ParsedDag("b", "b.py", 1),
                new ParsedDag("old", "_old/b.py", 1),
                new ParsedDag("zipped", "z.zip/z.py", 1)),
            List.of(
                new ImportError("a.py", null, duplicate),
                new ImportError("_old/broken.py", 1, "NameError: x"),
                new ImportError("broken.py", 2, "NameError: y")),
            List.of(
                new Duplicate("a", List.of("_old/a.py", "a.py")),
                new Duplicate("b", List.of("b.py", "b.py"))),
            List.of(new Cycle("c", "_old/c.py", "Cycle: t")));

    ParseReport kept = report.within(Set.of("a.py", "b.py", "broken.py", "z.zip"));

    assertThat(kept.fileByDag())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", "a.py", "b", "b.py", "zipped", "z.zip/z.py"));
    assertThat(kept.problems("dags"))
        .containsExactly(
            "dags/broken.py:2: NameError: y", "dags/b.py: DAG b is defined 2 times: b.py");
  }
}
