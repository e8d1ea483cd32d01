package dev.turbine.console;

import dev.turbine.local.scaling.LoadSample;
import dev.turbine.local.scaling.SetStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The load and the workers of a stack in Prometheus' text format, version 0.0.4: gauges only. What
 * is unknown is left out.
 */
final class Metrics {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();
  private final List<SetStatus> sets;

  private Metrics(List<SetStatus> sets) {
    this.sets = sets;
  }

  static String of(List<SetStatus> sets) {
    Metrics metrics = new Metrics(sets);
    metrics.gauge(
        "turbine_tasks_waiting",
        "Tasks that any worker may take.",
        sample -> sample.waiting().map(Long::doubleValue));
    metrics.gauge(
        "turbine_tasks_taken",
        "Tasks that workers have.",
        sample -> sample.taken().map(Long::doubleValue));
    metrics.gauge(
        "turbine_slots", "Slots in service.", sample -> Optional.of((double) sample.slots()));
    metrics.gauge("turbine_load", "Tasks for each slot in service.", LoadSample::load);
    metrics.gauge(
        "turbine_cluster_load",
        "The load average of the last minute, from empty receives.",
        LoadSample::average);
    metrics.workers();
    return metrics.text.toString();
  }

  private void head(String name, String what) {
    text.append("# HELP ").append(name).append(' ').append(what).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void gauge(String name, String what, Function<LoadSample, Optional<Double>> value) {
    head(name, what);
    for (SetStatus set : sets) {
      set.now().flatMap(value).ifPresent(number -> line(name, set.name(), "", number));
    }
  }

  private void workers() {
    head("turbine_workers", "Workers by what they do.");
    for (SetStatus set : sets) {
      set.now()
          .ifPresent(now -> {
            line("turbine_workers", set.name(), ",state=\"starting\"", now.starting());
            line("turbine_workers", set.name(), ",state=\"idle\"", now.idle());
            line("turbine_workers", set.name(), ",state=\"busy\"", now.busy());
            line("turbine_workers", set.name(), ",state=\"draining\"", now.draining());
          });
    }
  }

  /** Names of sets are lower case, digits and dashes: nothing is to be escaped. */
  private void line(String name, String set, String labels, double value) {
    text.append(String.format(Locale.ROOT, "%s{set=\"%s\"%s} %s\n", name, set, labels, value));
  }
}
