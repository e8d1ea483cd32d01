package dev.turbine.aws.metric;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** CloudWatch in memory; {@link CloudWatchContract} holds it and an emulator to the same. */
public final class TestingCloudWatch implements CloudWatchClient {
  private final List<Point> points = new ArrayList<>();
  private String error = "";
  private int questions;

  /**
   * A value that was published.
   *
   * @param dimensions each as {@code name=value}
   */
  public record Point(
      String namespace, String metric, Set<String> dimensions, Instant time, double value) {}

  /** Adds a value as a service of AWS itself publishes it. */
  public synchronized void record(
      String namespace, String metric, String dimension, Instant time, double value) {
    points.add(new Point(namespace, metric, Set.of(dimension), time, value));
  }

  /** From now on every call fails with this code; with an empty one none does. */
  public synchronized void fail(String code) {
    error = code;
  }

  /** All values, oldest first. */
  public synchronized List<Point> points() {
    return List.copyOf(points);
  }

  /** The values of one metric of ours, oldest first. */
  public List<Double> values(String metric, String... dimensions) {
    return points().stream()
        .filter(
            point -> point.metric().equals(metric) && point.dimensions().equals(Set.of(dimensions)))
        .map(Point::value)
        .toList();
  }

  /** How many calls have asked for values. */
  public synchronized int questions() {
    return questions;
  }

  @Override
  public synchronized PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
    failIfAsked();
    for (MetricDatum datum : request.metricData()) {
      points.add(
          new Point(
              request.namespace(),
              datum.metricName(),
              words(datum.dimensions()),
              datum.timestamp(),
              datum.value()));
    }
    return PutMetricDataResponse.builder().build();
  }

  @Override
  public synchronized GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    questions++;
    failIfAsked();
    return GetMetricDataResponse.builder()
        .metricDataResults(
            request.metricDataQueries().stream().map(query -> answer(query, request)).toList())
        .build();
  }

  private MetricDataResult answer(MetricDataQuery query, GetMetricDataRequest request) {
    MetricStat stat = query.metricStat();
    Map<Instant, List<Double>> minutes =
        points.stream()
            .filter(point ->
                point.namespace().equals(stat.metric().namespace())
                    && point.metric().equals(stat.metric().metricName())
                    && point.dimensions().equals(words(stat.metric().dimensions())))
            .filter(point ->
                !point.time().isBefore(request.startTime())
                    && point.time().isBefore(request.endTime()))
            .collect(
                Collectors.groupingBy(
                    point -> point.time().truncatedTo(ChronoUnit.MINUTES),
                    TreeMap::new,
                    Collectors.mapping(Point::value, Collectors.toList())));
    return MetricDataResult.builder()
        .id(query.id())
        .timestamps(minutes.keySet())
        .values(minutes.values().stream().map(values -> statistic(stat.stat(), values)).toList())
        .build();
  }

  private static double statistic(String name, List<Double> values) {
    double sum = values.stream().mapToDouble(Double::doubleValue).sum();
    return switch (name) {
      case "Sum" -> sum;
      case "Average" -> sum / values.size();
      default -> throw new IllegalArgumentException("No statistic " + name + " here");
    };
  }

  private static Set<String> words(List<Dimension> dimensions) {
    return dimensions.stream()
        .map(dimension -> dimension.name() + "=" + dimension.value())
        .collect(Collectors.toSet());
  }

  private void failIfAsked() {
    if (!error.isEmpty()) {
      throw CloudWatchException.builder()
          .statusCode(400)
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode(error).errorMessage("as the test asked").build())
          .build();
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
