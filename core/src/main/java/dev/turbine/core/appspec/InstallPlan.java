package dev.turbine.core.appspec;

import dev.turbine.core.appspec.InstallStep.Copy;
import dev.turbine.core.appspec.InstallStep.MakeFolder;
import dev.turbine.core.appspec.RevisionListing.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works out what the event {@code Install} does, after the files of the previous deployment are
 * gone.
 */
public final class InstallPlan {
  private final RevisionListing revision;
  private final InstallTarget target;
  private final FileExistsBehavior whenFileExists;
  private final List<InstallStep> steps = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /** The files that are installed, with where each comes from. */
  private final Map<String, String> files = new LinkedHashMap<>();

  private final Set<String> folders = new LinkedHashSet<>();

  private InstallPlan(
      RevisionListing revision, InstallTarget target, FileExistsBehavior whenFileExists) {
    this.revision = revision;
    this.target = target;
    this.whenFileExists = whenFileExists;
  }

  /**
   * Decides what is installed where.
   *
   * @param spec the revision's appspec
   * @param whenFileExists holds where the appspec does not say
   * @param target the machine, from which the previous deployment's files are gone
   * @param user who deploys
   */
  public static InstallDecision of(
      AppSpec spec,
      FileExistsBehavior whenFileExists,
      RevisionListing revision,
      InstallTarget target,
      String user) {
    InstallPlan plan =
        new InstallPlan(revision, target, spec.fileExistsBehavior().orElse(whenFileExists));
    spec.files().forEach(plan::install);
    InstalledPermissions permissions =
        new InstalledPermissions(plan.files.keySet(), plan.folders, target, user);
    permissions.apply(spec.permissions());
    plan.reasons.addAll(permissions.reasons());
    if (!plan.reasons.isEmpty()) {
      return new InstallDecision.Refuse(plan.reasons);
    }
    plan.steps.addAll(permissions.steps());
    return new InstallDecision.Install(plan.steps, permissions.notes());
  }

  private void install(FileMapping mapping) {
    Optional<Kind> kind = revision.at(mapping.source());
    if (kind.isEmpty()) {
      reasons.add("files: the revision has no '%s'".formatted(mapping.source()));
      return;
    }
    switch (kind.get()) {
      case FOLDER -> {
        makeFoldersAbove(mapping.destination());
        makeFolder(mapping.destination());
        String prefix = mapping.source().isEmpty() ? "" : mapping.source() + "/";
        revision
            .within(mapping.source())
            .forEach((path, what) -> {
              String destination = below(mapping.destination(), path);
              switch (what) {
                case FOLDER -> makeFolder(destination);
                case FILE, LINK -> copy(prefix + path, what, destination);
              }
            });
      }
      case FILE, LINK -> {
        String name = mapping.source().substring(mapping.source().lastIndexOf('/') + 1);
        String destination = below(mapping.destination(), name);
        makeFoldersAbove(destination);
        copy(mapping.source(), kind.get(), destination);
      }
    }
  }

  private static String below(String folder, String path) {
    return folder.equals("/") ? "/" + path : folder + "/" + path;
  }

  private static String above(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private void makeFoldersAbove(String path) {
    Deque<String> missing = new ArrayDeque<>();
    String folder = above(path);
    while (!folder.equals("/") && target.at(folder) == InstallTarget.Kind.NOTHING) {
      missing.addFirst(folder);
      folder = above(folder);
    }
    if (target.at(folder) == InstallTarget.Kind.FILE) {
      reasons.add("files: %s cannot hold %s: it is a file".formatted(folder, path));
    }
    missing.forEach(this::makeFolder);
  }

  private void makeFolder(String folder) {
    if (files.containsKey(folder)) {
      reasons.add(
          "files: the file '%s' and a folder would both land at %s"
              .formatted(files.get(folder), folder));
      return;
    }
    switch (target.at(folder)) {
      case FOLDER -> {}
      case FILE ->
          reasons.add("files: a folder should be at %s, where a file is".formatted(folder));
      case NOTHING -> {
        if (folders.add(folder)) {
          steps.add(new MakeFolder(folder));
        }
      }
    }
  }

  private void copy(String source, Kind kind, String destination) {
    if (source.lines().count() > 1 || destination.lines().count() > 1) {
      reasons.add("files: a line break in the name of '%s'; rename it".formatted(source));
      return;
    }
    InstallTarget.Kind there = target.at(destination);
    if (there != InstallTarget.Kind.NOTHING) {
      switch (whenFileExists) {
        case RETAIN -> {
          return;
        }
        case DISALLOW -> {
          reasons.add(
              ("files: %s exists, and no deployment of this group put it there; remove it, or set"
                      + " file_exists_behavior to OVERWRITE or RETAIN")
                  .formatted(destination));
          return;
        }
        case OVERWRITE -> {
          if (there == InstallTarget.Kind.FOLDER) {
            reasons.add("files: '%s' cannot replace the folder %s".formatted(source, destination));
            return;
          }
          if (kind == Kind.LINK) {
            reasons.add(
                "files: the link '%s' cannot replace %s: CodeDeploy replaces files by files only"
                    .formatted(source, destination));
            return;
          }
        }
      }
    }
    if (folders.contains(destination)) {
      reasons.add(
          "files: the file '%s' and a folder would both land at %s".formatted(source, destination));
      return;
    }
    String other = files.putIfAbsent(destination, source);
    if (other == null) {
      steps.add(new Copy(source, destination));
    } else {
      reasons.add(
          "files: '%s' and '%s' would both land at %s".formatted(other, source, destination));
    }
  }
}
