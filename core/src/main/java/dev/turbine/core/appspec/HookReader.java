package dev.turbine.core.appspec;

import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlNode.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one script of the section {@code hooks}. */
final class HookReader {
  private HookReader() {}

  static Optional<HookScript> read(YamlNode node) {
    return node.mapping().flatMap(keys -> script(node, keys));
  }

  private static Optional<HookScript> script(YamlNode node, YamlMapping keys) {
    // The documentation has no sudo, but the agent does.
    keys.refuseUnknownKeys(List.of("location", "timeout", "runas", "sudo"));
    Optional<String> location =
        AppSpecReader.path(
            node,
            keys,
            "location",
            "a script's path within the revision",
            text -> FileMapping.withinRevision(text.strip()).filter(path -> !path.isEmpty()));
    Optional<Duration> timeout =
        AppSpecReader.value(keys, "timeout")
            .map(HookReader::timeout)
            .orElse(Optional.of(HookScript.EVENT_LIMIT));
    Optional<String> runAs = AppSpecReader.text(keys, "runas").map(String::strip);
    boolean sudo = AppSpecReader.value(keys, "sudo").map(HookReader::isTrue).orElse(false);
    return location.flatMap(path -> timeout.map(limit -> new HookScript(path, limit, runAs, sudo)));
  }

  private static Optional<Duration> timeout(YamlNode node) {
    // As the agent does: quoted or not, without what is behind a point.
    Optional<Duration> timeout =
        node.text()
            .filter(text -> text.matches("[0-9]{1,9}(\\.[0-9]*)?"))
            .map(text -> Duration.ofSeconds(new BigDecimal(text).longValue()))
            .filter(Duration::isPositive);
    if (timeout.isEmpty()) {
      node.unexpected("a number of seconds, from 1");
    }
    return timeout;
  }

  private static boolean isTrue(YamlNode node) {
    if (node.kind() != Kind.BOOLEAN) {
      node.unexpected("true or false");
    }
    return node.text().map(text -> text.equalsIgnoreCase("true")).orElse(false);
  }
}
