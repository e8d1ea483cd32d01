package dev.turbine.core.yaml;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Keys with values in a YAML file. */
public final class YamlMapping {
  private final YamlNode owner;
  private final Map<String, YamlNode> entries;

  private YamlMapping(YamlNode owner, Map<String, YamlNode> entries) {
    this.owner = owner;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** Notes keys that stand twice, or are no words; the first of two counts. */
  static YamlMapping of(YamlNode owner, MappingNode mapping) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      int line = YamlDocument.line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        owner.problemAt(line, "a key is nested; expected a word");
        continue;
      }
      String key = scalar.getValue();
      YamlNode first = entries.get(key);
      if (first == null) {
        entries.put(key, owner.child(key, line, entry.getValueNode()));
      } else {
        owner.problemAt(
            line,
            "%s is set again, first in line %d; expected it once"
                .formatted(YamlNode.shorten(first.path()), first.line()));
      }
    }
    return new YamlMapping(owner, entries);
  }

  /** All keys with their values, in the order of the file. */
  public Map<String, YamlNode> entries() {
    return entries;
  }

  /** The value of a key, if the file has it; it may be {@link YamlNode.Kind#EMPTY}. */
  public Optional<YamlNode> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Notes every key that is not among the known ones, with the nearest of them. */
  public void refuseUnknownKeys(Collection<String> known) {
    entries.forEach((key, value) -> {
      if (!known.contains(key)) {
        String hint =
            NearestName.of(key, known)
                .map(near -> "did you mean '" + owner.childPath(near) + "'?")
                .orElse("known keys: " + String.join(", ", known));
        owner.problemAt(
            value.line(), "unknown key '%s'; %s".formatted(YamlNode.shorten(value.path()), hint));
      }
    });
  }
}
