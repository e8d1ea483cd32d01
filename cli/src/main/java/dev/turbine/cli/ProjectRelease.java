package dev.turbine.cli;

import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.release.ProjectRevision;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.SnapshotContent;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ImportGraph;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseDiff;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.deployment.ReleaseRecords;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.store.ObjectAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A project as the release that it would be now.
 *
 * @param directory of its stack, which was started before
 * @param nested whether the project keeps its DAGs in {@code airflow/dags} and not in {@code dags}
 * @param requirements its requirements.txt; need not exist
 */
record ProjectRelease(
    StackDirectory directory, boolean nested, Path requirements, Revision revision) {
  private static final String AIRFLOW = "airflow";

  /**
   * Reads the project's files.
   *
   * @throws TurbineException with all that cannot go into a release
   */
  static ProjectRelease of(LocalProject project) {
    return of(project, new ProjectRevision(project.layout().root()));
  }

  /**
   * Reads the project's files; those that were read before only if they changed since.
   *
   * @throws TurbineException with all that cannot go into a release
   */
  static ProjectRelease of(LocalProject project, ProjectRevision files) {
    return new ProjectRelease(
        project.directory(),
        !project.layout().airflowFolder().equals(project.layout().root()),
        project.layout().requirements(),
        files.read());
  }

  ReleaseId id() {
    return revision.content().id();
  }

  /** The folder of the DAGs, from the project's. */
  String dagFolder() {
    return nested ? AIRFLOW + "/dags" : "dags";
  }

  /** All files below the folder of the DAGs, from there. */
  Set<String> dagFiles() {
    return revision.content().below(dagFolder()).files().stream()
        .map(ReleaseFile::path)
        .collect(Collectors.toSet());
  }

  /** The release that is active in the stack. */
  Optional<ReleaseId> active() {
    return new ReleaseRecords(directory.releases())
        .active()
        .map(ActiveRelease::release)
        .map(ReleaseId::new);
  }

  /** The Python environment of the active release. */
  Optional<Path> activeEnvironment() {
    return active()
        .map(id -> releases().folder(id).resolve("environment"))
        .filter(Files::isDirectory);
  }

  /** How the files differ from those of the active release. */
  ReleaseDiff diff() {
    ReleaseContent before =
        active().flatMap(releases()::manifest).map(Manifest::content).orElse(ReleaseContent.EMPTY);
    return ReleaseDiff.between(before, revision.content());
  }

  /** What the stack would have to do. */
  ReleaseEffects effects(String lock) {
    Optional<ReleaseId> active = active().filter(releases()::exists);
    ReleaseContent before =
        active.map(id -> SnapshotContent.read(releases().airflow(id))).orElse(ReleaseContent.EMPTY);
    boolean lockChanged =
        active
            .flatMap(releases()::manifest)
            .filter(manifest -> !manifest.lockHash().equals(lock))
            .isPresent();
    ReleaseContent content = nested ? revision.content().below(AIRFLOW) : revision.content();
    Set<String> included = new HashSet<>(Requirements.read(requirements).files());
    active
        .map(id -> releases().airflow(id).resolve(ReleaseEffects.REQUIREMENTS))
        .ifPresent(file -> included.addAll(Requirements.read(file).files()));
    return ReleaseEffects.of(
        before, content, ImportGraph.of(pythonSources(content)), included, lockChanged);
  }

  private Map<String, String> pythonSources(ReleaseContent content) {
    Map<String, String> sources = new HashMap<>();
    for (ReleaseFile file : content.files()) {
      if (file.path().endsWith(".py")) {
        String path = nested ? AIRFLOW + "/" + file.path() : file.path();
        try (InputStream stream = Objects.requireNonNull(revision.sources().get(path)).open()) {
          sources.put(file.path(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new TurbineException(
              Category.PROJECT, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
      }
    }
    return sources;
  }

  /** A client of the stack's S3 server; the caller closes it. */
  S3Client objects() {
    Secrets secrets = Secrets.of(directory.root());
    int port = Objects.requireNonNull(Ports.remembered(directory.root()).get(Port.OBJECTS));
    return new ObjectAccess(port, secrets.objectsAccessKey(), secrets.objectsSecretKey()).client();
  }

  private ReleaseFolder releases() {
    return ReleaseFolder.open(directory.releases());
  }
}
