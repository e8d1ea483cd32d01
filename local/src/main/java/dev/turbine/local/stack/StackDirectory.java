package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.configuration.TurbineConfiguration;
import dev.turbine.local.file.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The folder {@code .turbine} of a project: all that its local stack keeps.
 *
 * @param root the folder itself, absolute
 */
public record StackDirectory(Path root) {
  /** The user that Airflow knows. */
  public static final String USER = "admin";

  private static final String NAME = ".turbine";

  /** The stack directory of a project; it need not exist. */
  public static StackDirectory of(Path project) {
    return new StackDirectory(project.toAbsolutePath().normalize().resolve(NAME));
  }

  /**
   * Makes the folder and those below it that do not exist, readable by their owner only, and
   * ignored by git.
   *
   * @throws TurbineException if the project's folder cannot be written
   */
  public void create() {
    requireFolder();
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectory(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      for (Path folder :
          new Path[] {
            home(),
            taskLogs(),
            logs(),
            run(),
            releases(),
            deployed(),
            bin(),
            shared(),
            python(),
            scratch()
          }) {
        Files.createDirectories(folder);
      }
      Path ignore = root.resolve(".gitignore");
      if (!Files.exists(ignore)) {
        Files.writeString(ignore, "*\n");
      }
      writeSchema();
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE,
          "Cannot write the stack's folder " + root + ": " + e.getMessage() + ".",
          e);
    }
  }

  private void requireFolder() {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new TurbineException(
          Category.MACHINE,
          "%s is a file; the stack keeps its state in a folder of this name. Move the file away."
              .formatted(root));
    }
  }

  /** For editors: the first line of a project's turbine.yaml names the file. */
  private void writeSchema() throws IOException {
    try (InputStream schema =
        TurbineConfiguration.class.getResourceAsStream("turbine.schema.json")) {
      Files.copy(
          Objects.requireNonNull(schema),
          root.resolve("turbine.schema.json"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Whether a stack was ever made here. */
  public boolean exists() {
    return Files.isDirectory(root);
  }

  /** Airflow's own folder. */
  public Path home() {
    return root.resolve("airflow");
  }

  /** The logs of tasks, until they are in the object store. */
  public Path taskLogs() {
    return home().resolve("logs");
  }

  /** The logs of services, a file each. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** The log of a service. */
  public Path log(String service) {
    return logs().resolve(service + ".log");
  }

  /** The log of the daemon. */
  public Path daemonLog() {
    return log("daemon");
  }

  /** What runs: a record for each service, and the signs of its readiness. */
  public Path run() {
    return root.resolve("run");
  }

  /** The file that a service makes when it is ready. */
  public Path readyFile(String service) {
    return run().resolve(service + ".ready");
  }

  /** The file in which a worker tells about itself. */
  public Path stateFile(String worker) {
    return run().resolve(worker + ".state");
  }

  /** What was decided about workers and why. */
  public Path scalingEvents() {
    return root.resolve("scaling.jsonl");
  }

  /** The load of the last hours. */
  public Path loadSamples() {
    return root.resolve("load.jsonl");
  }

  /** The project's releases. */
  public Path releases() {
    return root.resolve("releases");
  }

  /** Stands for the root of a machine's file system, where deployments put their files. */
  public Path deployed() {
    return root.resolve("deployed");
  }

  /** What deployments keep: revisions, and lists of what they installed. */
  public Path codeDeploy() {
    return root.resolve("codedeploy");
  }

  /** How a process of the stack reaches the daemon: address and token. */
  public Path agent() {
    return run().resolve("agent.json");
  }

  /** The programs that hooks of deployments find. */
  public Path bin() {
    return root.resolve("bin");
  }

  /** The folder that all tasks share. */
  public Path shared() {
    return root.resolve("shared");
  }

  /** The Python that Turbine brings along. */
  public Path python() {
    return root.resolve("python");
  }

  /** Airflow's folder for tests and for importing DAGs, which leave the stack's alone. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /** SimpleAuthManager's users and passwords. */
  public Path passwords() {
    return root.resolve("passwords.json");
  }

  /** Writes the password of the one user that Airflow's login takes. */
  public void writePassword(String password) {
    try {
      PrivateFile.write(passwords(), "{\"%s\": \"%s\"}\n".formatted(USER, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Held by the daemon for as long as it lives. */
  public Path daemonLock() {
    return root.resolve("daemon.lock");
  }

  /** The data of PostgreSQL. */
  public Path database() {
    return root.resolve("postgres");
  }

  /** The data of the SQS server. */
  public Path queues() {
    return root.resolve("queues");
  }

  /** The data of the S3 server: a folder for each bucket. */
  public Path objects() {
    return root.resolve("objects");
  }
}
