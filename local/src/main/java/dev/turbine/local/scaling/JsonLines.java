package dev.turbine.local.scaling;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Values in a file, a line of JSON each, oldest first. When it exceeds its limit the older half is
 * forgotten. Written by one process, read by any.
 */
public final class JsonLines<T> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Path file;
  private final Class<T> type;
  private final long limit;

  /**
   * Reads and writes nothing yet.
   *
   * @param limit of the file's size, in bytes
   */
  public JsonLines(Path file, Class<T> type, long limit) {
    this.file = file;
    this.type = type;
    this.limit = limit;
  }

  /** Adds a value. */
  public synchronized void add(T value) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(value) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (Files.size(file) > limit) {
        forgetHalf();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetHalf() throws IOException {
    List<String> lines = Files.readAllLines(file);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines.subList((lines.size() + 1) / 2, lines.size()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** All values. Lines that cannot be read, such as a half-written one, are passed over. */
  public List<T> all() {
    List<T> values = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          values.add(JSON.readValue(line, type));
        } catch (JacksonException damaged) {
          continue;
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
