package dev.turbine.airflow.environment;

import dev.turbine.airflow.process.Command;
import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Finds a Python by running what may be one: a name promises nothing (pyenv's shims fail, Debian's
 * Python lacks ensurepip). It asks the executables of one minor version at once and stops at the
 * first minor version that has a usable one, so that a usual search runs two or three programs.
 */
public final class PythonInterpreters {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
  private static final Path ROOT = Path.of("/");

  private final Map<String, String> environment;
  private final PythonCandidates candidates;

  /**
   * @param environment the variables of the caller's process: PATH says where to look, and
   *     TURBINE_PYTHON names the only executable to take
   * @param home the user's home folder
   */
  public PythonInterpreters(Map<String, String> environment, Path home) {
    this.environment = PythonVariables.without(environment);
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    this.candidates = new PythonCandidates(environment, home, mac);
  }

  /**
   * The best Python of this machine, in the order of {@link SupportedPython}.
   *
   * @throws TurbineException MACHINE when there is none: all that was found, why each is unusable,
   *     and how to get one
   */
  public PythonInterpreter find() throws InterruptedException {
    return find(List.of(SupportedPython.values()));
  }

  /**
   * The best Python of one minor version.
   *
   * @throws TurbineException MACHINE when there is none: all that was found, why each is unusable,
   *     and how to get one
   */
  public PythonInterpreter find(SupportedPython wanted) throws InterruptedException {
    return find(List.of(wanted));
  }

  /**
   * All usable ones, the best first. Runs every executable that may be a Python, for ten seconds at
   * most.
   */
  public List<PythonInterpreter> usable() throws InterruptedException {
    List<Path> paths = new ArrayList<>();
    for (SupportedPython python : SupportedPython.values()) {
      paths.addAll(candidates.named(python));
    }
    paths.addAll(candidates.unnamed());
    return probe(paths, new ArrayList<>()).stream()
        .flatMap(p -> p instanceof Probe.Usable u ? Stream.of(u.interpreter()) : Stream.of())
        .distinct()
        .sorted(Comparator.comparing(PythonInterpreter::minor))
        .toList();
  }

  private PythonInterpreter find(List<SupportedPython> accepted) throws InterruptedException {
    String explicit = environment.getOrDefault("TURBINE_PYTHON", "");
    List<Probe> seen = new ArrayList<>();
    if (!explicit.isEmpty()) {
      Path path = Path.of(explicit).toAbsolutePath();
      return first(List.of(path), accepted, seen)
          .orElseThrow(() -> MissingPython.explicit(explicit, accepted, seen));
    }
    for (SupportedPython python : accepted) {
      Optional<PythonInterpreter> found = first(candidates.named(python), List.of(python), seen);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<PythonInterpreter> found = first(candidates.unnamed(), accepted, seen);
    if (found.isPresent()) {
      return found.get();
    }
    probe(candidates.others(), seen);
    throw MissingPython.anywhere(accepted, seen);
  }

  private Optional<PythonInterpreter> first(
      List<Path> paths, List<SupportedPython> accepted, List<Probe> seen)
      throws InterruptedException {
    List<PythonInterpreter> usable =
        probe(paths, seen).stream()
            .flatMap(p -> p instanceof Probe.Usable u ? Stream.of(u.interpreter()) : Stream.of())
            .toList();
    return accepted.stream()
        .flatMap(python -> usable.stream().filter(found -> found.minor() == python))
        .findFirst();
  }

  private List<Probe> probe(List<Path> paths, List<Probe> seen) throws InterruptedException {
    Set<Path> real = new HashSet<>();
    List<Callable<Probe>> calls = new ArrayList<>();
    for (Path path : paths) {
      if (real.add(realPath(path))) {
        calls.add(() -> probe(path));
      }
    }
    List<Probe> found = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Probe> future : executor.invokeAll(calls)) {
        found.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    seen.addAll(found);
    return found;
  }

  private Probe probe(Path path) throws InterruptedException {
    // Without site packages it starts four times as fast; a file named platform.py in the working
    // folder would be imported, and / has none.
    List<String> arguments = List.of(path.toString(), "-S", "-c", Probe.SCRIPT);
    try {
      return Probe.of(path, new Command(arguments, environment, ROOT, PROBE_TIMEOUT).run());
    } catch (TurbineException e) {
      return new Probe.Unusable(path, "fails when run (" + e.getMessage() + ")");
    }
  }

  private static Path realPath(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
