package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where deployments keep revisions and records, laid out as the agent's {@code deployment-root}.
 *
 * @param root an absolute path
 */
record DeploymentFolders(Path root) {
  static final String INSTRUCTIONS = "deployment-instructions";

  /** The records of all groups. */
  Path instructions() {
    return root.resolve(INSTRUCTIONS);
  }

  /** The deployments of a group. */
  Path group(String groupId) {
    return root.resolve(groupId);
  }

  Path deployment(String groupId, String deploymentId) {
    return group(groupId).resolve(deploymentId);
  }

  /** The revision of a deployment. */
  Path archive(String groupId, String deploymentId) {
    return archive(deployment(groupId, deploymentId));
  }

  /** The revision of the deployment that has this folder. */
  static Path archive(Path deployment) {
    return deployment.resolve("deployment-archive");
  }

  /** What the group's last installation has put on the machine. */
  Path cleanup(String groupId) {
    return instructions().resolve(groupId + "-cleanup");
  }

  Path lock(String groupId) {
    return instructions().resolve(groupId + ".lock");
  }

  /** Takes what a deployment of the group removes. */
  Wastebasket wastebasket(String groupId) {
    return new Wastebasket(instructions().resolve(groupId + "-removed"));
  }

  /** Holds records of scripts that run. */
  Path scripts() {
    return instructions().resolve("scripts");
  }

  /** The deployment whose files were installed last. */
  Optional<String> lastInstalled(String groupId) throws IOException {
    try {
      return Optional.of(Files.readString(lastInstalledFile(groupId)));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    }
  }

  void recordInstalled(String groupId, String deploymentId) throws IOException {
    Path file = lastInstalledFile(groupId);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, deploymentId);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path lastInstalledFile(String groupId) {
    return instructions().resolve(groupId + "_last_successful_install");
  }
}
