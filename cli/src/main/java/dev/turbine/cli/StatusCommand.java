package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.local.fleet.WorkerNames;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.scaling.LoadSample;
import dev.turbine.local.scaling.SetStatus;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackPhase;
import dev.turbine.local.stack.StackStatus;
import dev.turbine.local.stack.Survivors;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turbine status}: what runs, and where. */
@Command(
    name = "status",
    description = {
      "Shows the project's stack: address and login, services, workers, queue and stores.",
      "Exit code 0 if all of it works, 1 if a part does not, 5 if it is not running."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine status",
      "  turbine status -o json | jq -r .password",
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Stack stack = new Stack(project.directory());
    StackStatus status = stack.status().orElseThrow(() -> notRunning(stack));
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(OutputOption.json(StackReport.of(stack, status)));
    } else {
      print(out, stack, status);
    }
    return works(status) ? 0 : Category.FAILED.exitCode();
  }

  private static boolean works(StackStatus status) {
    return status.phase() == StackPhase.RUNNING
        && status.services().stream().allMatch(StatusCommand::works)
        && status.stores().stream().allMatch(store -> store.problem().isEmpty());
  }

  /** Workers come and go with the tasks. */
  private static boolean works(ServiceStatus service) {
    return switch (service.state()) {
      case READY -> true;
      case STARTING, STOPPING, STOPPED -> service.name().startsWith(WorkerNames.PREFIX);
      case UNHEALTHY, RESTARTING, FAILED -> false;
    };
  }

  private static TurbineException notRunning(Stack stack) {
    if (DaemonLock.isHeld(stack.directory())) {
      return new TurbineException(
          Category.STATE,
          "The daemon of %s does not answer; it has only just begun, or hangs. Its log is %s."
              .formatted(stack.project(), stack.directory().daemonLog()));
    }
    Survivors survivors = Survivors.of(stack.directory());
    if (survivors.any()) {
      String names =
          survivors.services().stream().map(ServiceRecord::name).collect(Collectors.joining(", "));
      return new TurbineException(
          Category.STATE,
          """
          The daemon of %s has died. Still running without it: %s.
          turbine up takes them over, turbine down stops them.\
          """
              .formatted(stack.project(), names.isEmpty() ? "PostgreSQL" : names));
    }
    return new TurbineException(
        Category.STATE,
        "The stack of %s is not running. Start it with: turbine up".formatted(stack.project()));
  }

  private static void print(PrintWriter out, SetStatus set) {
    String title = set.name().equals(WorkerSetOptions.DEFAULT_NAME) ? "TASKS" : set.name();
    if (set.now().isEmpty()) {
      out.printf("%-15s not measured yet%n", title);
      return;
    }
    LoadSample now = set.now().get();
    String tasks =
        now.waiting()
            .flatMap(
                waiting -> now.taken().map(taken -> Words.depth(new QueueDepth(waiting, taken))))
            .orElse("cannot be read");
    String load =
        now.load().map(value -> String.format(Locale.ROOT, ", load %.2f", value)).orElse("");
    out.printf("%-15s %s%s%n", title, tasks, load);
    out.printf(
        "%-15s %d idle, %d busy, %d starting, %d leaving; %s of %d slots%n",
        "",
        now.idle(),
        now.busy(),
        now.starting(),
        now.draining(),
        set.min() == set.max() ? "always " + set.min() : set.min() + " to " + set.max(),
        set.concurrency());
    set.reason().ifPresent(reason -> out.printf("%-15s %s%n", "", reason));
  }

  private void print(PrintWriter out, Stack stack, StackStatus status) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    Instant now = Instant.now();
    out.printf(
        "The stack of %s is %s (%s).%n",
        stack.project(),
        Words.of(status.phase()),
        Words.age(Duration.between(status.started(), now)));
    out.printf("%n  %s%n", status.web());
    out.printf("  user %s, password %s%n%n", StackDirectory.USER, stack.secrets().adminPassword());
    String row = "%-15s %-12s %8s  %-12s %s%n";
    out.printf(row, "SERVICE", "STATE", "PID", "SINCE", "RESTARTS");
    for (ServiceStatus service : status.services()) {
      String color = service.state() == ServiceState.READY ? "green" : "yellow";
      String state = "%-12s".formatted(Words.of(service.state()));
      out.printf(
          row,
          service.name(),
          ansi.string("@|" + color + " " + state + "|@"),
          service.pid().map(Object::toString).orElse("-"),
          Words.age(Duration.between(service.since(), now)),
          service.restarts() == 0 ? "-" : service.restarts());
      service.detail().ifPresent(detail -> out.println("  " + detail.replace("\n", "\n  ")));
    }
    out.println();
    status
        .release()
        .ifPresent(release ->
            out.printf(
                "RELEASE         %s, %s %s ago%n",
                release.release(),
                Words.of(release.cause()),
                Words.age(Duration.between(release.since(), now))));
    status.workerSets().forEach(set -> print(out, set));
    status
        .stores()
        .forEach(store -> {
          out.printf("%-15s %s%n", store.name().toUpperCase(Locale.ROOT), store.address());
          store.problem().ifPresent(problem -> out.println("  " + problem));
        });
  }
}
