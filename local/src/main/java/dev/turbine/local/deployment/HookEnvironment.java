package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hooks of appspec.yml find on this machine, beside CodeDeploy's own variables: the
 * program {@code turbine-agent}, Python, and what the daemon itself was started with.
 *
 * @param bin where the program is put; exists
 * @param modules the folder of the Python package {@code turbine_airflow}
 * @param agent the file with the daemon's address and token
 * @param shell the variables that the daemon was started with
 */
public record HookEnvironment(Path bin, Path modules, Path agent, Map<String, String> shell) {
  private static final String PROGRAM = "turbine-agent";

  /** What the AWS agent's hooks have too; nothing of the person's shell that could differ there. */
  private static final List<String> INHERITED =
      List.of("HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER");

  /**
   * Puts the program in place.
   *
   * @param python whose interpreter it runs with, and whose programs lead {@code PATH}
   */
  Map<String, String> prepare(Environment python) {
    try {
      Path fresh = bin.resolve(PROGRAM + ".fresh");
      Files.writeString(
          fresh,
          "#!/bin/sh\nPYTHONPATH=%s exec %s -m turbine_airflow.agent \"$@\"\n"
              .formatted(quoted(modules), quoted(python.python())));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
      Files.move(fresh, bin.resolve(PROGRAM), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> variables = new TreeMap<>();
    INHERITED.stream()
        .filter(shell::containsKey)
        .forEach(name -> variables.put(name, shell.get(name)));
    variables.put("TURBINE_AGENT", agent.toString());
    variables.put(
        "PATH",
        String.join(
            File.pathSeparator,
            bin.toString(),
            python.root().resolve("bin").toString(),
            shell.getOrDefault("PATH", "/usr/bin:/bin")));
    return variables;
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** Shows no variables. */
  @Override
  public String toString() {
    return "HookEnvironment[" + bin + "]";
  }
}
