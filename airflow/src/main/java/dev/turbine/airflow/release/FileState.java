package dev.turbine.airflow.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * What tells one content of a file from a later one without reading it.
 *
 * @param key of the file in its file system
 * @param mode type and permissions as in {@code stat}
 * @param size in bytes
 * @param modified when its content changed, as its writer says
 * @param changed when anything about it changed, as the kernel says: a writer cannot set it back
 */
record FileState(Object key, int mode, long size, FileTime modified, FileTime changed) {
  private static final int OWNER_MAY_RUN = 0100;

  /** The state of a file, of a link's target for a link. */
  static FileState of(Path file) throws IOException {
    Map<String, Object> values =
        Files.readAttributes(file, "unix:fileKey,mode,size,lastModifiedTime,ctime");
    return new FileState(
        value(values, "fileKey"),
        (Integer) value(values, "mode"),
        (Long) value(values, "size"),
        (FileTime) value(values, "lastModifiedTime"),
        (FileTime) value(values, "ctime"));
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  boolean isExecutable() {
    return (mode & OWNER_MAY_RUN) != 0;
  }

  /** Whether it has been as it is since before a time. */
  boolean isOlderThan(FileTime time) {
    return modified.compareTo(time) < 0 && changed.compareTo(time) < 0;
  }
}
