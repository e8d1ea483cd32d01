package dev.turbine.airflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.airflow.run.RunEvent.Logged;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TryLogTest {
  private static final String OWN_GROUPS =
      """
      {"event": "::group::Log message source details"},
      {"event": "s3://logs/attempt=1.log"},
      {"event": "::endgroup::"},
      {"event": "::group::Pre Execute", "logger": "task", "level": "info"},
      {"event": "Filling up the DagBag", "logger": "airflow.x", "level": "info"},
      {"event": "a plugin is broken", "logger": "airflow.x", "level": "warning"},
      {"event": "::endgroup::", "logger": "task", "level": "info"},
      {"event": "working", "logger": "airflow.task", "level": "info"},
      {"event": "::group::Post Execute", "logger": "task", "level": "info"},
      {"event": "Pushing xcom", "logger": "task", "level": "info"},
      {"event": "printed late", "logger": "task.stdout", "level": "info"},
      {"event": "::endgroup::", "logger": "task", "level": "info"}
      """;

  private final TryLog log = new TryLog(new TryLog.Key("count", 2, 1));

  @Test
  void whatAirflowDoesAroundTheTaskIsLeftOut() throws Exception {
    assertThat(log.take(answer(OWN_GROUPS, null)))
        .containsExactly(
            new Logged("count[2]", "WARNING a plugin is broken"),
            new Logged("count[2]", "working"),
            new Logged("count[2]", "printed late"));
  }

  @Test
  void anErrorIsShownWithItsFrames() throws Exception {
    String error =
        """
        {"event": "Task failed with exception", "level": "error", "logger": "task", "error_detail": [
          {"exc_type": "ValueError", "exc_value": "no\\nway", "frames": [
            {"filename": "/x/site-packages/airflow/sdk/a.py", "lineno": 1, "name": "run"},
            {"filename": "/dags/a.py", "lineno": 7, "name": "work"}]}]}
        """;

    assertThat(lines(answer(error, null)))
        .containsExactly(
            "ERROR Task failed with exception",
            "  File \"/dags/a.py\", line 7, in work",
            "ValueError: no",
            "way");
  }

  @Test
  void aPartBehindATokenIsNew() throws Exception {
    assertThat(lines(answer("{\"event\": \"same\"}", "t1"))).containsExactly("same");
    assertThat(lines(answer("{\"event\": \"same\"}", "t2"))).containsExactly("same");
  }

  @Test
  void withoutATokenTheSameMessagesComeAgainAndAreNotRepeated() throws Exception {
    assertThat(lines(answer("{\"event\": \"one\"}", null))).containsExactly("one");
    assertThat(lines(answer("{\"event\": \"one\"}, {\"event\": \"two\"}", null)))
        .containsExactly("two");
  }

  @Test
  void aLogThatIsNotStructuredIsShownAsItIs() throws Exception {
    assertThat(lines(answer("\"plain text\"", null))).containsExactly("plain text");
  }

  private List<String> lines(JsonNode answer) {
    return log.take(answer).stream().map(Logged::line).toList();
  }

  private static JsonNode answer(String messages, @Nullable String token) throws Exception {
    String json = token == null ? "null" : "\"" + token + "\"";
    return new ObjectMapper()
        .readTree("{\"content\": [" + messages + "], \"continuation_token\": " + json + "}");
  }
}
