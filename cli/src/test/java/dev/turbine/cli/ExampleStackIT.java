package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.core.TurbineException;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.store.ObjectAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The example project on a real stack, from {@code up} to {@code down}. */
@TestInstance(Lifecycle.PER_CLASS)
class ExampleStackIT {
  /** Has a test of its own. */
  private static final String DEFERRABLE = "patient_pipeline";

  /** Fifty of them in ten seconds. */
  private static final Duration SAVE_PAUSE = Duration.ofMillis(200);

  private TestingStack stack;
  private AirflowApi api;
  private AirflowRuns runs;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    stack = TestingStack.ofExample(folder.resolve("my pröject"));
    stack.up();
    api = stack.airflow();
    runs = new AirflowRuns(api);
  }

  @AfterAll
  void down() throws Exception {
    api.close();
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  /** Each file of the example defines the DAG of its name. */
  static List<String> dagsOfTheExample() throws IOException {
    Path dags = Repository.ofTheseTests().root().resolve("examples/project/airflow/dags");
    try (Stream<Path> files = Files.list(dags)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".py") && !name.equals(DEFERRABLE + ".py"))
          .map(name -> name.substring(0, name.length() - ".py".length()))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("dagsOfTheExample")
  void everyDagOfTheExampleSucceeds(String dag) throws Exception {
    String run = runs.trigger(dag);
    assertThat(runs.await(dag, run).path("state").asText()).isEqualTo("success");
    runs.assertAllSucceededAtOnce(dag, run);
  }

  @Test
  void aDeferrableTaskPassesThroughTheTriggerer() throws Exception {
    String run = runs.trigger(DEFERRABLE);
    runs.awaitTasks(DEFERRABLE, run, "deferred", 1);
    assertThat(runs.await(DEFERRABLE, run).path("state").asText()).isEqualTo("success");
  }

  @Test
  void taskLogsAreInTheObjectStoreAndInTheApi() throws Exception {
    String run = runs.trigger("greeting");
    runs.await("greeting", run);
    String logs =
        "dags/greeting/dagRuns/" + AirflowApi.segment(run) + "/taskInstances/greet/logs/1";
    // The worker sends the log when the task has ended.
    JsonNode content =
        runs.waitFor(logs, log -> log.toString().contains("s3://turbine-logs/")).path("content");
    assertThat(content.toString())
        .contains("from wonderland.example!")
        .contains("s3://turbine-logs/");

    Secrets secrets = Secrets.of(stack.root().resolve(".turbine"));
    int port = URI.create(store("objects")).getPort();
    try (S3Client s3 =
        new ObjectAccess(port, secrets.objectsAccessKey(), secrets.objectsSecretKey()).client()) {
      List<S3Object> objects =
          s3.listObjectsV2(request -> request.bucket(ObjectAccess.LOGS)).contents();
      assertThat(objects)
          .anySatisfy(object -> assertThat(object.key()).contains("greeting").contains(run));
    }
  }

  @Test
  void theUiAnswersAndItsLoginTakesOnlyTheRightPassword() throws Exception {
    URI web = URI.create(stack.turbine("status", "-o", "json").json().at("/stack/web").asText());
    try (HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
        AirflowApi wrong = new AirflowApi(web, "admin", "wrong")) {
      HttpResponse<String> page =
          client.send(HttpRequest.newBuilder(web).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Airflow</title>");
      Matcher script = Pattern.compile("src=\"([^\"]+\\.js)\"").matcher(page.body());
      assertThat(script.find()).as(page.body()).isTrue();
      for (String path : List.of(script.group(1), "/auth/login")) {
        assertThat(
                client
                    .send(
                        HttpRequest.newBuilder(page.uri().resolve(path)).build(),
                        HttpResponse.BodyHandlers.discarding())
                    .statusCode())
            .as(path)
            .isEqualTo(200);
      }
      assertThat(api.get("pools")).isPresent();
      assertThatThrownBy(() -> wrong.get("pools"))
          .isInstanceOf(TurbineException.class)
          .hasMessageContaining("401");
    }
  }

  @Test
  void nothingListensBeyondThisMachine() {
    assertThat(new OwnProcesses(stack.root()).listening())
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(socket -> assertThat(socket.address().isLoopbackAddress()).isTrue());
  }

  /** No more rows than activations, and none is read half-written. */
  @Test
  void fiftySavesEndWithWhatWasSavedLast() throws Exception {
    Path history = stack.root().resolve(".turbine/releases/history.jsonl");
    String source =
        """
        from airflow.sdk import dag, task


        @dag(schedule=None, description="%s")
        def saved():
            @task
            def save_%s():
                pass

            save_%s()


        saved()
        """;
    long before = Files.readAllLines(history).size();
    for (int save = 1; save <= 50; save++) {
      stack.write("airflow/dags/saved.py", source.formatted("save " + save, save, save));
      Thread.sleep(SAVE_PAUSE);
    }
    runs.waitFor("dags/saved", dag -> dag.path("description").asText().equals("save 50"));
    long activations = Files.readAllLines(history).size() - before;
    JsonNode versions = api.get("dags/saved/dagVersions").orElseThrow();
    assertThat(versions.path("total_entries").asLong()).isBetween(1L, activations);
    // Nor was it in between.
    assertThat(Files.readString(stack.root().resolve(".turbine/logs/daemon.log")))
        .doesNotContain("dags/saved.py does not import");
  }

  @Test
  void aFileThatDoesNotImportIsShownAndKeepsItsDagsAndTheirRuns() throws Exception {
    String good =
        """
        import os
        import time
        from pathlib import Path

        from airflow.sdk import dag, task


        @dag(schedule=None)
        def kept():
            @task
            def wait():
                while not Path(os.environ["TURBINE_SHARED_FOLDER"], "kept.go").exists():
                    time.sleep(0.1)

            @task
            def go_on():
                pass

            wait() >> go_on()


        kept()
        """;
    stack.write("airflow/dags/kept.py", good);
    String run = runs.trigger("kept");
    runs.awaitTasks("kept", run, "running", 1);
    stack.write("airflow/dags/kept.py", good + "nonsense\n");
    runs.waitFor("dags/kept", dag -> dag.path("has_import_errors").asBoolean());
    String said = stack.awaitLog("daemon", "dags/kept.py does not import");
    assertThat(said).contains("NameError: name 'nonsense' is not defined (line 23)");

    Files.createFile(stack.root().resolve(".turbine/shared/kept.go"));
    assertThat(runs.await("kept", run).path("state").asText()).isEqualTo("success");
    TestingStack.Result another = stack.turbine("run", "kept");
    assertThat(another.exitCode()).isEqualTo(3);
    assertThat(another.err()).contains("The file of DAG kept does not import").contains("nonsense");

    stack.write("airflow/dags/kept.py", good);
    runs.waitFor("dags/kept", dag -> !dag.path("has_import_errors").asBoolean());
  }

  @Test
  void aSecondUpChangesNothing() throws Exception {
    JsonNode before = stack.status().at("/stack/services");
    TestingStack.Result second = stack.turbine("up");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("is up already");
    assertThat(pids(stack.status().at("/stack/services"))).isEqualTo(pids(before));
  }

  private static List<String> pids(JsonNode services) {
    return services.findValuesAsText("pid");
  }

  private String store(String name) throws Exception {
    for (JsonNode store : stack.status().at("/stack/stores")) {
      if (store.path("name").asText().equals(name)) {
        return store.path("address").asText();
      }
    }
    throw new AssertionError("no store " + name);
  }
}
