package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.aws.fleet.TestingTags;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the function in a JVM of this machine, which is not Lambda: from the start of the
 * process to the first decision, a round with loading and saving the state, and the most memory.
 * AWS is moto, by plain HTTP. It prints, and asserts nothing about speed.
 */
@Tag("bench")
class FunctionBenchIT {
  private static final int PROCESSES = 5;
  private static final int CALLS = 21;
  private static final Pattern CALL = Pattern.compile("call (\\d+) ms");
  private static final Pattern MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  @TempDir private Path folder;

  @Test
  void startRoundAndMemory() throws Exception {
    List<Long> starts = new ArrayList<>();
    List<Long> rounds = new ArrayList<>();
    List<Long> memory = new ArrayList<>();
    FunctionProcess function = new FunctionProcess(folder);
    try (Moto moto = new Moto(folder)) {
      for (String set : List.of("default", "large")) {
        moto.createGroup("turbine-" + set, 0, 10, TestingTags.of("turbine", set));
        moto.clients().sqs().createQueue(request -> request.queueName("turbine-" + set));
      }
      for (int process = 0; process <= PROCESSES; process++) {
        measure(function, moto, process > 0, starts, rounds, memory);
      }
    }
    System.out.printf(
        "start to first decision %s ms; round p50 %d ms, slowest %d ms of %d; memory %s MB%n",
        starts, percentile(rounds, 50), percentile(rounds, 100), rounds.size(), memory);
    assertThat(starts).hasSize(PROCESSES);
    assertThat(rounds).hasSize(PROCESSES * (CALLS - 1));
  }

  /** The first process is for moto, which loads what it needs at the first call. */
  private static void measure(
      FunctionProcess function,
      Moto moto,
      boolean counts,
      List<Long> starts,
      List<Long> rounds,
      List<Long> memory)
      throws Exception {
    ProcessBuilder builder =
        function.calling(
            CALLS,
            moto.emulator().endpoint(),
            Map.of(
                "TURBINE_NAME", "turbine",
                "TURBINE_STATE", "/turbine/turbine/scaling/state",
                "TURBINE_INTERVAL_SECONDS", "10"));
    long start = System.nanoTime();
    Process process = builder.start();
    boolean decided = false;
    int calls = 0;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (counts && !decided && line.contains("\"decision\"")) {
          decided = true;
          starts.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        Matcher call = CALL.matcher(line);
        // The first one of a process is its start.
        if (counts && call.find() && ++calls > 1) {
          rounds.add(Long.valueOf(call.group(1)));
        }
        Matcher most = MEMORY.matcher(line);
        if (counts && most.find()) {
          memory.add(Long.parseLong(most.group(1)) / 1024);
        }
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static long percentile(List<Long> values, int percent) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }
}
