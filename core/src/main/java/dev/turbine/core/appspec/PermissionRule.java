package dev.turbine.core.appspec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of the section {@code permissions}.
 *
 * @param object an absolute path in its simplest form: a file that the deployment installs, or a
 *     folder in which it does
 * @param pattern what of a folder's direct contents it applies to; empty stands for all within the
 *     folder at any depth
 * @param except what of a folder's direct contents it does not apply to
 * @param types what it applies to
 * @param owner a user's name
 * @param group a group's name
 * @param mode permission bits
 * @param acls entries of the access control list, checked and as written
 * @param context the SELinux context
 */
public record PermissionRule(
    String object,
    Optional<SimpleGlob> pattern,
    List<SimpleGlob> except,
    Set<ObjectType> types,
    Optional<String> owner,
    Optional<String> group,
    Optional<FileMode> mode,
    Optional<List<AclEntry>> acls,
    Optional<SelinuxContext> context) {
  /** Copies its lists and refuses an object that is not in its simplest form. */
  public PermissionRule {
    except = List.copyOf(except);
    types = Set.copyOf(types);
    acls = acls.map(List::copyOf);
    if (!FileMapping.absolute(object).equals(Optional.of(object))) {
      throw new IllegalArgumentException("no simple absolute path: " + object);
    }
  }

  /** Whether it applies to a path within its object. The object itself is not within itself. */
  boolean matches(String path) {
    String folder = object.endsWith("/") ? object : object + "/";
    if (!path.startsWith(folder)) {
      return false;
    }
    String name = path.substring(folder.length());
    return !name.isEmpty()
        && pattern.map(glob -> glob.matches(name)).orElse(true)
        && except.stream().noneMatch(glob -> glob.matches(name));
  }

  /** Whether an entry of its access control list is a default, which only folders can have. */
  boolean hasDefaultAcl() {
    return acls.stream().flatMap(List::stream).anyMatch(AclEntry::isDefault);
  }

  /**
   * What of it a deployment by an ordinary user cannot do, in words such as {@code owner adm}.
   *
   * @param user who deploys: files are this user's anyway
   */
  List<String> needsRoot(String user) {
    List<String> needs = new ArrayList<>();
    owner.filter(name -> !name.equals(user)).ifPresent(name -> needs.add("owner " + name));
    group.ifPresent(name -> needs.add("group " + name));
    acls.ifPresent(entries ->
        needs.add("acls " + String.join(",", entries.stream().map(AclEntry::toString).toList())));
    context.ifPresent(label -> needs.add("context " + label.type()));
    return needs;
  }
}
