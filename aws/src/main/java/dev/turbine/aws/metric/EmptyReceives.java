package dev.turbine.aws.metric;

import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.core.scaling.PollInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/**
 * The load average of all worker sets, from the empty receives that SQS counts.
 *
 * <p>SQS publishes a minute's count late, and none for a queue that nobody uses. So each five
 * minutes are asked for when they have been over for {@link #DELAY}, again while some of their data
 * is missing, and given up after {@link #PATIENCE}: a missing count is not zero empty receives,
 * which would read as full load. Workers are counted over the same minutes, by the groups' own
 * metric.
 */
public final class EmptyReceives {
  /** Between the end of five minutes and the first question for them. */
  public static final Duration DELAY = Duration.ofMinutes(2);

  /** How long after their end five minutes are asked for, at most. */
  public static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CloudWatchClient client;
  private final LoadAverage average;
  private Instant answered = Instant.MIN;
  private Instant nextQuestion = Instant.MIN;

  /**
   * Asks nothing yet.
   *
   * @param client stays open and belongs to the caller
   * @param interval as the workers poll each queue
   */
  public EmptyReceives(CloudWatchClient client, PollInterval interval) {
    this.client = client;
    // Polls of different sets are added up, each queue of each worker by itself.
    this.average = new LoadAverage(interval, 1);
  }

  /**
   * The load average of the latest five minutes, once. Each value that is asked for has a price: it
   * asks once a minute at most, however often it is called.
   *
   * @param polls of each worker set; a queue may be in several
   * @return empty when these five minutes were answered before, when data is missing, or when there
   *     were no workers
   * @throws dev.turbine.core.TurbineException when CloudWatch does not answer
   */
  public Optional<AverageLoad> average(Instant now, List<Polls> polls) {
    Instant end = latestEnd(now);
    boolean isWanted = end.isAfter(answered) && !now.isAfter(end.plus(PATIENCE));
    if (polls.isEmpty() || !isWanted || now.isBefore(nextQuestion)) {
      return Optional.empty();
    }
    nextQuestion = now.plus(MINUTE);
    Questions questions = new Questions();
    List<String> receives =
        polls.stream()
            .flatMap(each -> each.queues().stream())
            .distinct()
            .map(queue ->
                questions.add("AWS/SQS", "NumberOfEmptyReceives", "Sum", "QueueName", queue))
            .toList();
    Map<String, Integer> queuesOfGroups = new HashMap<>();
    for (Polls each : polls) {
      queuesOfGroups.put(
          questions.add(
              "AWS/AutoScaling",
              "GroupInServiceInstances",
              "Average",
              "AutoScalingGroupName",
              each.group()),
          each.queues().size());
    }
    Map<String, List<Double>> answers = answers(questions.all(), end);
    if (!isComplete(answers, questions.all())) {
      return Optional.empty();
    }
    answered = end;
    double empty = receives.stream().mapToDouble(id -> sum(answers, id)).sum();
    double pollers =
        queuesOfGroups.entrySet().stream()
            .mapToDouble(each -> sum(answers, each.getKey()) / minutes() * each.getValue())
            .sum();
    return pollers == 0
        ? Optional.empty()
        : Optional.of(new AverageLoad(end, average.over(Math.round(empty), pollers, PERIOD)));
  }

  private static Instant latestEnd(Instant now) {
    long seconds = now.minus(DELAY).getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, PERIOD.toSeconds()));
  }

  private Map<String, List<Double>> answers(List<MetricDataQuery> questions, Instant end) {
    Map<String, List<Double>> answers = new HashMap<>();
    AwsCall.of(
            "The empty receives could not be read",
            () ->
                client
                    .getMetricDataPaginator(request ->
                        request
                            .startTime(end.minus(PERIOD))
                            .endTime(end)
                            .metricDataQueries(questions))
                    .metricDataResults()
                    .stream()
                    .toList())
        .forEach((MetricDataResult result) ->
            answers.computeIfAbsent(result.id(), _ -> new ArrayList<>()).addAll(result.values()));
    return answers;
  }

  private static boolean isComplete(
      Map<String, List<Double>> answers, List<MetricDataQuery> questions) {
    return questions.stream()
        .allMatch(question -> answers.getOrDefault(question.id(), List.of()).size() == minutes());
  }

  private static double sum(Map<String, List<Double>> answers, String id) {
    return answers.getOrDefault(id, List.of()).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static long minutes() {
    return PERIOD.dividedBy(MINUTE);
  }

  /** Questions for a value a minute, each with an id to find its answer by. */
  private static final class Questions {
    private final List<MetricDataQuery> all = new ArrayList<>();

    List<MetricDataQuery> all() {
      return List.copyOf(all);
    }

    String add(String namespace, String name, String statistic, String dimension, String value) {
      String id = "q" + all.size();
      Metric metric =
          Metric.builder()
              .namespace(namespace)
              .metricName(name)
              .dimensions(Dimension.builder().name(dimension).value(value).build())
              .build();
      all.add(
          MetricDataQuery.builder()
              .id(id)
              .metricStat(
                  stat -> stat.metric(metric).stat(statistic).period((int) MINUTE.toSeconds()))
              .build());
      return id;
    }
  }
}
