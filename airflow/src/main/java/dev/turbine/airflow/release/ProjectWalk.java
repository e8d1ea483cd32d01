package dev.turbine.airflow.release;

import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.yaml.Problems;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One walk through a project's folder: what goes into a release, and what cannot. */
final class ProjectWalk {
  /** Ends a walk through links that multiply folders, or through data that is no code. */
  private static final int MOST_ENTRIES = 5 * ReleaseContent.MOST_FILES;

  private final Path root;
  private final IgnoreRules rules;
  private final Problems problems;
  private final Map<String, Path> files = new TreeMap<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private int entries;

  /**
   * Begins nothing yet.
   *
   * @param root the project's folder without links in its path
   */
  ProjectWalk(Path root, IgnoreRules rules, Problems problems) {
    this.root = root;
    this.rules = rules;
    this.problems = problems;
  }

  /** The files by their paths in the release; what cannot go in is noted as a problem. */
  Map<String, Path> files() {
    walk("", root, root);
    if (entries > MOST_ENTRIES) {
      problems.add(
          "the release",
          "has more than %,d files and folders to look at. List what is no part of it in %s"
              .formatted(MOST_ENTRIES, IgnoreRules.FILE));
    }
    return files;
  }

  private void walk(String path, Path folder, Path real) {
    open.push(real);
    for (Path child : children(path, folder)) {
      if (++entries > MOST_ENTRIES) {
        break;
      }
      String name = child.getFileName().toString();
      visit(path.isEmpty() ? name : path + "/" + name, child, real.resolve(name));
    }
    open.pop();
  }

  private List<Path> children(String path, Path folder) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (IOException e) {
      unreadable(path.isEmpty() ? folder.toString() : path, e);
    } catch (DirectoryIteratorException e) {
      unreadable(path, new IOException(e.getMessage(), e));
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }

  private void visit(String path, Path file, Path plain) {
    try {
      BasicFileAttributes own =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean isLink = own.isSymbolicLink();
      if (rules.isIgnored(path, isLink ? Files.isDirectory(file) : own.isDirectory())) {
        return;
      }
      Optional<String> problem = ReleaseFile.problemOf(path);
      if (problem.isPresent()) {
        problems.add(path, problem.get());
        return;
      }
      Path real = isLink ? file.toRealPath() : plain;
      if (isLink && !isFine(path, file, real)) {
        return;
      }
      BasicFileAttributes target =
          isLink ? Files.readAttributes(real, BasicFileAttributes.class) : own;
      if (target.isDirectory()) {
        walk(path, file, real);
      } else if (target.isRegularFile()) {
        files.put(path, file);
      } else {
        problems.add(path, "is a pipe, socket or device; remove or ignore it");
      }
    } catch (NoSuchFileException _) {
      if (Files.isSymbolicLink(file)) {
        problems.add(path, "is a link to %s, which does not exist".formatted(target(file)));
      }
      // Else it was deleted since the folder was read, as an editor's temporary files are.
    } catch (IOException e) {
      unreadable(path, e);
    }
  }

  private boolean isFine(String path, Path link, Path real) {
    if (!real.startsWith(root)) {
      problems.add(
          path,
          "is a link to %s, out of the project; copy the content or ignore the link"
              .formatted(target(link)));
      return false;
    }
    if (open.contains(real)) {
      problems.add(
          path,
          "is a link to %s, a folder that it is in; remove or ignore it".formatted(target(link)));
      return false;
    }
    // Also names of folders on the way: what is below .turbine stays secret under another name.
    if (IgnoreRules.isNever(root.relativize(real).toString())) {
      problems.add(
          path,
          "is a link to %s, which may hold secrets and never enters a release; ignore the link"
              .formatted(target(link)));
      return false;
    }
    return true;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "somewhere";
    }
  }

  void unreadable(String path, IOException failure) {
    problems.add(
        path,
        failure instanceof AccessDeniedException
            ? "cannot be read: permission denied. Check with: ls -l " + path
            : "cannot be read: " + failure.getMessage());
  }
}
