package dev.turbine.airflow.environment;

import dev.turbine.airflow.environment.Requirements.Line;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words why a requirements.txt cannot be resolved on top of the committed lock. */
final class ResolutionFailure {
  private static final Pattern UNKNOWN = Pattern.compile("(\\S+) was not found in the .*registry");
  private static final Pattern NO_VERSION =
      Pattern.compile("there (?:is|are) no versions? of ([A-Za-z0-9._-]+)|only ([A-Za-z0-9._-]+)");

  private final Requirements requirements;
  private final Lock base;
  private final Path log;
  private final String said;
  private final String facts;

  private ResolutionFailure(Uv.Result result, Requirements requirements, Lock base) {
    this.log = result.log();
    this.said = result.said();
    this.requirements = requirements;
    this.base = base;
    this.facts = UvFailure.indented(UvFailure.facts(said));
  }

  static TurbineException of(Uv.Result result, Requirements requirements, Lock base) {
    return new ResolutionFailure(result, requirements, base).explain();
  }

  private TurbineException explain() {
    if (!said.contains("No solution found")) {
      return other();
    }
    Matcher unknown = UNKNOWN.matcher(facts);
    if (unknown.find()) {
      String name = unknown.group(1);
      return project(
          "The package index has no package %s.".formatted(name),
          lines(List.of(name)),
          "Check the spelling. If it is in a private index, add `--extra-index-url URL` or set"
              + " UV_INDEX.");
    }
    if (facts.contains("Python>") || facts.contains("Python<")) {
      return project(
          "The requirements need another Python.",
          lines(mentioned()),
          "Set `python:` in turbine.yaml to a version that all of them accept, or change the"
              + " line.");
    }
    List<Lock.Entry> locked =
        base.byName().values().stream().filter(entry -> mentions(entry.name())).toList();
    if (!locked.isEmpty()) {
      return project(
          "The requirements contradict what Airflow is locked with:\n" + pins(locked),
          lines(mentioned()),
          "These versions are the ones that this Airflow is tested with. Change or remove the line"
              + " so that it accepts them, or give that code an environment of its own"
              + " (@task.virtualenv, @task.external_python).");
    }
    Matcher none = NO_VERSION.matcher(facts);
    if (none.find()) {
      String name = Stream.of(1, 2).map(none::group).filter(g -> g != null).findFirst().orElse("");
      return project(
          "The package index has no such version of %s for this Python and machine."
              .formatted(name),
          lines(List.of(name)),
          "Name a version that exists: https://pypi.org/project/%s/#history".formatted(name));
    }
    return project(
        "The requirements contradict each other.", lines(mentioned()), "Change one of the lines.");
  }

  private TurbineException other() {
    if (said.contains("Couldn't parse requirement") || said.contains("Failed to build")) {
      return project(
          said.contains("Failed to build")
              ? "A package has no wheel for this Python and machine and cannot be built here."
              : "A line is not a requirement that pip or uv understands.",
          lines(mentioned()),
          "Correct the line, or name a version that has a wheel.");
    }
    return UvFailure.of("resolving requirements.txt", said, log);
  }

  private TurbineException project(String problem, String lines, String todo) {
    return new TurbineException(
        Category.PROJECT, "%s%n%sWhy:%n%s%n%s".formatted(problem, lines, facts, todo));
  }

  /** The names of the packages that the lines ask for and the explanation speaks of. */
  private List<String> mentioned() {
    return Stream.concat(requirements.packages().stream(), requirements.constraints().stream())
        .flatMap(line -> Lock.nameOf(line.text()).stream())
        .filter(this::mentions)
        .toList();
  }

  private boolean mentions(String name) {
    String pattern = "(?<![a-z0-9-])%s(?![a-z0-9-])".formatted(Pattern.quote(name));
    return Pattern.compile(pattern).matcher(facts.toLowerCase(Locale.ROOT)).find();
  }

  private String lines(List<String> names) {
    return Stream.concat(requirements.packages().stream(), requirements.constraints().stream())
        .filter(line -> Lock.nameOf(line.text()).filter(names::contains).isPresent())
        .map(Line::toString)
        .distinct()
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String pins(List<Lock.Entry> entries) {
    return entries.stream()
        .map(entry -> "  Turbine locks " + entry.name() + " to " + entry.version().orElse("?"))
        .collect(Collectors.joining("\n"));
  }
}
