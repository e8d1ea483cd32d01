package dev.turbine.local.codedeploy;

import dev.turbine.local.file.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The event {@code DownloadBundle}: keeps the revisions of a group's deployments. */
record RevisionStore(DeploymentFolders folders, String groupId) {
  /** How many deployments the agent keeps, the new one among them, unless it is configured. */
  private static final int KEPT = 5;

  private record Aged(Path deployment, FileTime changed) {}

  /** Unpacks a revision; whoever looks finds all of it or nothing. */
  void add(String deploymentId, Bundle bundle) throws IOException, InterruptedException {
    Path deployment = Files.createDirectories(folders.deployment(groupId, deploymentId));
    Optional<Path> oldest = removeOldest(deployment);
    Path fresh = deployment.resolve("unpacking");
    FileTree.delete(fresh);
    Files.createDirectory(fresh);
    bundle.unpack(fresh, oldest.map(DeploymentFolders::archive));
    Path archive = folders.archive(groupId, deploymentId);
    FileTree.delete(archive);
    Files.move(onlyFolder(fresh).orElse(fresh), archive, StandardCopyOption.ATOMIC_MOVE);
    FileTree.delete(fresh);
  }

  /** Where one of those is now that were removed. */
  private Optional<Path> removeOldest(Path fresh) throws IOException {
    Optional<String> installed = folders.lastInstalled(groupId);
    List<Aged> others = new ArrayList<>();
    try (DirectoryStream<Path> deployments = Files.newDirectoryStream(folders.group(groupId))) {
      for (Path deployment : deployments) {
        if (!deployment.equals(fresh)) {
          others.add(new Aged(deployment, Files.getLastModifiedTime(deployment)));
        }
      }
    }
    int extra = others.size() - (KEPT - 1);
    others.removeIf(
        aged -> installed.equals(Optional.of(aged.deployment().getFileName().toString())));
    others.sort(Comparator.comparing(Aged::changed));
    Optional<Path> removed = Optional.empty();
    for (Aged old : others.subList(0, Math.clamp(extra, 0, others.size()))) {
      removed = folders.wastebasket(groupId).take(old.deployment());
    }
    return removed;
  }

  /** The folder that is all there is at the root of a revision and has the appspec in it. */
  private static Optional<Path> onlyFolder(Path revision) throws IOException {
    List<Path> all = children(revision);
    if (all.size() != 1 || !Files.isDirectory(all.getFirst())) {
      return Optional.empty();
    }
    return children(all.getFirst()).stream()
            .map(child -> child.getFileName().toString().toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.contains("appspec"))
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    }
    return children;
  }
}
