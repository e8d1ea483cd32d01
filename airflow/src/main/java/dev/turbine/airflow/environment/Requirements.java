package dev.turbine.airflow.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a project adds to Airflow: the content of its requirements.txt and of the files it includes,
 * as values, so that nothing that happens to the files later matters.
 *
 * @param packages the lines that ask for a package
 * @param constraints the lines that only restrict a version
 * @param options the lines that say where packages come from, such as {@code --index-url …}
 */
public record Requirements(List<Line> packages, List<Line> constraints, List<Line> options) {
  private static final Pattern HASHED = Pattern.compile("[A-Za-z0-9][^:]* --hash=.*");

  /** Copies the lists. */
  public Requirements {
    packages = List.copyOf(packages);
    constraints = List.copyOf(constraints);
    options = List.copyOf(options);
  }

  /**
   * One line without its comment, with continued lines joined.
   *
   * @param file the file's name as a person knows it, such as {@code requirements.txt}
   * @param number the line's number, from 1
   * @param text the line, with relative paths made absolute
   */
  public record Line(String file, int number, String text) {
    @Override
    public String toString() {
      return "%s line %d: %s".formatted(file, number, text);
    }
  }

  /** No requirements: Airflow and its providers only. */
  public static Requirements none() {
    return new Requirements(List.of(), List.of(), List.of());
  }

  /**
   * Reads a file and what it includes. One that does not exist is as good as an empty one.
   *
   * @param file the requirements.txt
   * @throws dev.turbine.core.TurbineException PROJECT with all lines that Turbine refuses
   */
  public static Requirements read(Path file) {
    return new RequirementsReader().read(file);
  }

  /** The names of the files that it comes from, relative to the first one's folder. */
  public Set<String> files() {
    return Stream.of(packages, constraints, options)
        .flatMap(List::stream)
        .map(Line::file)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it asks for no package and no index, so that the committed lock is all there is. */
  public boolean isEmpty() {
    return packages.isEmpty() && options.isEmpty();
  }

  /** The packages and options, as a requirements file. */
  String packagesText() {
    return text(Stream.concat(options.stream(), packages.stream()));
  }

  /** The packages that carry hashes of their own. */
  String packagesHashed() {
    return text(packages.stream().filter(line -> HASHED.matcher(line.text()).matches()));
  }

  /** The constraints, as a constraints file. */
  String constraintsText() {
    return text(constraints.stream());
  }

  /** The options, as the head of a requirements file. */
  String optionsText() {
    return text(options.stream());
  }

  private static String text(Stream<Line> lines) {
    return lines.map(Line::text).collect(Collectors.joining("\n", "", "\n"));
  }
}
