package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** User data, run by bash, with programs in place of a machine's that write down how they ran. */
class BootstrapTest {
  private static final List<String> PROGRAMS =
      List.of("aws", "cfn-signal", "dnf", "curl", "shutdown", "tar");

  @TempDir private Path folder;

  @BeforeEach
  void programs() throws Exception {
    Files.createDirectories(folder.resolve("bin"));
    for (String program : PROGRAMS) {
      program(folder.resolve("bin").resolve(program), program, 0);
    }
    Files.createDirectories(folder.resolve("opt/turbine/bin"));
    Files.createDirectories(folder.resolve("log"));
    program(folder.resolve("opt/turbine/bin/turbine-agent"), "turbine-agent", 0);
  }

  @Test
  void aMachineThatWorksSaysSo() throws Exception {
    assertThat(run("SchedulerGroupLaunchTemplate")).isZero();

    assertThat(calls())
        .anyMatch(call -> call.startsWith("dnf install -y"))
        .anyMatch(call ->
            call.startsWith("aws s3 cp")
                && call.contains("s3://a-value/a-valueagent/turbine-agent"))
        .anyMatch(call -> call.equals("turbine-agent bootstrap"))
        .noneMatch(call -> call.startsWith("shutdown"));
    assertThat(calls().getLast())
        .startsWith("cfn-signal")
        .contains("--resource SchedulerGroup", "--stack the-stack", "--success true");
    JsonNode machine =
        new ObjectMapper().readTree(folder.resolve("etc/turbine/machine.json").toFile());
    assertThat(machine.path("role").asText()).isEqualTo("scheduler");
    assertThat(machine.path("parameter").asText()).isEqualTo("/turbine/turbine/stack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dnf", "tar", "turbine-agent"})
  void whateverFailsIsToldAndEndsTheMachine(String failing) throws Exception {
    Path program =
        failing.equals("turbine-agent")
            ? folder.resolve("opt/turbine/bin/turbine-agent")
            : folder.resolve("bin").resolve(failing);
    program(program, failing, 7);

    assertThat(run("WebGroupLaunchTemplate")).isEqualTo(1);

    assertThat(calls())
        .anyMatch(call ->
            call.startsWith("cfn-signal")
                && call.contains("--success false")
                && call.contains("web the-instance: line"))
        .anyMatch(call -> call.startsWith("aws autoscaling set-instance-health"))
        .noneMatch(call -> call.contains("--success true"));
    assertThat(calls().getLast()).isEqualTo("shutdown -h now");
  }

  @Test
  void aWorkerThatFailsGivesItsPlaceUpAtOnce() throws Exception {
    program(folder.resolve("opt/turbine/bin/turbine-agent"), "turbine-agent", 1);

    assertThat(run("LaunchTemplate")).isEqualTo(1);

    assertThat(calls())
        .anyMatch(call ->
            call.startsWith("aws autoscaling complete-lifecycle-action")
                && call.contains("--lifecycle-action-result ABANDON")
                && call.contains("--auto-scaling-group-name turbine-a-value"));
  }

  @Test
  void everyMachinesUserDataFits() {
    Templates templates = Templates.committed();
    templates
        .ofType("AWS::EC2::LaunchTemplate")
        .forEach(machine -> {
          boolean worker = machine.getKey().equals("LaunchTemplate");
          Evaluation evaluation =
              new Evaluation(worker ? templates.workers() : templates.cluster(), Map.of());
          // EC2 takes 16 KiB.
          assertThat(
                  evaluation
                      .properties(machine.getKey())
                      .at("/LaunchTemplateData/UserData")
                      .asText())
              .hasSizeLessThan(12_000);
        });
  }

  private int run(String launchTemplate) throws Exception {
    Templates templates = Templates.committed();
    boolean worker = launchTemplate.equals("LaunchTemplate");
    String script =
        new Evaluation(worker ? templates.workers() : templates.cluster(), Map.of())
            .properties(launchTemplate)
            .at("/LaunchTemplateData/UserData")
            .asText()
            .replace("/opt/aws/bin", folder.resolve("bin").toString())
            .replace("/opt/turbine", folder.resolve("opt/turbine").toString())
            .replace("/etc/turbine", folder.resolve("etc/turbine").toString())
            .replace("/var/log", folder.resolve("log").toString());
    Path file = folder.resolve("user-data");
    Files.writeString(file, script);
    Process process =
        new ProcessBuilder("bash", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private void program(Path file, String name, int exitCode) throws IOException {
    String answer = name.equals("curl") ? "echo the-instance\n" : "";
    Files.writeString(
        file,
        "#!/bin/sh\necho \"%s $*\" >> %s\n%sexit %d\n"
            .formatted(name, folder.resolve("calls"), answer, exitCode));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
