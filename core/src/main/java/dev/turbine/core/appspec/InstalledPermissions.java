package dev.turbine.core.appspec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Applies the section {@code permissions} to what a deployment installs. */
final class InstalledPermissions {
  private final Set<String> files;
  private final Set<String> folders;
  private final InstallTarget target;
  private final String user;
  private final List<InstallStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final Set<String> done = new HashSet<>();

  /**
   * Starts with nothing set.
   *
   * @param files that are installed, in their order
   * @param folders that are made, in their order
   * @param user who deploys
   */
  InstalledPermissions(Set<String> files, Set<String> folders, InstallTarget target, String user) {
    this.files = files;
    this.folders = folders;
    this.target = target;
    this.user = user;
  }

  List<InstallStep> steps() {
    return steps;
  }

  List<String> notes() {
    return notes;
  }

  List<String> reasons() {
    return reasons;
  }

  void apply(List<PermissionRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      apply("permissions[%d] (%s)".formatted(i + 1, rules.get(i).object()), rules.get(i));
    }
  }

  private void apply(String place, PermissionRule rule) {
    List<String> objects = objects(place, rule);
    if (objects.isEmpty()) {
      notes.add(place + ": nothing that is installed matches");
      return;
    }
    for (String object : objects) {
      if (!done.add(object)) {
        reasons.add(
            "%s: another entry has set the permissions of %s already; one must not match it"
                .formatted(place, object));
      }
      rule.mode().ifPresent(mode -> steps.add(new InstallStep.ChangeMode(object, mode)));
    }
    List<String> needsRoot = rule.needsRoot(user);
    if (!needsRoot.isEmpty()) {
      notes.add(
          "%s: not set on this machine, where %s deploys: %s"
              .formatted(place, user, String.join("; ", needsRoot)));
    }
  }

  private List<String> objects(String place, PermissionRule rule) {
    if (files.contains(rule.object())) {
      return file(place, rule);
    }
    if (!folders.contains(rule.object()) && target.at(rule.object()) != InstallTarget.Kind.FOLDER) {
      return List.of();
    }
    List<String> objects = new ArrayList<>();
    if (rule.types().contains(ObjectType.FILE)) {
      files.stream().filter(rule::matches).forEach(objects::add);
      if (!objects.isEmpty() && rule.hasDefaultAcl()) {
        reasons.add(place + ": files have no default acls; set type to directory");
      }
    }
    if (rule.types().contains(ObjectType.DIRECTORY)) {
      folders.stream().filter(rule::matches).forEach(objects::add);
    }
    return objects;
  }

  private List<String> file(String place, PermissionRule rule) {
    if (!rule.types().contains(ObjectType.FILE)) {
      return List.of();
    }
    if (rule.pattern().isPresent() || !rule.except().isEmpty()) {
      reasons.add(place + ": pattern and except are for folders, and this is a file");
    }
    if (rule.hasDefaultAcl()) {
      reasons.add(place + ": files have no default acls");
    }
    return List.of(rule.object());
  }
}
