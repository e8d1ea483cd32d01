package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.AppSpec;
import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.InstallDecision;
import dev.turbine.core.appspec.InstallPlan;
import dev.turbine.core.appspec.InstallStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The event {@code Install}: files of the last installation go, those of a revision come.
 *
 * @param user who deploys
 */
record Installer(TargetRoot root, CleanupFile cleanup, String user) {
  /**
   * Installs a revision.
   *
   * @return what of the appspec has no effect on this machine, in lines for a person
   * @throws TurbineException PROJECT with all reasons why it cannot be installed; the files of the
   *     last installation are gone then, as with the agent
   * @throws InterruptedException between two files, when the caller is interrupted
   */
  List<String> install(AppSpec spec, RevisionFolder revision, FileExistsBehavior whenFileExists)
      throws IOException, InterruptedException {
    Map<String, Path> removed = cleanup.undo();
    return switch (InstallPlan.of(spec, whenFileExists, revision.listing(spec), root, user)) {
      case InstallDecision.Refuse(List<String> reasons) ->
          throw new TurbineException(Category.PROJECT, String.join("\n", reasons));
      case InstallDecision.Install(List<InstallStep> steps, List<String> notes) -> {
        execute(steps, revision, removed);
        yield notes;
      }
    };
  }

  private void execute(List<InstallStep> steps, RevisionFolder revision, Map<String, Path> removed)
      throws IOException, InterruptedException {
    try (CleanupFile.Journal journal = cleanup.begin()) {
      for (InstallStep step : steps) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while installing");
        }
        switch (step) {
          case InstallStep.MakeFolder(String folder) -> {
            Path made = root.resolveWithin(folder);
            journal.add(folder);
            Files.createDirectory(made);
          }
          case InstallStep.Copy(String source, String destination) -> {
            Path copy = root.resolveWithin(destination);
            journal.add(destination);
            Path original = revision.folder().resolve(source);
            Path last = removed.get(destination);
            if (last == null || !Wastebasket.putBack(last, original, 0, copy)) {
              Files.copy(
                  original,
                  copy,
                  StandardCopyOption.REPLACE_EXISTING,
                  StandardCopyOption.COPY_ATTRIBUTES,
                  LinkOption.NOFOLLOW_LINKS);
            }
          }
          case InstallStep.ChangeMode change ->
              // PosixFilePermissions has no setuid, setgid and sticky bits.
              Files.setAttribute(
                  root.resolveFollowing(change.object()), "unix:mode", change.mode().bits());
        }
      }
    }
  }
}
