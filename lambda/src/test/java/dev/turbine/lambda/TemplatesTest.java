package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turbine.aws.fleet.TestingAutoScaling;
import dev.turbine.aws.fleet.WorkerGroup.Described;
import dev.turbine.aws.fleet.WorkerGroups;
import dev.turbine.aws.metric.StackMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The committed templates and the function agree on all that the one writes and the other reads.
 */
class TemplatesTest {
  private static final JsonNode CLUSTER = read("cluster");
  private static final JsonNode WORKERS = read("workers");

  @Test
  void theCodeAndItsHandlerAreOurs() {
    assertThat(function().path("Handler").asText())
        .isEqualTo(ScalerHandler.class.getName() + "::handleRequest");
    assertThat(function().path("Runtime").asText()).isEqualTo("java25");
    assertThat(function().path("Code").path("S3Bucket")).isEqualTo(ref("AssetsBucket"));
    assertThat(function().path("Code").path("S3Key").path("Fn::Sub").asText())
        .isEqualTo("${AssetsPrefix}lambda/turbine-scaler.zip");
  }

  /** It takes 172 MB (docs/benchmarks.md), and Lambda gives processor time by memory. */
  @Test
  void theFunctionHasMemoryForAQuickStart() {
    assertThat(function().path("MemorySize").asInt()).isEqualTo(512);
  }

  @Test
  void theFunctionWritesJsonToItsOwnLog() {
    assertThat(function().path("LoggingConfig").path("LogGroup")).isEqualTo(ref("ScalerLogs"));
    assertThat(function().path("LoggingConfig").path("LogFormat").asText()).isEqualTo("JSON");
  }

  @Test
  void theEnvironmentIsWhatTheFunctionAsksFor() {
    Map<String, String> environment = new HashMap<>(Map.of("AWS_REGION", "us-east-1"));
    Map<String, JsonNode> variables = new HashMap<>();
    function()
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(variable -> variables.put(variable.getKey(), variable.getValue()));
    assertThat(variables)
        .isEqualTo(
            Map.of(
                "TURBINE_NAME", ref("Name"),
                "TURBINE_INTERVAL_SECONDS", ref("MeasureIntervalSeconds"),
                "TURBINE_STATE", ref("ScalerState")));
    for (JsonNode interval :
        CLUSTER.path("Parameters").path("MeasureIntervalSeconds").path("AllowedValues")) {
      environment.put("TURBINE_NAME", "turbine");
      environment.put("TURBINE_STATE", "/turbine/turbine/scaling/state");
      environment.put("TURBINE_INTERVAL_SECONDS", interval.asText());
      assertThat(ScalerSettings.of(environment).interval())
          .isEqualTo(Duration.ofSeconds(interval.asLong()));
    }
  }

  @Test
  void lambdasLimitLeavesTimeForTheLastRoundOfTheShortestInterval() {
    Duration limit = Duration.ofSeconds(function().path("Timeout").asLong());
    Duration lastRound = Duration.ofSeconds(50);
    assertThat(limit).isLessThan(Duration.ofMinutes(1));
    assertThat(limit.minus(ScalerHandler.MARGIN).minus(ScalingMinute.SHORTEST_ROUND))
        .isGreaterThanOrEqualTo(lastRound);
  }

  @Test
  void theStateThatTheStackMakesIsNoneYet() {
    JsonNode state = CLUSTER.path("Resources").path("ScalerState");
    assertThat(state.path("Type").asText()).isEqualTo("AWS::SSM::Parameter");
    assertThat(state.path("Properties").path("Value").asText()).isEqualTo("{}");
  }

  @Test
  void aGroupOfTheTemplateIsAWorkerSet() {
    Map<String, String> tags =
        StreamSupport.stream(properties(WORKERS, "Group").path("Tags").spliterator(), false)
            .collect(
                Collectors.toMap(tag -> tag.path("Key").asText(), tag -> value(tag.path("Value"))));
    TestingAutoScaling client = new TestingAutoScaling();
    client.create("turbine-default", 0, 10, tags);
    assertThat(new WorkerGroups(client, "turbine", Clock.systemUTC()).look())
        .singleElement()
        .isInstanceOfSatisfying(
            Described.class,
            found -> {
              assertThat(found.set()).isEqualTo("default");
              assertThat(found.workerSet().queues())
                  .isEqualTo(List.of("default", "small", "large"));
              assertThat(found.workerSet().concurrency()).isEqualTo(4);
              assertThat(found.workerSet().shrinkWindow()).isEqualTo(Duration.ofMinutes(10));
            });
  }

  /** An alarm or a graph over a metric that nobody publishes would be silent for ever. */
  @Test
  void whatTheTemplatesWatchIsPublished() {
    Set<String> watched =
        StreamSupport.stream(CLUSTER.path("Resources").spliterator(), false)
            .map(resource -> resource.path("Properties"))
            .filter(alarm -> alarm.path("Namespace").asText().equals(StackMetrics.NAMESPACE))
            .map(alarm -> alarm.path("MetricName").asText())
            .collect(Collectors.toSet());
    // The other one is the agent's.
    assertThat(watched).containsExactlyInAnyOrder(StackMetrics.READ_FAILURES, "UnhealthyServices");
    String dashboard = CLUSTER.path("Resources").path("Dashboard").toString();
    assertThat(dashboard)
        .contains("MetricName=(" + StackMetrics.LOAD + ")")
        .contains("MetricName=(" + StackMetrics.DEMAND + " OR " + StackMetrics.SLOTS + ")")
        .contains("MetricName=(" + StackMetrics.WORKERS + ")")
        .contains(StackMetrics.CLUSTER_LOAD);
  }

  private static JsonNode function() {
    return properties(CLUSTER, "Scaler");
  }

  private static JsonNode properties(JsonNode template, String id) {
    return template.path("Resources").path(id).path("Properties");
  }

  private static JsonNode ref(String name) {
    return JsonNodeFactory.instance.objectNode().put("Ref", name);
  }

  /** A parameter's default, or what is chosen here. */
  private static String value(JsonNode node) {
    String parameter = node.path("Ref").asText();
    return Map.of("WorkerSet", "default", "FurtherQueues", "small,large")
        .getOrDefault(
            parameter, WORKERS.path("Parameters").path(parameter).path("Default").asText());
  }

  private static JsonNode read(String name) {
    try {
      return new JsonMapper()
          .readTree(Path.of("../templates/turbine-" + name + ".template").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
