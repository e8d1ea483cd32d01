package dev.turbine.local.fleet;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a worker told last about itself; {@code worker_state.py} writes it.
 *
 * @param pid of the worker's main process
 * @param state {@code idle}, {@code busy} or {@code draining}
 * @param written when; one that is well is never more than two seconds old
 * @param running the tasks that it holds
 * @param lastPoll when SQS last answered a poll of each of its queues: of the one that waits
 *     longest for that; empty before the first of each
 * @param polls how many polls were answered
 * @param emptyPolls those without a message
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkerReport(
    long pid,
    String state,
    Instant written,
    List<Task> running,
    @JsonProperty("last_poll") Optional<Instant> lastPoll,
    long polls,
    @JsonProperty("empty_polls") long emptyPolls) {
  /** On a laptop that is busy, one that is well writes later. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).addModule(new Jdk8Module()).build();

  /** Copies. */
  public WorkerReport {
    running = List.copyOf(running);
  }

  /**
   * A task that a worker holds.
   *
   * @param id Celery's
   * @param since when it started
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Task(String id, Instant since) {}

  /** Whether it takes no more tasks. */
  public boolean draining() {
    return state.equals("draining");
  }

  /** Whether it is so old that its worker does nothing any more, not even this. */
  public boolean isStale(Instant now) {
    return written.isBefore(now.minus(FRESH));
  }

  /** The report in a file; empty when there is none. */
  public static Optional<WorkerReport> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), WorkerReport.class));
    } catch (NoSuchFileException | JacksonException noneOrDamaged) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
