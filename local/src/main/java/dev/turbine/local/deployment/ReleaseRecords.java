package dev.turbine.local.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  void deactivate() {
    delete(ACTIVE);
  }

  /**
   * A deployment that has begun and not ended.
   *
   * @param before what was active when it began
   */
  record UnderWay(DeploymentOrder order, Optional<ActiveRelease> before) {
    /** Refuses what a damaged file has. */
    UnderWay {
      Objects.requireNonNull(order, "order");
    }
  }

  /** The deployment that had begun and not ended when its daemon died. */
  Optional<UnderWay> underWay() {
    return read(UNDER_WAY, UnderWay.class);
  }

  void begin(UnderWay deployment) {
    write(UNDER_WAY, deployment);
  }

  void end() {
    delete(UNDER_WAY);
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
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
      for (String line : text(HISTORY).lines().toList()) {
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
      // What an end cut short is on a line of its own: the next must not continue it.
      Files.writeString(
          folder.resolve(HISTORY),
          (endsInLine() ? "" : "\n") + JSON.writeValueAsString(release) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsInLine() throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve(HISTORY), StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return file.size() == 0
          || (file.read(last, file.size() - 1) == 1 && last.get(0) == (byte) '\n');
    } catch (NoSuchFileException none) {
      return true;
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    try {
      return parse(text(name), type);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Damaged bytes must not keep the undamaged lines from being read. */
  private String text(String name) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8);
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
