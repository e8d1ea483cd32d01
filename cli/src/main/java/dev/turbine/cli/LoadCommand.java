package dev.turbine.cli;

import dev.turbine.local.scaling.LoadSample;
import dev.turbine.local.scaling.ScalingRecords;
import dev.turbine.local.stack.StackDirectory;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turbine load}: tasks, slots and load of the last hours. */
@Command(
    name = "load",
    description = {
      "Draws tasks, slots and load of the last hours; also when the stack is down.",
      "A column shows the highest value of its time: a dot is zero, a blank is unknown."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  turbine load", "  turbine load --hours 0.5", "  turbine load -o json"})
final class LoadCommand implements Callable<Integer> {
  private static final int SPANS = 60;
  private static final double MOST_HOURS = 168;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      defaultValue = "3",
      description = "How far back. Default: ${DEFAULT-VALUE}.")
  private double hours = 3;

  @Override
  public Integer call() {
    if (!(hours > 0 && hours <= MOST_HOURS)) {
      throw new ParameterException(
          spec.commandLine(), "--hours is " + hours + "; it must be above 0, and 168 at most.");
    }
    Instant to = Instant.now();
    Instant from = to.minus(Duration.ofMillis(Math.round(hours * 3_600_000)));
    StackDirectory directory = project.directory();
    List<LoadSample> samples =
        ScalingRecords.in(directory.scalingEvents(), directory.loadSamples())
            .samples()
            .all()
            .stream()
            .filter(sample -> !sample.time().isBefore(from))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(OutputOption.json(samples));
    } else if (samples.isEmpty()) {
      out.println("Nothing was measured in that time. The daemon measures while the stack is up.");
    } else {
      samples.stream()
          .map(LoadSample::set)
          .distinct()
          .forEach(set -> print(out, set, samples, from, to));
    }
    return 0;
  }

  private static void print(
      PrintWriter out, String set, List<LoadSample> samples, Instant from, Instant to) {
    List<LoadSample> own = samples.stream().filter(sample -> sample.set().equals(set)).toList();
    ZoneId zone = ZoneId.systemDefault();
    out.printf(
        "%s, %s to %s; a column is %d s%n",
        set,
        TIME.format(from.atZone(zone)),
        TIME.format(to.atZone(zone)),
        Duration.between(from, to).dividedBy(SPANS).toSeconds());
    line(out, "tasks", own, LoadCommand::tasks, from, to);
    line(out, "slots", own, sample -> Optional.of((double) sample.slots()), from, to);
    line(out, "load", own, LoadSample::load, from, to);
    line(out, "load average", own, LoadSample::average, from, to);
  }

  private static Optional<Double> tasks(LoadSample sample) {
    return sample
        .waiting()
        .flatMap(waiting -> sample.taken().map(taken -> (double) (waiting + taken)));
  }

  private static void line(
      PrintWriter out,
      String what,
      List<LoadSample> samples,
      Function<LoadSample, Optional<Double>> value,
      Instant from,
      Instant to) {
    Blocks.Line line = Blocks.draw(samples, value, from, to, SPANS);
    out.printf(Locale.ROOT, "  %-13s%s  to %.4g%n", what, line.blocks(), line.highest());
  }
}
