package dev.turbine.core.appspec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule of the section {@code permissions} applies to. */
public enum ObjectType {
  /** Files and links. */
  FILE,
  /** Folders that the deployment makes. */
  DIRECTORY;

  /** Its word in appspec.yml. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ObjectType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}
