package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
}
