package dev.turbine.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.turbine.aws.call.AwsClients;
import dev.turbine.aws.fleet.WorkerGroups;
import dev.turbine.aws.metric.EmptyReceives;
import dev.turbine.aws.metric.StackMetrics;
import dev.turbine.aws.queue.InstallationQueues;
import dev.turbine.aws.state.StateParameter;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.scaling.PollInterval;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/**
 * What Lambda calls once a minute. It reads nothing of the event: what there is to do is in the
 * queues and groups.
 */
public final class ScalerHandler implements RequestStreamHandler {
  /** As our workers poll; the overhead is the one that the original measured on AWS. */
  private static final PollInterval POLLS =
      new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ofMillis(158));

  /** Kept from Lambda's own limit, at which it would end the process. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  private final ScalingMinute minute;
  private final Timekeeper time;

  /** As Lambda makes it: by its environment's variables. */
  public ScalerHandler() {
    this(ScalerSettings.of(System.getenv()), Clock.systemUTC());
  }

  private ScalerHandler(ScalerSettings settings, Clock clock) {
    this(
        settings,
        // Named, so that nothing is looked for on the disk first.
        AwsClients.open(
            settings.region(), EnvironmentVariableCredentialsProvider.create(), Optional.empty()),
        clock,
        new SystemTime(clock),
        System.out::println);
  }

  ScalerHandler(
      ScalerSettings settings,
      AwsClients clients,
      Clock clock,
      Timekeeper time,
      Consumer<String> lines) {
    String installation = settings.installation();
    this.time = time;
    this.minute =
        new ScalingMinute(
            settings.interval(),
            new Round(
                    new WorkerGroups(clients.autoScaling(), installation, clock),
                    new SetScaling(new InstallationQueues(clients.sqs(), installation)))
                ::run,
            new Publication(
                    installation,
                    new EmptyReceives(clients.cloudWatch(), POLLS),
                    new StackMetrics(clients.cloudWatch(), installation))
                ::publish,
            new StateParameter(clients.ssm(), settings.stateParameter()),
            new DecisionLog(lines),
            time);
  }

  /** Goes through one minute, and ends before Lambda's limit. */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) {
    try {
      minute.run(time.now().plusMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TurbineException(Category.FAILED, "The function was interrupted.", e);
    }
  }
}
