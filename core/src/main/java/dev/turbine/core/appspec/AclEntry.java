package dev.turbine.core.appspec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an access control list as {@code setfacl(1)} takes it.
 *
 * @param isDefault whether it is for what will be made in a folder
 * @param kind {@code user}, {@code group}, {@code mask} or {@code other}
 * @param name of the user or group; empty for a mask, for others, and for a default of the owner's
 * @param permissions such as {@code r-x}
 */
public record AclEntry(boolean isDefault, String kind, String name, String permissions) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<default>d:|default:)?"
              + "(?:(?<kind>u|user|g|group|m|mask|o|other):)?"
              + "(?<name>[^:]*):(?<permissions>[0-7]|[-rwx]*)");

  /** An entry in the form that the agent takes; empty for anything else. */
  static Optional<AclEntry> of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String kind = kind(matcher.group("kind"));
    String name = matcher.group("name");
    if (matcher.group("kind") == null && name.matches("m|mask|o|other")) {
      kind = kind(name);
      name = "";
    }
    boolean named = kind.equals("user") || kind.equals("group");
    boolean isDefault = matcher.group("default") != null;
    if (!named && !name.isEmpty()) {
      return Optional.empty();
    }
    // The owner's, the group's and the others' bits are set with mode.
    if (name.isEmpty() && !isDefault && !kind.equals("mask")) {
      return Optional.empty();
    }
    return Optional.of(
        new AclEntry(isDefault, kind, name, permissions(matcher.group("permissions"))));
  }

  private static String kind(@Nullable String letter) {
    return switch (letter) {
      case null -> "user";
      case "g", "group" -> "group";
      case "m", "mask" -> "mask";
      case "o", "other" -> "other";
      case String _ -> "user";
    };
  }

  private static String permissions(String text) {
    boolean digit = text.matches("[0-7]");
    int bits = digit ? Integer.parseInt(text, 8) : 0;
    return ((bits & 4) != 0 || text.contains("r") ? "r" : "-")
        + ((bits & 2) != 0 || text.contains("w") ? "w" : "-")
        + ((bits & 1) != 0 || text.contains("x") ? "x" : "-");
  }

  /** As {@code setfacl(1)} takes it. */
  @Override
  public String toString() {
    return (isDefault ? "default:" : "") + kind + ":" + name + ":" + permissions;
  }
}
