package dev.turbine.core.configuration;

import dev.turbine.core.scaling.WorkerSet;
import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code workers} and {@code worker_sets}: a wrong key is noted and takes its default. */
final class WorkerSetReader {
  private static final List<String> KEYS =
      List.of(
          "count",
          "min",
          "max",
          "concurrency",
          "growth_threshold",
          "shrink_threshold",
          "shrink_window",
          "drain_limit",
          "machine_types",
          "spot_share");

  /** A part of names of services, units and machines, so it is short. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  /** What SQS takes. */
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private static final String DEAD_LETTERS = "dead-letter";
  private static final Pattern MACHINE_TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
  private static final int LONGEST_WINDOW = 86_400;
  private static final int LONGEST_DRAIN = 604_800;

  private static final WorkerSetOptions DEFAULT = WorkerSetOptions.DEFAULT;

  private final Map<String, String> servedBy = new LinkedHashMap<>();

  List<WorkerSetOptions> read(Optional<YamlMapping> workers, Optional<YamlMapping> sets) {
    List<WorkerSetOptions> all = new ArrayList<>();
    servedBy.put(WorkerSetOptions.DEFAULT_NAME, "workers");
    all.add(
        workers
            .map(keys -> {
              keys.refuseUnknownKeys(KEYS);
              return set(WorkerSetOptions.DEFAULT_NAME, DEFAULT.set().queues(), keys);
            })
            .orElse(DEFAULT));
    sets.ifPresent(
        named -> named.entries().forEach((name, node) -> named(name, node).ifPresent(all::add)));
    return all;
  }

  private Optional<WorkerSetOptions> named(String name, YamlNode node) {
    if (!NAME.matcher(name).matches() || name.equals(WorkerSetOptions.DEFAULT_NAME)) {
      node.problem(
          name.equals(WorkerSetOptions.DEFAULT_NAME)
              ? "is described under 'workers'; move its keys there"
              : "is no name of a worker set; expected lower case, digits and -, at most 31");
      return Optional.empty();
    }
    return node.mapping()
        .flatMap(keys -> {
          List<String> known = new ArrayList<>(KEYS);
          known.addFirst("queues");
          keys.refuseUnknownKeys(known);
          List<String> queues =
              keys.get("queues")
                  .map(list -> queues(list, node.path()))
                  .orElseGet(() -> queue(name, node, node.path()) ? List.of(name) : List.of());
          return queues.isEmpty() ? Optional.empty() : Optional.of(set(name, queues, keys));
        });
  }

  private List<String> queues(YamlNode list, String set) {
    List<String> queues = new ArrayList<>();
    Optional<List<YamlNode>> items = list.items();
    if (items.isPresent() && items.get().isEmpty()) {
      list.unexpected("at least one name of a queue");
    }
    for (YamlNode item : items.orElse(List.of())) {
      Optional<String> name =
          text(item).filter(text -> QUEUE.matcher(text).matches() && !text.equals(DEAD_LETTERS));
      if (name.isEmpty()) {
        item.unexpected(
            "the name of a queue: letters, digits, _ and -, at most 80, not " + DEAD_LETTERS);
      } else if (queue(name.get(), item, set)) {
        queues.add(name.get());
      }
    }
    return queues;
  }

  /** A queue whose workers are in two sets would be counted as the demand of both. */
  private boolean queue(String name, YamlNode node, String set) {
    String other = servedBy.putIfAbsent(name, set);
    if (other != null) {
      node.problem(
          "is the queue '%s', which %s serves already; a queue belongs to one set"
              .formatted(name, other));
    }
    return other == null;
  }

  private static WorkerSetOptions set(String name, List<String> queues, YamlMapping keys) {
    int min;
    int max;
    Optional<YamlNode> count = keys.get("count");
    if (count.isPresent() && (keys.get("min").isPresent() || keys.get("max").isPresent())) {
      count.get().problem("cannot stand beside min and max: it sets both; leave it out");
    }
    if (count.isPresent()) {
      min = count.get().wholeNumber(1, WorkerSetOptions.MOST).orElse(DEFAULT.set().min());
      max = min;
    } else {
      OptionalInt most = whole(keys, "max", 1, WorkerSetOptions.MOST);
      min =
          whole(keys, "min", 0, WorkerSetOptions.MOST)
              .orElse(Math.min(DEFAULT.set().min(), most.orElse(DEFAULT.set().max())));
      max = most.orElse(Math.max(min, DEFAULT.set().max()));
      if (max < min) {
        keys.get("max").ifPresent(node -> node.unexpected("a number not below min"));
        max = min;
      }
    }
    double growth = number(keys, "growth_threshold", 0.01, 100, DEFAULT.set().growthThreshold());
    double usualShrink = growth / 2;
    double shrink = number(keys, "shrink_threshold", 0, 100, usualShrink);
    if (shrink >= growth) {
      keys.get("shrink_threshold")
          .ifPresent(node -> node.unexpected("a number below growth_threshold"));
      shrink = usualShrink;
    }
    int concurrency =
        whole(keys, "concurrency", 1, WorkerSetOptions.MOST_CONCURRENT)
            .orElse(DEFAULT.set().concurrency());
    return new WorkerSetOptions(
        new WorkerSet(
            name,
            queues,
            min,
            max,
            concurrency,
            growth,
            shrink,
            seconds(keys, "shrink_window", 0, LONGEST_WINDOW, DEFAULT.set().shrinkWindow())),
        seconds(keys, "drain_limit", 1, LONGEST_DRAIN, DEFAULT.drainLimit()),
        keys.get("machine_types").map(WorkerSetReader::machineTypes).orElse(List.of()),
        number(keys, "spot_share", 0, 1, DEFAULT.spotShare()));
  }

  private static List<String> machineTypes(YamlNode list) {
    List<String> types = new ArrayList<>();
    for (YamlNode item : list.items().orElse(List.of())) {
      Optional<String> type = text(item).filter(text -> MACHINE_TYPE.matcher(text).matches());
      if (type.isEmpty()) {
        item.unexpected("an EC2 instance type, such as m7g.large");
      }
      type.ifPresent(types::add);
    }
    return types;
  }

  private static Optional<String> text(YamlNode node) {
    return node.text().filter(text -> node.kind() == YamlNode.Kind.TEXT);
  }

  private static OptionalInt whole(YamlMapping keys, String key, int least, int most) {
    return keys.get(key).map(node -> node.wholeNumber(least, most)).orElse(OptionalInt.empty());
  }

  private static double number(
      YamlMapping keys, String key, double least, double most, double otherwise) {
    return keys.get(key).map(node -> node.number(least, most).orElse(otherwise)).orElse(otherwise);
  }

  private static Duration seconds(
      YamlMapping keys, String key, int least, int most, Duration otherwise) {
    OptionalInt seconds = whole(keys, key, least, most);
    return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : otherwise;
  }
}
