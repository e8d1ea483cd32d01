package dev.turbine.core.appspec;

import dev.turbine.core.NearestName;
import dev.turbine.core.yaml.Problems;
import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlNode.Kind;
import dev.turbine.core.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the sections of appspec.yml: a wrong entry is noted and left out. */
final class AppSpecReader {
  private static final List<String> KEYS =
      List.of("version", "os", "files", "file_exists_behavior", "permissions", "hooks");

  private final String file;
  private final Problems problems;

  AppSpecReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  AppSpec read(String text) {
    int before = problems.lines().size();
    Optional<YamlNode> root = YamlReader.read(file, text, problems);
    if (root.isEmpty() && problems.lines().size() == before) {
      problems.add(file, "is empty; expected at least 'version: 0.0' and 'os: linux'");
    }
    return root.flatMap(YamlNode::mapping)
        .map(this::sections)
        .orElseGet(() -> new AppSpec(List.of(), List.of(), Map.of(), Optional.empty()));
  }

  private AppSpec sections(YamlMapping keys) {
    keys.refuseUnknownKeys(KEYS);
    // Compared as a number by the agent: quoted it would be refused there too.
    required(keys, "version", "version: 0.0")
        .filter(node -> node.kind() != Kind.NUMBER || !node.text().orElse("").matches("0|0\\.0+"))
        .ifPresent(node -> node.unexpected("0.0, without quotes"));
    required(keys, "os", "os: linux")
        .filter(node -> !node.text().equals(Optional.of("linux")))
        .ifPresent(node -> node.unexpected("linux"));
    return new AppSpec(
        list(keys, "files", AppSpecReader::fileMapping),
        list(keys, "permissions", PermissionReader::read),
        value(keys, "hooks").flatMap(YamlNode::mapping).map(this::hooks).orElse(Map.of()),
        value(keys, "file_exists_behavior").flatMap(AppSpecReader::fileExistsBehavior));
  }

  private Optional<YamlNode> required(YamlMapping keys, String key, String line) {
    Optional<YamlNode> node = keys.get(key);
    if (node.isEmpty()) {
      problems.add(file, "has no '%s'; add the line '%s'".formatted(key, line));
    }
    return node;
  }

  /** The value of a key, unless it is empty: an empty section is as good as none. */
  static Optional<YamlNode> value(YamlMapping keys, String key) {
    return keys.get(key).filter(node -> node.kind() != Kind.EMPTY);
  }

  /** The text of a key, unless it is empty; a problem if it is a list or a mapping. */
  static Optional<String> text(YamlMapping keys, String key) {
    return value(keys, key).flatMap(YamlNode::scalar);
  }

  /** What is right in a list. */
  static <T> List<T> list(YamlMapping keys, String key, Function<YamlNode, Optional<T>> entry) {
    return value(keys, key)
        .flatMap(YamlNode::items)
        .map(items -> items.stream().flatMap(item -> entry.apply(item).stream()).toList())
        .orElse(List.of());
  }

  private static Optional<FileExistsBehavior> fileExistsBehavior(YamlNode node) {
    Optional<FileExistsBehavior> behavior =
        Arrays.stream(FileExistsBehavior.values())
            .filter(value -> node.text().equals(Optional.of(value.name())))
            .findFirst();
    if (behavior.isEmpty()) {
      node.unexpected("DISALLOW, OVERWRITE or RETAIN");
    }
    return behavior;
  }

  private static Optional<FileMapping> fileMapping(YamlNode node) {
    return node.mapping()
        .flatMap(keys -> {
          keys.refuseUnknownKeys(List.of("source", "destination"));
          Optional<String> source =
              path(
                  node,
                  keys,
                  "source",
                  "a file or folder of the revision, or / for all of it",
                  FileMapping::withinRevision);
          Optional<String> destination =
              path(
                  node,
                  keys,
                  "destination",
                  "an absolute path, such as /airflow",
                  FileMapping::absolute);
          return source.flatMap(from -> destination.map(to -> new FileMapping(from, to)));
        });
  }

  /** A required path in its simplest form. */
  static Optional<String> path(
      YamlNode entry,
      YamlMapping keys,
      String key,
      String expected,
      Function<String, Optional<String>> simplest) {
    Optional<YamlNode> node = value(keys, key);
    if (node.isEmpty()) {
      entry.problem("has no '%s'; expected %s".formatted(key, expected));
      return Optional.empty();
    }
    Optional<String> path = node.get().text().filter(text -> !text.isBlank()).flatMap(simplest);
    if (path.isEmpty()) {
      node.get().unexpected(expected);
    }
    return path;
  }

  private Map<LifecycleEvent, List<HookScript>> hooks(YamlMapping events) {
    Map<LifecycleEvent, List<HookScript>> hooks = new EnumMap<>(LifecycleEvent.class);
    events
        .entries()
        .forEach((name, node) -> {
          Optional<LifecycleEvent> event = LifecycleEvent.of(name);
          if (event.isEmpty() || !event.get().takesScripts()) {
            refuse(name, node);
          } else if (node.kind() != Kind.EMPTY) {
            List<HookScript> scripts = new ArrayList<>();
            node.items()
                .ifPresent(
                    items -> items.forEach(item -> HookReader.read(item).ifPresent(scripts::add)));
            if (!scripts.isEmpty()) {
              hooks.put(event.get(), scripts);
            }
          }
        });
    return hooks;
  }

  private static void refuse(String name, YamlNode node) {
    if (LifecycleEvent.of(name).isPresent()) {
      node.problem("takes no scripts: the event is reserved for CodeDeploy; hook to another");
      return;
    }
    List<String> known =
        Arrays.stream(LifecycleEvent.values())
            .filter(LifecycleEvent::takesScripts)
            .map(LifecycleEvent::word)
            .toList();
    String hint =
        NearestName.of(name, known)
            .map("did you mean '%s'?"::formatted)
            .orElse("known events: " + String.join(", ", known));
    node.problem("is no event of a deployment; " + hint);
  }
}
