package dev.turbine.airflow.environment;

import dev.turbine.airflow.environment.Requirements.Line;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one requirements.txt, following {@code -r} and {@code -c}, and collects all problems. */
final class RequirementsReader {
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(whl|zip|tar\\.\\w+|tgz)");
  private static final Set<String> SOURCES =
      Set.of("--index-url", "--extra-index-url", "--no-index", "--no-binary", "--only-binary");

  private final List<Line> packages = new ArrayList<>();
  private final List<Line> constraints = new ArrayList<>();
  private final List<Line> options = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  Requirements read(Path file) {
    if (Files.notExists(file)) {
      return Requirements.none();
    }
    Path root = file.toAbsolutePath().normalize();
    read(root, root, packages);
    if (!problems.isEmpty()) {
      throw new TurbineException(
          Category.PROJECT,
          "%s has lines that Turbine cannot use:%n  %s"
              .formatted(file, String.join("\n  ", problems)));
    }
    return new Requirements(packages, constraints, options);
  }

  private void read(Path root, Path file, List<Line> target) {
    if (!seen.add(file)) {
      return;
    }
    Path shown = root.resolveSibling(".").normalize().relativize(file);
    String content;
    try {
      content = Files.readString(file);
    } catch (CharacterCodingException e) {
      problems.add(shown + " is not UTF-8 text: save it as UTF-8.");
      return;
    } catch (IOException e) {
      problems.add("%s cannot be read: %s".formatted(shown, e.getMessage()));
      return;
    }
    for (Line line : lines(shown.toString(), content)) {
      take(line, root, file, target);
    }
  }

  /** Joins continued lines, drops comments, blank lines and the mark of Windows editors. */
  static List<Line> lines(String file, String content) {
    List<Line> result = new ArrayList<>();
    List<String> lines = content.replaceFirst("^\uFEFF", "").lines().toList();
    StringBuilder joined = new StringBuilder();
    int start = 1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean continued = line.endsWith("\\") && i + 1 < lines.size();
      joined.append(continued ? line.substring(0, line.length() - 1) : line);
      if (!continued) {
        String text = COMMENT.matcher(joined).replaceFirst("").strip();
        if (!text.isEmpty()) {
          result.add(new Line(file, start, text));
        }
        joined.setLength(0);
        start = i + 2;
      }
    }
    return result;
  }

  private void take(Line line, Path root, Path file, List<Line> target) {
    if (!line.text().startsWith("-")) {
      takePackage(line, target);
      return;
    }
    String[] parts = line.text().split("\\s+|=", 2);
    String value = parts.length == 2 ? parts[1].strip() : "";
    switch (parts[0]) {
      case "-r", "--requirement" -> include(line, root, file, value, target);
      case "-c", "--constraint" -> include(line, root, file, value, constraints);
      case "-i" -> options.add(replaced(line, "--index-url " + value));
      case "-f", "--find-links" ->
          options.add(replaced(line, "--find-links " + located(file, value)));
      case "-e", "--editable" -> refuse(line, local());
      // Every package of an environment is hashed anyway.
      case "--require-hashes" -> {}
      case "--trusted-host" -> refuse(line, "set UV_INSECURE_HOST or pip's trusted-host instead.");
      case "--pre" -> refuse(line, "name the pre-release instead (package==2.0rc1).");
      default -> {
        if (SOURCES.contains(parts[0])) {
          options.add(line);
        } else {
          refuse(line, "this option is not supported: remove it.");
        }
      }
    }
  }

  private void takePackage(Line line, List<Line> target) {
    String text = line.text();
    boolean url = text.contains("://");
    boolean path = text.startsWith(".") || text.startsWith("/") || text.startsWith("file:");
    boolean archive = ARCHIVE.matcher(text.split("[\\s;#]", 2)[0]).matches();
    if (path || text.contains("@ file:") || text.contains("@ .") || (archive && !url)) {
      refuse(line, local());
    } else {
      target.add(line);
    }
  }

  private void include(Line line, Path root, Path file, String value, List<Line> target) {
    if (value.contains("://")) {
      String reason =
          value.contains("/apache/airflow/constraints-")
              ? "Turbine applies Airflow's constraints itself: remove the line."
              : "its content may change under a release: keep a copy of the file in the project.";
      refuse(line, reason);
      return;
    }
    Path included = file.resolveSibling(value).normalize();
    if (Files.isRegularFile(included)) {
      read(root, included, target);
    } else {
      refuse(line, "there is no such file: " + included);
    }
  }

  private static String located(Path file, String value) {
    return value.contains(":") || value.contains("$")
        ? value
        : file.resolveSibling(value).normalize().toString();
  }

  private static Line replaced(Line line, String text) {
    return new Line(line.file(), line.number(), text);
  }

  private static String local() {
    return "a local package may change under a release: put its code in plugins/ or include/, or"
        + " build a wheel, add the line `--find-links FOLDER` and name package and version.";
  }

  private void refuse(Line line, String reason) {
    problems.add("%s%n    %s".formatted(line, reason));
  }
}
