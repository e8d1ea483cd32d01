package dev.turbine.airflow.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bodies and answers are those of Airflow 3.3.1, tried against its api-server. */
class AirflowObjectsWriterTest {
  private static final Connection FULL =
      new Connection(
          "db",
          "postgres",
          Optional.of("h"),
          Optional.of("s"),
          Optional.of("l"),
          Optional.of("secret1"),
          Optional.of(5432),
          Optional.of("{\"token\":\"secret2\"}"));
  private static final Connection EMPTY =
      new Connection(
          "web",
          "http",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final AirflowObjects OBJECTS =
      new AirflowObjects(
          List.of(FULL, EMPTY),
          List.of(
              new Pool("default_pool", 5, Optional.of("mine")),
              new Pool("p", -1, Optional.empty())),
          List.of(new Variable("v", "secret3")));

  private final ObjectMapper json = new ObjectMapper();
  private TestingAirflow airflow;
  private AirflowApi api;

  @BeforeEach
  void start() throws IOException {
    airflow = new TestingAirflow();
    api = new AirflowApi(airflow.address(), "admin", "admin");
    written("pools", "default_pool", "p");
    written("variables", "v");
    written("connections", "db", "web");
  }

  @AfterEach
  void stop() {
    api.close();
    airflow.close();
  }

  @Test
  void overwritesWithAllFieldsOfTheFile() throws Exception {
    assertThat(write(OBJECTS).words()).isEqualTo("2 connections, 1 variable, 2 pools");
    assertThat(airflow.requests().stream().map(TestingAirflow.Request::line))
        .containsExactly(
            "PATCH /api/v2/pools",
            "PATCH /api/v2/variables",
            "GET /api/v2/connections/web",
            "PATCH /api/v2/connections");
    assertThat(sent("pools"))
        .isEqualTo(
            creation(
                """
                {"name": "default_pool", "slots": 5},
                {"name": "p", "slots": -1, "description": null}
                """));
    assertThat(sent("variables")).isEqualTo(creation("{\"key\": \"v\", \"value\": \"secret3\"}"));
    assertThat(sent("connections"))
        .isEqualTo(
            creation(
                """
                {"connection_id": "db", "conn_type": "postgres", "host": "h", "schema": "s",
                 "login": "l", "password": "secret1", "port": 5432,
                 "extra": "{\\"token\\":\\"secret2\\"}"},
                {"connection_id": "web", "conn_type": "http", "host": null, "schema": null,
                 "login": null, "password": null, "port": null, "extra": null}
                """));
  }

  @Test
  void deletesFirstWhatHasAPasswordTheFileDoesNotKnow() throws Exception {
    airflow.answer("GET /api/v2/connections/web", 200, "{\"password\": \"***\"}");
    airflow.answer(
        "PATCH /api/v2/connections",
        200,
        """
        {"create": {"success": ["db", "web"], "errors": []},
         "delete": {"success": ["web"], "errors": []}}
        """);
    write(OBJECTS);
    assertThat(airflow.requests().get(3).body()).contains("delete", "web").doesNotContain("db");
    assertThat(airflow.requests().get(4).body()).contains("create", "web", "db");
  }

  @Test
  void keepsWhatHasNoPasswordEither() throws Exception {
    airflow.answer("GET /api/v2/connections/web", 200, "{\"password\": null}");
    write(OBJECTS);
    assertThat(airflow.requests()).noneMatch(request -> request.body().contains("delete"));
  }

  @Test
  void sendsNothingIfThereIsNothing() throws Exception {
    assertThat(write(AirflowObjects.NONE).words()).isEqualTo("nothing");
    assertThat(airflow.requests()).isEmpty();
  }

  @Test
  void namesWhatAFriendlyAnswerDidNotWrite() {
    airflow.answer(
        "PATCH /api/v2/connections",
        200,
        """
        {"create": {"success": ["db"], "errors": [
          {"error": "Not allowed", "status_code": 403}, {"error": "input: secret1"}]}}
        """);
    assertThatThrownBy(() -> write(OBJECTS))
        .isInstanceOf(TurbineException.class)
        .hasMessage(
            "Airflow did not write the connections web of airflow_settings.yaml: Not allowed");
  }

  @Test
  void reportsAnErrorEvenIfAllWereWritten() {
    airflow.answer(
        "PATCH /api/v2/variables",
        200,
        "{\"create\": {\"success\": [\"v\"], \"errors\": [{\"error\": \"secret3\"}]}}");
    assertThatThrownBy(() -> write(OBJECTS))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("variables")
        .hasMessageNotContaining("secret");
  }

  @Test
  void keepsSecretsOutOfARefusal() {
    airflow.answer(
        "PATCH /api/v2/connections",
        422,
        """
        {"detail": [{"type": "value_error", "loc": ["body", "actions", 0, "extra"],
          "msg": "Value error, no object", "input": "secret2", "ctx": {"error": "secret2"}}]}
        """);
    assertThatThrownBy(() -> write(OBJECTS))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("db, web")
        .hasMessageContaining("422: body.actions.0.extra: Value error, no object")
        .hasMessageNotContaining("secret");
  }

  @Test
  void showsNoSecretsOfObjects() {
    assertThat(OBJECTS.toString()).contains("db", "web", "v").doesNotContain("secret");
  }

  private ObjectCounts write(AirflowObjects objects) throws InterruptedException {
    return new AirflowObjectsWriter(api).write(objects);
  }

  private void written(String kind, String... names) throws JsonProcessingException {
    airflow.answer(
        "PATCH /api/v2/" + kind,
        200,
        "{\"create\": {\"success\": %s, \"errors\": []}, \"update\": null, \"delete\": null}"
            .formatted(json.writeValueAsString(names)));
  }

  private JsonNode sent(String kind) throws JsonProcessingException {
    String line = "PATCH /api/v2/" + kind;
    for (TestingAirflow.Request request : airflow.requests()) {
      if (request.line().equals(line)) {
        return json.readTree(request.body());
      }
    }
    throw new AssertionError("nothing sent to " + kind);
  }

  private JsonNode creation(String entities) throws JsonProcessingException {
    return json.readTree(
        """
        {"actions": [
          {"action": "create", "action_on_existence": "overwrite", "entities": [%s]}]}
        """
            .formatted(entities));
  }
}
