package dev.turbine.core.yaml;

import dev.turbine.core.NearestName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys with values in a YAML file. */
public final class YamlMapping implements YamlNode.Content {
  private final YamlFile file;
  private final String path;
  private final Map<String, YamlNode> entries;

  YamlMapping(YamlFile file, String path, Map<String, YamlNode> entries) {
    this.file = file;
    this.path = path;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
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
        Optional<String> near = NearestName.of(key, known);
        // What is near to no known key may be a secret in the place of a key.
        String name =
            file.secret() && near.isEmpty() ? "" : " '" + YamlNode.shorten(value.path()) + "'";
        String hint =
            near.map(word -> "did you mean '" + path(path, word) + "'?")
                .orElse("known keys: " + String.join(", ", known));
        file.problem(value.line(), "unknown key" + name + "; " + hint);
      }
    });
  }
}
