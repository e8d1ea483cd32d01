package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Processes that are only talked about. */
final class TestingTarget implements ReleaseTarget {
  private final ReleaseRecords records;
  private final Consumer<String> points;
  private volatile String used = "";
  volatile Set<String> running = Set.of();
  volatile Optional<RuntimeException> failure = Optional.empty();

  TestingTarget(ReleaseRecords records, Consumer<String> points) {
    this.records = records;
    this.points = points;
  }

  /** What processes would be started for. */
  String used() {
    return used;
  }

  @Override
  public void use(Environment python, String release) {
    used = release;
    points.accept("use while %s is active".formatted(active()));
  }

  private String active() {
    return records.active().map(ActiveRelease::release).orElse("nothing");
  }

  @Override
  public Set<String> releases() {
    return running;
  }

  @Override
  public void wake() {
    points.accept("wake while %s is active".formatted(active()));
  }

  @Override
  public List<String> replaceOutdated() {
    points.accept("replace");
    Optional<RuntimeException> now = failure;
    failure = Optional.empty();
    now.ifPresent(reason -> {
      throw reason;
    });
    return List.of("worker-1");
  }
}
