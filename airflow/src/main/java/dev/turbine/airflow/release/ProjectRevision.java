package dev.turbine.airflow.release;

import dev.turbine.core.project.Project;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.Sha256;
import dev.turbine.core.yaml.Problems;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads what of a project goes into a release: all files but those that {@code .turbineignore}, in
 * the syntax of .gitignore, or the built-in rules leave out. A project without appspec.yml gets the
 * default one and the script that it calls.
 *
 * <p>Keeps the hashes of files in memory, so that a further reading takes milliseconds. For one
 * thread at a time.
 */
public final class ProjectRevision {
  private final Path root;
  private final FileHashes hashes = new FileHashes();

  /**
   * Reads nothing yet.
   *
   * @param root the project's folder
   */
  public ProjectRevision(Path root) {
    this.root = root;
  }

  /**
   * The project as it is now.
   *
   * @throws dev.turbine.core.TurbineException if it is no project, or with all that cannot go into
   *     a release: links that lead out of the project, pipes and devices, names that differ only in
   *     case, files that cannot be read, too much of all
   */
  public Revision read() {
    Problems problems = new Problems();
    Path real = realRoot(problems);
    Project project = Project.at(real, Files::isDirectory);
    IgnoreRules rules = IgnoreRules.of(ignoreFile(real, problems), problems);
    ProjectWalk walk = new ProjectWalk(real, rules, problems);
    Map<String, Path> found = walk.files();
    Map<String, Revision.Source> sources = new HashMap<>();
    List<ReleaseFile> files = new ArrayList<>();
    // What is too much is not read through.
    if (found.size() <= ReleaseContent.MOST_FILES) {
      read(found, walk, files, sources);
    } else {
      found.keySet().forEach(path -> files.add(new ReleaseFile(path, false, 0, Sha256.OF_NOTHING)));
    }
    if (found.containsKey(RevisionArchive.MANIFEST)) {
      problems.add(RevisionArchive.MANIFEST, "is a name that Turbine needs; rename or ignore it");
    }
    if (!found.containsKey(DefaultAppSpec.FILE)) {
      addAppSpec(project, files, sources, problems);
    }
    ReleaseContent.check(files, problems);
    problems.throwIfAny(root.toString());
    return new Revision(new ReleaseContent(files), sources);
  }

  private Path realRoot(Problems problems) {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      problems.add(root.toString(), "cannot be read: " + e.getMessage());
      problems.throwIfAny();
      throw new IllegalStateException(e);
    }
  }

  private void read(
      Map<String, Path> found,
      ProjectWalk walk,
      List<ReleaseFile> files,
      Map<String, Revision.Source> sources) {
    hashes.keep(new HashSet<>(found.values()));
    found.forEach((path, file) -> {
      try {
        files.add(hashes.read(path, file));
        sources.put(path, new Revision.OnDisk(file));
      } catch (NoSuchFileException _) {
        // Deleted since the folder was read.
      } catch (IOException e) {
        walk.unreadable(path, e);
      }
    });
  }

  private static void addAppSpec(
      Project project,
      List<ReleaseFile> files,
      Map<String, Revision.Source> sources,
      Problems problems) {
    if (files.stream().anyMatch(file -> file.path().equals(DefaultAppSpec.SCRIPT))) {
      problems.add(
          DefaultAppSpec.SCRIPT,
          "is the script that the default appspec.yml calls; rename it, or add an appspec.yml");
      return;
    }
    Path folder = project.root().relativize(project.airflowFolder());
    String text = DefaultAppSpec.of(files, folder.toString()).orElse(null);
    if (text == null) {
      problems.add(project.dags().toString(), "has nothing to release; add a DAG");
      return;
    }
    add(DefaultAppSpec.FILE, text, false, files, sources);
    add(DefaultAppSpec.SCRIPT, DefaultAppSpec.SCRIPT_TEXT, true, files, sources);
  }

  private static void add(
      String path,
      String text,
      boolean executable,
      List<ReleaseFile> files,
      Map<String, Revision.Source> sources) {
    Revision.Added source = new Revision.Added(text);
    byte[] bytes = source.bytes();
    files.add(new ReleaseFile(path, executable, bytes.length, Sha256.of(bytes)));
    sources.put(path, source);
  }

  private static String ignoreFile(Path root, Problems problems) {
    Path file = root.resolve(IgnoreRules.FILE);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    } catch (CharacterCodingException _) {
      problems.add(IgnoreRules.FILE, "is not UTF-8 text; save the file as UTF-8");
    } catch (IOException e) {
      problems.add(IgnoreRules.FILE, "cannot be read: " + e.getMessage());
    }
    return "";
  }
}
