package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.process.Command;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real Pythons, uv and package index. Airflow's environments come from the user's cache, which is
 * content-addressed; what breaks environments has a cache of its own and one small package.
 */
class EnvironmentsIT {
  private static final Path HOME = Path.of(System.getProperty("user.home"));
  private static final Map<String, String> VARIABLES = System.getenv();

  @TempDir static Path smallCache;
  @TempDir Path folder;

  private final List<String> progress = new ArrayList<>();
  private final Environments shared =
      new Environments(Environments.cache(VARIABLES, HOME), VARIABLES);

  /** Environments whose lock holds nothing but the smallest package of Airflow's. */
  static Environments small(Path cache) {
    Locks all = Locks.committed();
    Map<SupportedPython, String> base = new HashMap<>();
    all.base()
        .forEach((python, text) -> {
          Lock.Entry entry = Objects.requireNonNull(Lock.parse(text).byName().get("iniconfig"));
          base.put(python, new Lock(List.of(entry)).text());
        });
    return new Environments(cache, VARIABLES, new Locks(base, all.constraints(), all.uv()));
  }

  @ParameterizedTest
  @EnumSource
  void installsAnAirflowThatImports(SupportedPython minor) throws Exception {
    PythonInterpreter python = python(minor);

    Environment environment = shared.prepare(python, Requirements.none(), progress::add);

    assertThat(environment.pythonVersion()).startsWith(minor.text() + ".");
    assertThat(environment.packageCount()).isGreaterThan(150);
    String script =
        "import airflow, pycurl, psycopg2, sys; "
            + "from airflow.providers.celery.executors.celery_executor import CeleryExecutor; "
            + "print(airflow.__version__, '%d.%d' % sys.version_info[:2])";
    assertThat(run(environment, script)).endsWith("3.3.1 " + minor.text());
    progress.clear();
    assertThat(shared.prepare(python, Requirements.none(), progress::add)).isEqualTo(environment);
    assertThat(progress).isEmpty();
  }

  @Test
  void addsWhatAProjectAsksForAndChangesNothingElse() throws Exception {
    PythonInterpreter python = python();
    Environment plain = shared.prepare(python, Requirements.none(), progress::add);

    Environment environment = shared.prepare(python, requirements("cowsay\r\n"), progress::add);

    assertThat(environment.id()).isNotEqualTo(plain.id());
    assertThat(environment.packageCount()).isEqualTo(plain.packageCount() + 1);
    assertThat(run(environment, "import cowsay, celery; print(celery.__version__)"))
        .isEqualTo("5.6.3");
  }

  @Test
  void explainsAConflictAndAnUnknownPackage() throws Exception {
    PythonInterpreter python = python();

    assertThatThrownBy(() -> shared.prepare(python, requirements("celery==5.7.0"), progress::add))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("Turbine locks celery to 5.6.3")
        .hasMessageContaining("requirements.txt line 1: celery==5.7.0");
    assertThatThrownBy(
            () -> shared.prepare(python, requirements("turbine-does-not-exist"), progress::add))
        .hasMessageContaining("The package index has no package turbine-does-not-exist.");
  }

  @Test
  void takesPipsIndexAndBlamesTheMachineWhenItDoesNotAnswer() throws Exception {
    PythonInterpreter python = python();
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("PIP_INDEX_URL", "https://me:secret@127.0.0.1:1/simple");
    variables.put("UV_HTTP_RETRIES", "0");
    small(smallCache).prepare(python, Requirements.none(), progress::add);
    Environments unreachable = new Environments(smallCache, variables);

    assertThatThrownBy(() -> unreachable.prepare(python, requirements("cowsay"), progress::add))
        .isInstanceOfSatisfying(
            TurbineException.class,
            failure -> assertThat(failure.category()).isEqualTo(Category.MACHINE))
        .hasMessageContaining("127.0.0.1:1/simple")
        .hasMessageNotContaining("secret");
  }

  @Test
  void installsARepositoryThatHasNoHashes() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Files.writeString(
        repository.resolve("pyproject.toml"),
        """
        [build-system]
        requires = ["setuptools"]
        build-backend = "setuptools.build_meta"
        [project]
        name = "turbine-sample"
        version = "1.0"
        """);
    Files.writeString(repository.resolve("turbine_sample.py"), "NAME = 'sample'\n");
    git(repository, "init", "--quiet");
    git(repository, "add", ".");
    git(repository, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "x");

    Environment environment =
        small(smallCache)
            .prepare(
                python(), requirements("turbine-sample @ git+file://" + repository), progress::add);

    assertThat(run(environment, "import turbine_sample, iniconfig; print(turbine_sample.NAME)"))
        .isEqualTo("sample");
  }

  @Test
  void whatWasResolvedOnceStaysSoWhateverBecomesOfTheCache() throws Exception {
    PythonInterpreter python = python();
    Requirements cowsay = requirements("cowsay");
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Environment first = small(smallCache).prepare(python, cowsay, kept, progress::add);
    try (Stream<Path> files = Files.list(kept)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file -> assertThat(file).content().contains("cowsay==").contains("--hash=sha256:"));
    }
    try (Stream<Path> resolutions = Files.list(smallCache.resolve("resolutions"))) {
      for (Path resolution : resolutions.toList()) {
        Files.delete(resolution.resolve("ready"));
      }
    }
    progress.clear();
    assertThat(small(smallCache).prepare(python, cowsay, kept, progress::add)).isEqualTo(first);
    assertThat(progress).isEmpty();
  }

  @Test
  void waitsForAnotherProcessAndBuildsItselfWhenThatIsKilled() throws Exception {
    PythonInterpreter python = python();
    Path cache = folder.resolve("cache");
    Process other = startAnother(cache, python);
    try (BufferedReader said = other.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("installing 1 ")) {
        line = said.readLine();
      }
      assertThat(line).isNotNull();

      Environment environment =
          small(cache)
              .prepare(
                  python,
                  Requirements.none(),
                  text -> {
                    progress.add(text);
                    if (text.startsWith("waiting")) {
                      other.destroyForcibly();
                    }
                  });

      assertThat(progress)
          .containsExactly(
              "waiting for another Turbine that installs the same packages",
              "installing 1 packages");
      assertThat(run(environment, "import iniconfig; print('works')")).isEqualTo("works");
      try (Stream<Path> children = Files.list(environment.root().getParent().getParent())) {
        assertThat(children.filter(Files::isDirectory)).hasSize(1);
      }
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void buildsAgainWhenItsPythonIsGone() throws Exception {
    PythonInterpreter python = python();
    Environment first = small(smallCache).prepare(python, Requirements.none(), progress::add);
    Files.delete(first.python());
    Files.createSymbolicLink(first.python(), folder.resolve("removed"));

    Environment again = small(smallCache).prepare(python, Requirements.none(), progress::add);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(run(again, "import iniconfig; print('works')")).isEqualTo("works");
  }

  private PythonInterpreter python() throws InterruptedException {
    return python(SupportedPython.V3_11);
  }

  private static PythonInterpreter python(SupportedPython minor) throws InterruptedException {
    try {
      return new PythonInterpreters(VARIABLES, HOME).find(minor);
    } catch (TurbineException e) {
      System.out.println("Skipped for Python " + minor.text() + ": " + e.getMessage());
      return Assumptions.abort(e.getMessage());
    }
  }

  private Requirements requirements(String content) throws Exception {
    return Requirements.read(Files.writeString(folder.resolve("requirements.txt"), content));
  }

  private static Process startAnother(Path cache, PythonInterpreter python) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            PreparesUntilKilled.class.getName(),
            cache.toString(),
            python.path().toString(),
            python.version())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private String run(Environment environment, String script) throws Exception {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("AIRFLOW_HOME", folder.resolve("airflow").toString());
    return succeed(List.of(environment.python().toString(), "-c", script), variables, folder);
  }

  private static void git(Path repository, String... arguments) throws Exception {
    List<String> all =
        Stream.concat(Stream.of("git"), Stream.of(arguments)).collect(Collectors.toList());
    succeed(all, VARIABLES, repository);
  }

  private static String succeed(List<String> arguments, Map<String, String> variables, Path folder)
      throws Exception {
    Command.Output output = new Command(arguments, variables, folder, Duration.ofMinutes(1)).run();
    assertThat(output.exitCode()).as(output.standardError()).isZero();
    return output.standardOutput().strip();
  }
}
