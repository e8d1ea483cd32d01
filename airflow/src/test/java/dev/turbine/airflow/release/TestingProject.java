package dev.turbine.airflow.release;

import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.TestingReleases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/** A project to release, in a folder of its own. */
record TestingProject(Path root) {
  static TestingProject nested(Path root) throws IOException {
    TestingProject project = new TestingProject(root);
    project.write("airflow/dags/a.py", "a = 1\n");
    return project;
  }

  Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path script(String path, String text) throws IOException {
    return Files.setPosixFilePermissions(
        write(path, text), PosixFilePermissions.fromString("rwxr--r--"));
  }

  void link(String path, String target) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  Revision read() {
    return new ProjectRevision(root).read();
  }

  List<String> paths() {
    return paths(read().content());
  }

  static List<String> paths(ReleaseContent content) {
    return content.files().stream().map(ReleaseFile::path).toList();
  }

  static Manifest manifest(ReleaseContent content) {
    return TestingReleases.manifest(content, Instant.parse("2026-11-22T12:00:00Z"));
  }
}
