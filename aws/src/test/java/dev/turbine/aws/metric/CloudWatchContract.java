package dev.turbine.aws.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** What the function relies on of CloudWatch's API, from its documentation. */
public abstract class CloudWatchContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Dimension STACK =
      Dimension.builder().name("StackName").value("turbine").build();
  private static final Dimension SET =
      Dimension.builder().name("WorkerSet").value("default").build();

  /** The API under test, without metrics at first. */
  protected abstract CloudWatchClient client();

  @Test
  void valuesOfOneMinuteAreOneStatisticOfThatMinute() {
    put(NOON, 1, STACK);
    put(NOON.plusSeconds(30), 3, STACK);
    put(NOON.plusSeconds(60), 5, STACK);
    assertThat(ask("Sum", STACK).values()).containsExactlyInAnyOrder(4.0, 5.0);
    assertThat(ask("Average", STACK).values()).containsExactlyInAnyOrder(2.0, 5.0);
  }

  @Test
  void aMinuteWithoutAValueIsMissingAndNotZero() {
    put(NOON, 1, STACK);
    put(NOON.plusSeconds(120), 1, STACK);
    assertThat(ask("Sum", STACK).values()).hasSize(2);
    assertThat(ask("Sum", STACK, SET).values()).isEmpty();
  }

  @Test
  void theEndIsNotPartOfThePeriod() {
    put(NOON.minusSeconds(60), 1, STACK);
    put(NOON.plus(Duration.ofMinutes(5)), 1, STACK);
    assertThat(ask("Sum", STACK).values()).isEmpty();
  }

  @Test
  void dimensionsMakeAMetricOfItsOwn() {
    put(NOON, 1, STACK);
    put(NOON, 2, STACK, SET);
    assertThat(ask("Sum", STACK).values()).containsExactly(1.0);
    assertThat(ask("Sum", STACK, SET).values()).containsExactly(2.0);
  }

  private void put(Instant time, double value, Dimension... dimensions) {
    client()
        .putMetricData(request ->
            request
                .namespace("Turbine")
                .metricData(
                    MetricDatum.builder()
                        .metricName("Demand")
                        .dimensions(dimensions)
                        .timestamp(time)
                        .value(value)
                        .build()));
  }

  private MetricDataResult ask(String statistic, Dimension... dimensions) {
    Metric metric =
        Metric.builder()
            .namespace("Turbine")
            .metricName("Demand")
            .dimensions(List.of(dimensions))
            .build();
    MetricDataQuery query =
        MetricDataQuery.builder()
            .id("q0")
            .metricStat(stat -> stat.metric(metric).stat(statistic).period(60))
            .build();
    return client()
        .getMetricData(request ->
            request
                .startTime(NOON)
                .endTime(NOON.plus(Duration.ofMinutes(5)))
                .metricDataQueries(query))
        .metricDataResults()
        .getFirst();
  }
}
