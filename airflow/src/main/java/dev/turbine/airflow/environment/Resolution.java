package dev.turbine.airflow.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Resolves what a project adds on top of the committed lock, whose versions are requirements too:
 * what contradicts them is refused, never bent. Airflow's constraints are preferences for the rest.
 *
 * @param base the committed lock
 * @param constraints the preferred versions
 */
record Resolution(Uv uv, PythonInterpreter python, Lock base, String constraints) {
  static final String LOCK = "lock.txt";

  /**
   * Writes the full lock, with the options of the requirements at its head, into a folder.
   *
   * @throws dev.turbine.core.TurbineException PROJECT when the requirements cannot be met, MACHINE
   *     when the index cannot be reached
   */
  void resolve(Requirements requirements, Path folder, Path log) throws InterruptedException {
    CachedBuild.write(folder.resolve("base.in"), base.pins());
    CachedBuild.write(folder.resolve("requirements.in"), requirements.packagesText());
    CachedBuild.write(folder.resolve("constraints.in"), requirements.constraintsText());
    // uv prefers the versions that its output file names already.
    CachedBuild.write(folder.resolve("resolved.txt"), constraints);
    List<String> sources = List.of("base.in", "requirements.in", "--constraints", "constraints.in");
    Uv.Result result = uv.compile(python, folder, log, sources, "resolved.txt");
    if (!result.succeeded()) {
      throw ResolutionFailure.of(result, requirements, base);
    }
    try {
      Lock resolved = Lock.parse(Files.readString(folder.resolve("resolved.txt")));
      Lock lock = withTrustedHashes(resolved, requirements);
      CachedBuild.write(folder.resolve(LOCK), requirements.optionsText() + lock.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the committed lock or the project has hashes for is never taken on the index's word. */
  private Lock withTrustedHashes(Lock resolved, Requirements requirements) {
    Map<String, Lock.Entry> committed = byRequirement(base);
    Map<String, Lock.Entry> given = Lock.parse(requirements.packagesHashed()).byName();
    return new Lock(
        resolved.entries().stream()
            .map(entry -> {
              Lock.Entry trusted =
                  committed.getOrDefault(bare(entry), given.getOrDefault(entry.name(), entry));
              return new Lock.Entry(entry.requirement(), trusted.hashes());
            })
            .toList());
  }

  private static Map<String, Lock.Entry> byRequirement(Lock lock) {
    return lock.entries().stream()
        .collect(Collectors.toMap(Resolution::bare, Function.identity(), (first, same) -> first));
  }

  private static String bare(Lock.Entry entry) {
    return entry.requirement().replaceFirst("\\s*;.*", "");
  }

  /** The part of a full lock that {@link Lock} reads. */
  static String withoutOptions(String lock) {
    return select(lock, line -> !line.startsWith("--"));
  }

  /** The head of a full lock: where its packages come from. */
  static String onlyOptions(String lock) {
    return select(lock, line -> line.startsWith("--"));
  }

  private static String select(String lock, Predicate<String> wanted) {
    return lock.lines().filter(wanted).map(line -> line + "\n").collect(Collectors.joining());
  }
}
