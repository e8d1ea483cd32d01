package dev.turbine.local.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a stack writes down about its releases, in files that are replaced as a whole: which one is
 * active, which deployment is under way, which one the project's folder was last; and, line by
 * line, every activation.
 *
 * @param folder of the releases; exists
 */
public record ReleaseRecords(Path folder) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** {@code turbine_airflow.release} reads it too. */
  private static final String ACTIVE = "active.json";

  private static final String UNDER_WAY = "under-way.json";
  private static final String SAVED = "saved.json";
  private static final String HISTORY = "history.jsonl";

  /** The active release; empty when there has never been one. */
  public Optional<ActiveRelease> active() {
    return read(ACTIVE, ActiveRelease.class);
  }

  void activate(ActiveRelease release) {
    write(ACTIVE, release);
  }

  /** The deployment that had begun and not ended when its daemon died. */
  Optional<DeploymentOrder> underWay() {
    return read(UNDER_WAY, DeploymentOrder.class);
  }

  void begin(DeploymentOrder order) {
    write(UNDER_WAY, order);
  }

  void end() {
    try {
      Files.deleteIfExists(folder.resolve(UNDER_WAY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The release that was made of the project's folder last. */
  Optional<String> saved() {
    return read(SAVED, String.class);
  }

  void saved(String release) {
    write(SAVED, release);
  }

  /** Every activation, the oldest first. */
  public List<ActiveRelease> history() {
    try {
      List<ActiveRelease> history = new ArrayList<>();
      for (String line : Files.readAllLines(folder.resolve(HISTORY))) {
        parse(line, ActiveRelease.class).ifPresent(history::add);
      }
      return history;
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remember(ActiveRelease release) {
    try {
      Files.writeString(
          folder.resolve(HISTORY),
          JSON.writeValueAsString(release) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    try {
      return parse(Files.readString(folder.resolve(name)), type);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that a full disk cut short is as good as none. */
  private static <T> Optional<T> parse(String text, Class<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(text, type));
    } catch (JsonProcessingException damaged) {
      return Optional.empty();
    }
  }

  private void write(String name, Object value) {
    Path file = folder.resolve(name);
    Path fresh = folder.resolve(name + ".fresh");
    try {
      Files.writeString(fresh, JSON.writeValueAsString(value));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
