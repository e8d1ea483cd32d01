package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What raises an alarm, for how long it has to last, and that somebody is told. */
class AlarmsTest {
  private final Templates templates = Templates.committed();

  @Test
  void whatRaisesAnAlarm() {
    Evaluation cluster = new Evaluation(templates.cluster(), Map.of());
    Evaluation workers = new Evaluation(templates.workers(), Map.of());
    List<String> alarms =
        templates
            .ofType("AWS::CloudWatch::Alarm")
            .map(Map.Entry::getKey)
            .map(id -> describe(id, (cluster.has(id) ? cluster : workers).properties(id)))
            .toList();
    assertThat(alarms)
        .containsExactlyInAnyOrder(
            "ScalerFails: Minimum of Turbine ReadFailures {StackName=turbine} >= 1, 3 x 60 s",
            "ScalerErrors: Sum of AWS/Lambda Errors {FunctionName=id-of-scaler} >= 3, 1 x 300 s",
            "ServicesFail: Maximum of Turbine UnhealthyServices {StackName=turbine} >= 1, 5 x 60 s",
            "DatabaseStorage: Minimum of AWS/RDS FreeStorageSpace"
                + " {DBInstanceIdentifier=id-of-database} <= 1073741824, 1 x 300 s",
            "NoScheduler: Maximum of AWS/AutoScaling GroupInServiceInstances"
                + " {AutoScalingGroupName=id-of-schedulergroup} <= 0, 10 x 60 s",
            "NoWebServer: Maximum of AWS/AutoScaling GroupInServiceInstances"
                + " {AutoScalingGroupName=id-of-webgroup} <= 0, 10 x 60 s",
            "DeadLetters: Maximum of AWS/SQS ApproximateNumberOfMessagesVisible"
                + " {QueueName=QueueName-of-DeadLetterQueue} >= 1, 1 x 300 s",
            "TasksWait: Minimum of AWS/SQS ApproximateNumberOfMessagesVisible"
                + " {QueueName=QueueName-of-Queue} >= 1, 5 x 300 s");
  }

  @Test
  void somebodyIsToldOfEach() {
    templates
        .ofType("AWS::CloudWatch::Alarm")
        .forEach(alarm -> {
          JsonNode properties = alarm.getValue().path("Properties");
          assertThat(properties.has("ActionsEnabled")).as(alarm.getKey()).isFalse();
          for (String actions : List.of("AlarmActions", "OKActions")) {
            assertThat(properties.path(actions).toString())
                .as(alarm.getKey())
                .isIn("[{\"Ref\":\"Notifications\"}]", "[{\"Ref\":\"AlarmTopic\"}]");
          }
        });
  }

  private static String describe(String id, JsonNode alarm) {
    String sign =
        Map.of(
                "GreaterThanOrEqualToThreshold", ">=",
                "LessThanOrEqualToThreshold", "<=")
            .get(alarm.path("ComparisonOperator").asText());
    return "%s: %s of %s %s %s %s %s, %s x %s s"
        .formatted(
            id,
            alarm.path("Statistic").asText(),
            alarm.path("Namespace").asText(),
            alarm.path("MetricName").asText(),
            dimensions(alarm.path("Dimensions")),
            sign,
            alarm.path("Threshold").asText(),
            alarm.path("EvaluationPeriods").asText(),
            alarm.path("Period").asText());
  }

  private static String dimensions(JsonNode dimensions) {
    return dimensions
        .valueStream()
        .map(each -> each.path("Name").asText() + "=" + each.path("Value").asText())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
