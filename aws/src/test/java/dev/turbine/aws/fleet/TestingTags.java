package dev.turbine.aws.fleet;

import java.util.Map;

/** Tags as the template of a worker set writes them by default. */
public final class TestingTags {
  private TestingTags() {}

  /** The tags of a set without further queues. */
  public static Map<String, String> of(String installation, String set) {
    return Map.of(
        GroupTags.INSTALLATION,
        installation,
        GroupTags.WORKER_SET,
        set,
        GroupTags.FURTHER_QUEUES,
        "",
        GroupTags.CONCURRENCY,
        "4",
        GroupTags.GROWTH_THRESHOLD,
        "0.9",
        GroupTags.SHRINK_THRESHOLD,
        "0.5",
        GroupTags.SHRINK_WINDOW_MINUTES,
        "10");
  }
}
