package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.aws.fleet.TestingTags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** The zip that Lambda gets, run as Lambda runs it, on moto. */
class FunctionIT {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TURBINE_NAME", "turbine",
          "TURBINE_STATE", "/turbine/turbine/scaling/state",
          "TURBINE_INTERVAL_SECONDS", "10");

  @TempDir private Path folder;

  @Test
  void theZipHoldsWhatTheFunctionUsesAndNoMore() throws Exception {
    List<String> jars = new FunctionProcess(folder).jars();
    assertThat(jars)
        .anyMatch(jar -> jar.startsWith("turbine-lambda-"))
        .anyMatch(jar -> jar.startsWith("aws-lambda-java-core-"))
        .noneMatch(jar ->
            jar.matches(
                "(s3|commons-compress|org.eclipse.jgit|netty|apache-client|jackson-databind).*"))
        .noneMatch(jar -> jar.contains("-tests"));
  }

  @Test
  void itScalesOutByTheQueueAndLeavesItsTraces() throws Exception {
    try (Moto moto = new Moto(folder)) {
      moto.createGroup("turbine-default", 0, 10, TestingTags.of("turbine", "default"));
      String queue =
          moto.clients()
              .sqs()
              .createQueue(request -> request.queueName("turbine-default"))
              .queueUrl();
      for (int task = 0; task < 9; task++) {
        moto.clients().sqs().sendMessage(request -> request.queueUrl(queue).messageBody("task"));
      }

      String output = run(moto);

      AutoScalingGroup group =
          moto.clients().autoScaling().describeAutoScalingGroups().autoScalingGroups().getFirst();
      assertThat(group.desiredCapacity()).isEqualTo(3);
      assertThat(output).contains("\"decision\":\"grow\"").doesNotContain("ERROR");
      assertThat(moto.clients().cloudWatch().listMetrics().metrics())
          .filteredOn(metric -> metric.namespace().equals("Turbine"))
          .extracting(Metric::metricName)
          .contains("Demand", "Slots", "Workers", "ReadFailures");
      assertThat(
              moto.clients()
                  .ssm()
                  .getParameter(request -> request.name("/turbine/turbine/scaling/state"))
                  .parameter()
                  .value())
          .contains("\"time\"");
    }
  }

  private String run(Moto moto) throws Exception {
    Process process =
        new FunctionProcess(folder).calling(1, moto.emulator().endpoint(), ENVIRONMENT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
