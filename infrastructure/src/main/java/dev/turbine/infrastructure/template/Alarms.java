package dev.turbine.infrastructure.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;

/** Alarms that tell a person what is wrong and where to look; they change nothing by themselves. */
public final class Alarms {
  private final Template template;
  private final String topic;

  /**
   * @param topic the ARN that alarms go to, as CloudFormation resolves it
   */
  public Alarms(Template template, String topic) {
    this.template = template;
    this.topic = topic;
  }

  /**
   * What an alarm watches.
   *
   * @param namespace of the metric
   * @param metric its name
   * @param statistic such as {@code Maximum}
   * @param dimensions of the metric
   */
  public record Watched(
      String namespace, String metric, String statistic, Map<String, String> dimensions) {
    /** Copies the dimensions. */
    public Watched {
      dimensions = Map.copyOf(dimensions);
    }
  }

  /** When an alarm goes off: the statistic is at least the threshold, or at most. */
  public enum Side {
    AT_LEAST("GreaterThanOrEqualToThreshold"),
    AT_MOST("LessThanOrEqualToThreshold");

    private final String operator;

    Side(String operator) {
      this.operator = operator;
    }
  }

  /** What an alarm makes of a period without data. */
  public enum Missing {
    /** Nothing happened, as with queues that nobody uses. */
    IS_GOOD("notBreaching"),
    /** Somebody should have measured. */
    IS_BAD("breaching");

    private final String treatment;

    Missing(String treatment) {
      this.treatment = treatment;
    }
  }

  /**
   * An alarm over consecutive periods.
   *
   * @param id its logical id, and the end of its name
   * @param description what it means and what to do
   */
  public CfnAlarm when(
      String id,
      String description,
      Watched watched,
      Side side,
      Number threshold,
      Duration period,
      int periods,
      Missing missing) {
    return CfnAlarm.Builder.create(template, id)
        .alarmDescription(description)
        .namespace(watched.namespace())
        .metricName(watched.metric())
        .statistic(watched.statistic())
        .dimensions(
            watched.dimensions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                    DimensionProperty.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList())
        .comparisonOperator(side.operator)
        .threshold(threshold)
        .period(period.toSeconds())
        .evaluationPeriods(periods)
        .treatMissingData(missing.treatment)
        .alarmActions(List.of(topic))
        .okActions(List.of(topic))
        .build();
  }
}
