package dev.turbine.aws.metric;

import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.Load;
import dev.turbine.core.scaling.LoadMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Publishes an installation's metrics, all of one round in one call. What is not known is not
 * published: no number stands for it.
 */
public final class StackMetrics {
  /** Where they are. */
  public static final String NAMESPACE = "Turbine";

  /** Tasks queued and running, of a worker set. */
  public static final String DEMAND = "Demand";

  /** Slots of workers in service, of a worker set. */
  public static final String SLOTS = "Slots";

  /** Demand divided by slots, of a worker set; none while there are tasks and no slot. */
  public static final String LOAD = "Load";

  /** Workers that there are to be, as decided, of a worker set. */
  public static final String WORKERS = "Workers";

  /** Readings that failed in a round, 0 when none did. */
  public static final String READ_FAILURES = "ReadFailures";

  /** The load average from empty receives. */
  public static final String CLUSTER_LOAD = "ClusterLoad";

  private final CloudWatchClient client;
  private final Dimension installation;

  /**
   * Asks nothing yet.
   *
   * @param client stays open and belongs to the caller
   * @param installation the value of the dimension StackName
   */
  public StackMetrics(CloudWatchClient client, String installation) {
    this.client = client;
    this.installation = dimension("StackName", installation);
  }

  /**
   * Publishes a round.
   *
   * @param time of the round
   * @param sets those that were measured
   * @param readFailures how many could not be, or could only partly
   * @param average the load average, when a new one is known
   */
  public void publish(
      Instant time, List<SetMeasurement> sets, int readFailures, Optional<AverageLoad> average) {
    List<MetricDatum> data = new ArrayList<>();
    data.add(datum(READ_FAILURES, readFailures, time));
    average.ifPresent(load -> data.add(datum(CLUSTER_LOAD, load.value(), load.end())));
    sets.forEach(set -> data.addAll(data(time, set)));
    AwsCall.of(
        "The metrics could not be published",
        () -> client.putMetricData(request -> request.namespace(NAMESPACE).metricData(data)));
  }

  private List<MetricDatum> data(Instant time, SetMeasurement measured) {
    Dimension set = dimension("WorkerSet", measured.set().name());
    int concurrency = measured.set().concurrency();
    List<MetricDatum> data = new ArrayList<>();
    data.add(datum(SLOTS, (double) measured.snapshot().inService() * concurrency, time, set));
    data.add(datum(WORKERS, measured.decision().workers(), time, set));
    if (measured.snapshot().demand() instanceof Demand.Tasks tasks) {
      data.add(datum(DEMAND, tasks.total(), time, set));
    }
    if (new LoadMetric(concurrency).measure(measured.snapshot())
        instanceof Load.Measured(double value)) {
      data.add(datum(LOAD, value, time, set));
    }
    return data;
  }

  private MetricDatum datum(String name, double value, Instant time, Dimension... further) {
    List<Dimension> dimensions = new ArrayList<>(List.of(installation));
    dimensions.addAll(List.of(further));
    return MetricDatum.builder()
        .metricName(name)
        .dimensions(dimensions)
        .timestamp(time)
        .value(value)
        .unit(StandardUnit.NONE)
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
