package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.AppSpec;
import dev.turbine.core.appspec.FileMapping;
import dev.turbine.core.appspec.RevisionListing;
import dev.turbine.core.appspec.RevisionListing.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A revision that was unpacked.
 *
 * @param folder exists
 */
record RevisionFolder(Path folder) {
  /**
   * Reads its appspec.
   *
   * @throws TurbineException PROJECT when there is none, or with all that is wrong in it
   */
  AppSpec appSpec() throws IOException {
    Path file = folder.resolve(AppSpec.FILE);
    if (!Files.isRegularFile(file)) {
      throw new TurbineException(
          Category.PROJECT,
          Files.exists(folder.resolve("appspec.yaml"))
              ? "The revision has an appspec.yaml; CodeDeploy reads %s only: rename it"
                  .formatted(AppSpec.FILE)
              : "The revision has no %s at its root; add one".formatted(AppSpec.FILE));
    }
    return AppSpec.parse(AppSpec.FILE, Files.readString(file));
  }

  /**
   * Where a path of the revision is.
   *
   * @return nothing if there is no such file, or if links lead out of the revision
   */
  Optional<Path> file(String path) throws IOException {
    Path file = folder.resolve(path);
    return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath())
        ? Optional.of(file)
        : Optional.empty();
  }

  /**
   * Lists what an appspec installs.
   *
   * @throws TurbineException PROJECT with everything that cannot be installed
   */
  RevisionListing listing(AppSpec spec) throws IOException {
    Listing listing = new Listing(folder.toRealPath());
    for (FileMapping mapping : spec.files()) {
      listing.add(folder, mapping.source(), List.of());
    }
    if (!listing.problems.isEmpty()) {
      throw new TurbineException(Category.PROJECT, String.join("\n", listing.problems));
    }
    return new RevisionListing(listing.entries);
  }

  private static final class Listing {
    private final Path root;
    private final SortedMap<String, Kind> entries = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    Listing(Path root) {
      this.root = root;
    }

    /**
     * Adds an entry with all that is in it.
     *
     * @param above the folders on the way to it, with all links followed
     */
    void add(Path folder, String path, List<Path> above) throws IOException {
      Path file = folder.resolve(path);
      if (Files.isDirectory(file)) {
        Path real = file.toRealPath();
        if (!real.startsWith(root)) {
          problems.add("the link '%s' leads out of the revision, to %s".formatted(path, real));
        } else if (above.contains(real)) {
          problems.add("the link '%s' leads to a folder that it is in".formatted(path));
        } else {
          addFolder(folder, path, above, real);
        }
      } else if (Files.isSymbolicLink(file)) {
        entries.put(path, Kind.LINK);
      } else if (Files.isRegularFile(file)) {
        entries.put(path, Kind.FILE);
      } else if (Files.exists(file)) {
        problems.add("'%s' is neither a file nor a folder nor a link".formatted(path));
      }
    }

    private void addFolder(Path folder, String path, List<Path> above, Path real)
        throws IOException {
      if (!path.isEmpty()) {
        entries.put(path, Kind.FOLDER);
      }
      List<Path> way = new ArrayList<>(above);
      way.add(real);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.resolve(path))) {
        for (Path child : children) {
          String name = child.getFileName().toString();
          add(folder, path.isEmpty() ? name : path + "/" + name, way);
        }
      }
    }
  }
}
