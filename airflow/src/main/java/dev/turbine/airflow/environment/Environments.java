package dev.turbine.airflow.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbine.core.release.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes and finds Python environments in the user's cache. One environment belongs to one hash of
 * full lock, interpreter and platform, and is shared by all stacks of the user; several processes
 * may ask for it at once.
 */
public final class Environments {
  private static final String DIST_INFO = ".dist-info";

  private final Path cache;
  private final Map<String, String> variables;
  private final Locks locks;

  /**
   * @param cache the folder of {@link #cache}
   * @param variables the variables that uv and pip see: proxies, private indexes, PATH
   */
  public Environments(Path cache, Map<String, String> variables) {
    this(cache, variables, Locks.committed());
  }

  Environments(Path cache, Map<String, String> variables, Locks locks) {
    this.cache = cache.toAbsolutePath();
    this.variables = PythonVariables.without(variables);
    this.locks = locks;
  }

  /**
   * The folder that the stacks of a user share: {@code $XDG_CACHE_HOME/turbine}, otherwise {@code
   * ~/.cache/turbine}, on macOS too, as uv does.
   *
   * @param variables the variables of the caller's process
   * @param home the user's home folder
   */
  public static Path cache(Map<String, String> variables, Path home) {
    String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache")).resolve("turbine");
  }

  /** The lock that ships with Turbine for a Python. */
  public static BaseLock baseLock(SupportedPython python) {
    String text = Objects.requireNonNull(Locks.committed().base().get(python));
    Lock.Entry airflow = Objects.requireNonNull(Lock.parse(text).byName().get("apache-airflow"));
    return new BaseLock(airflow.version().orElseThrow(), Sha256.of(text.getBytes(UTF_8)));
  }

  /**
   * The environment with Airflow and what a project adds; made when it is not there, which takes
   * seconds to minutes.
   *
   * @param python what it is made of
   * @param requirements what the project adds
   * @param progress told what begins, such as {@code installing 184 packages}; nothing is told when
   *     the environment is there
   * @throws dev.turbine.core.TurbineException PROJECT when the requirements cannot be met, MACHINE
   *     when the index or the cache cannot be reached, FAILED when an installation breaks
   */
  public Environment prepare(
      PythonInterpreter python, Requirements requirements, Consumer<String> progress)
      throws InterruptedException {
    return prepare(python, fullLock(python, requirements, progress), progress);
  }

  /**
   * The same environment as long as there is a folder in which it is kept how the requirements were
   * resolved, whatever became of the cache and of the index since; the first call keeps it there.
   * Another version of Turbine, of Python or another platform resolves anew.
   *
   * @param kept the folder; nothing is kept as long as it does not exist
   */
  public Environment prepare(
      PythonInterpreter python, Requirements requirements, Path kept, Consumer<String> progress)
      throws InterruptedException {
    if (requirements.isEmpty()) {
      return prepare(python, requirements, progress);
    }
    Path id = resolution(base(python), python, requirements).folder().getFileName();
    Path file = kept.resolve("resolution-" + id + ".txt");
    if (Files.exists(file)) {
      return prepare(python, readString(file), progress);
    }
    String lock = fullLock(python, requirements, progress);
    Environment environment = prepare(python, lock, progress);
    if (Files.isDirectory(kept)) {
      CachedBuild.write(file, lock);
    }
    return environment;
  }

  private Environment prepare(PythonInterpreter python, String lock, Consumer<String> progress)
      throws InterruptedException {
    String id = environmentId(lock, python);
    CachedBuild build = environment(id);
    Path log = build.folder().resolve("build.log");
    Path root =
        build
            .obtain(
                () ->
                    progress.accept("waiting for another Turbine that installs the same packages"),
                folder -> install(uv(python, progress), python, lock, folder, log, progress))
            .resolve("venv");
    return environment(root, id, python);
  }

  /**
   * The environment that {@link #prepare} would return at once; empty when it would have to make
   * it. Changes nothing.
   */
  public Optional<Environment> present(PythonInterpreter python, Requirements requirements) {
    return presentLock(python, requirements)
        .flatMap(lock -> {
          String id = environmentId(lock, python);
          return environment(id)
              .ready()
              .map(folder -> environment(folder.resolve("venv"), id, python));
        });
  }

  /** The installed uv; empty when {@link #prepare} would have to install it first. */
  public Optional<Path> presentUv() {
    return uvBuild().ready().map(folder -> folder.resolve("venv/bin/uv"));
  }

  private Optional<String> presentLock(PythonInterpreter python, Requirements requirements) {
    String base = base(python);
    return requirements.isEmpty()
        ? Optional.of(base)
        : resolution(base, python, requirements)
            .ready()
            .map(folder -> readString(folder.resolve(Resolution.LOCK)));
  }

  private String base(PythonInterpreter python) {
    String base = locks.base().get(python.minor());
    if (base == null) {
      throw new IllegalStateException("There is no lock for " + python);
    }
    return base;
  }

  private String environmentId(String lock, PythonInterpreter python) {
    return hash(lock, python.path().toString(), python.version(), platform());
  }

  private CachedBuild environment(String id) {
    return new CachedBuild(
        cache.resolve("environments").resolve(id),
        folder -> Files.isExecutable(folder.resolve("venv/bin/python")));
  }

  private static Environment environment(Path root, String id, PythonInterpreter python) {
    return new Environment(
        root, root.resolve("bin/python"), id, python.version(), packages(root).size());
  }

  private CachedBuild resolution(String base, PythonInterpreter python, Requirements requirements) {
    String inputs = requirements.packagesText() + "\n" + requirements.constraintsText();
    String id = hash(base, locks.constraints(), locks.uv(), inputs, python.version(), platform());
    return new CachedBuild(cache.resolve("resolutions").resolve(id), Files::exists);
  }

  private CachedBuild uvBuild() {
    return new CachedBuild(cache.resolve("uv").resolve(hash(locks.uv(), platform())), Uv::isIn);
  }

  private String fullLock(
      PythonInterpreter python, Requirements requirements, Consumer<String> progress)
      throws InterruptedException {
    String base = base(python);
    if (requirements.isEmpty()) {
      return base;
    }
    CachedBuild build = resolution(base, python, requirements);
    Path log = build.folder().resolve("build.log");
    Path folder =
        build.obtain(
            () ->
                progress.accept("waiting for another Turbine that resolves the same requirements"),
            target -> {
              Uv uv = uv(python, progress);
              progress.accept("resolving requirements.txt");
              new Resolution(uv, python, Lock.parse(base), locks.constraints())
                  .resolve(requirements, target, log);
            });
    return readString(folder.resolve(Resolution.LOCK));
  }

  private Uv uv(PythonInterpreter python, Consumer<String> progress) throws InterruptedException {
    CachedBuild build = uvBuild();
    Path folder =
        build.obtain(
            () -> progress.accept("waiting for another Turbine that installs uv"),
            target -> {
              progress.accept("installing uv");
              Path log = build.folder().resolve("build.log");
              Uv.install(python, locks.uv(), target, log, variables);
            });
    return Uv.in(folder, variables);
  }

  private void install(
      Uv uv,
      PythonInterpreter python,
      String text,
      Path folder,
      Path log,
      Consumer<String> progress)
      throws InterruptedException {
    Path venv = folder.resolve("venv");
    uv.create(python, venv, log).orFail("making the environment");
    Lock lock = Lock.parse(Resolution.withoutOptions(text));
    progress.accept("installing %d packages".formatted(lock.entries().size()));
    String options = Resolution.onlyOptions(text);
    for (boolean hashed : List.of(true, false)) {
      Lock part = lock.hashed(hashed);
      if (!part.entries().isEmpty()) {
        Path file = folder.resolve(hashed ? "hashed.txt" : "unhashed.txt");
        CachedBuild.write(file, options + part.text());
        uv.install(venv, file, hashed, log).orFail("installing packages");
      }
    }
  }

  /**
   * The packages of an environment, by their names, with their versions.
   *
   * @param root of the environment
   */
  public static Map<String, String> packages(Path root) {
    try (Stream<Path> lib = Files.list(root.resolve("lib"))) {
      Path packages =
          lib.map(python -> python.resolve("site-packages"))
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow();
      try (Stream<Path> children = Files.list(packages)) {
        return children
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(DIST_INFO))
            .map(name -> name.substring(0, name.length() - DIST_INFO.length()).split("-", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, two) -> two));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String platform() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  private static String hash(String... parts) {
    try {
      String all = Stream.of(parts).collect(Collectors.joining("\0"));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String readString(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
