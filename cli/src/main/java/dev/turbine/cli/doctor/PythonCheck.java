package dev.turbine.cli.doctor;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.PythonInterpreter;
import dev.turbine.airflow.environment.PythonInterpreters;
import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.core.TurbineException;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectPython;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Pythons of this machine, and whether the project's environment is made. */
record PythonCheck(ProjectPython pythons, Path project) implements Check {
  @Override
  public String subject() {
    return "python";
  }

  @Override
  public List<Finding> examine() throws InterruptedException {
    PythonInterpreters interpreters = new PythonInterpreters(pythons.shell(), pythons.home());
    Optional<LocalProject> loaded = load();
    Optional<SupportedPython> wanted =
        loaded.flatMap(it -> it.configuration().python()).flatMap(SupportedPython::of);
    PythonInterpreter chosen =
        wanted.isPresent() ? interpreters.find(wanted.get()) : interpreters.find();
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(subject(), seen(chosen, interpreters.usable())));
    loaded.ifPresent(it -> findings.add(environment(chosen, it)));
    return findings;
  }

  private static String seen(PythonInterpreter chosen, List<PythonInterpreter> usable) {
    String others =
        usable.stream()
            .filter(python -> !python.equals(chosen))
            .map(PythonInterpreter::version)
            .distinct()
            .collect(Collectors.joining(", "));
    return "%s is chosen: %s%s"
        .formatted(
            chosen.version(), chosen.path(), others.isEmpty() ? "" : "; also usable: " + others);
  }

  private Finding environment(PythonInterpreter python, LocalProject loaded) {
    Environments environments = new Environments(pythons.cache(), pythons.shell());
    try {
      Requirements requirements = Requirements.read(loaded.layout().requirements());
      Optional<Environment> present = environments.present(python, requirements);
      String seen =
          present
              .map(it -> "%d packages in %s".formatted(it.packageCount(), it.root()))
              .orElseGet(() ->
                  "not made yet: the next turbine up installs %s"
                      .formatted(
                          environments.presentUv().isPresent()
                              ? "the packages"
                              : "uv and the packages"));
      return Finding.ok("packages", seen);
    } catch (TurbineException wrong) {
      return Finding.ok("packages", "not looked for: requirements.txt cannot be used");
    }
  }

  /** Whether the project's files are right is another check's question. */
  private Optional<LocalProject> load() {
    try {
      return Optional.of(LocalProject.load(project));
    } catch (TurbineException wrong) {
      return Optional.empty();
    }
  }
}
