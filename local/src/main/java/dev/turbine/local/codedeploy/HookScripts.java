package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.HookScript;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.codedeploy.EventOutcome.Failed;
import dev.turbine.local.process.ProcessIdentity;
import dev.turbine.local.process.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the scripts of one event, one after the other.
 *
 * @param environment complete
 * @param directory where they run
 * @param started is told each script's process before it does anything
 */
record HookScripts(
    LifecycleEvent event,
    RevisionFolder revision,
    Map<String, String> environment,
    Path directory,
    DeploymentListener listener,
    Consumer<ProcessIdentity> started) {
  /**
   * Runs them until one fails.
   *
   * @param limit of all together
   * @return the failure, if there was one
   */
  Optional<Failed> run(List<HookScript> scripts, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (HookScript script : scripts) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      Optional<Failed> failure =
          script.timeout().compareTo(left) <= 0
              ? run(script.location(), script.timeout(), script.timeout())
              : run(script.location(), left, limit);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** Runs one for at most {@code left}, which is what is left of {@code limit}. */
  private Optional<Failed> run(String location, Duration left, Duration limit)
      throws IOException, InterruptedException {
    OutputTail tail = new OutputTail();
    Optional<Path> file = revision.file(location);
    if (file.isEmpty()) {
      return failure(location, new FailureCause.Reason("is no file of the revision"), tail);
    }
    if (!left.isPositive()) {
      return failure(location, new FailureCause.TimedOut(limit), tail);
    }
    makeExecutable(file.get());
    Script script = new Script(file.get(), environment, directory);
    Script.End end =
        script.run(
            left,
            (output, line) -> {
              tail.add(line);
              listener.line(event, location, output, line);
            },
            started);
    return switch (end) {
      case Script.End.Exited(int exitCode) when exitCode == 0 -> Optional.empty();
      case Script.End.Exited(int exitCode) ->
          failure(location, new FailureCause.ExitCode(exitCode, hint(file.get())), tail);
      case Script.End.TimedOut() -> failure(location, new FailureCause.TimedOut(limit), tail);
      case Script.End.OutputLeftOpen(Script.Output output) ->
          failure(location, new FailureCause.OutputLeftOpen(output, limit), tail);
    };
  }

  private Optional<Failed> failure(String location, FailureCause cause, OutputTail tail) {
    return Optional.of(new Failed(event, Optional.of(location), cause, tail.lines()));
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!Files.isExecutable(file)) {
      Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      mode.addAll(
          EnumSet.of(
              PosixFilePermission.OWNER_EXECUTE,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_EXECUTE));
      Files.setPosixFilePermissions(file, mode);
    }
  }

  private static String hint(Path file) throws IOException {
    byte[] start;
    try (InputStream content = Files.newInputStream(file)) {
      start = content.readNBytes(256);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return text.startsWith("#!") && end > 0 && text.charAt(end - 1) == '\r'
        ? "its lines end as on Windows, CR LF, and so does the name of its interpreter; convert it"
        : "";
  }
}
