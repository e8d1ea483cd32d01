package dev.turbine.core.appspec;

import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlNode.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of the section {@code permissions}. */
final class PermissionReader {
  private static final List<String> KEYS =
      List.of("object", "pattern", "except", "owner", "group", "mode", "acls", "context", "type");

  private static final String EVERYTHING = "**";

  private PermissionReader() {}

  static Optional<PermissionRule> read(YamlNode node) {
    return node.mapping().flatMap(keys -> rule(node, keys));
  }

  private static Optional<PermissionRule> rule(YamlNode node, YamlMapping keys) {
    keys.refuseUnknownKeys(KEYS);
    Optional<String> object =
        AppSpecReader.path(
            node,
            keys,
            "object",
            "an absolute path, such as /airflow",
            text -> FileMapping.absolute(text.strip()));
    Optional<SimpleGlob> pattern =
        AppSpecReader.text(keys, "pattern")
            .filter(text -> !text.equals(EVERYTHING))
            .map(SimpleGlob::new);
    List<SimpleGlob> except =
        AppSpecReader.list(keys, "except", item -> item.scalar().map(SimpleGlob::new));
    Set<ObjectType> types = types(keys);
    Optional<String> owner = name(keys, "owner");
    Optional<String> group = name(keys, "group");
    Optional<FileMode> mode = AppSpecReader.value(keys, "mode").flatMap(PermissionReader::mode);
    Optional<List<AclEntry>> acls =
        AppSpecReader.value(keys, "acls")
            .map(_ -> AppSpecReader.list(keys, "acls", PermissionReader::acl));
    Optional<SelinuxContext> context =
        AppSpecReader.value(keys, "context")
            .flatMap(labels -> labels.mapping().flatMap(all -> context(labels, all)));
    return object.map(path ->
        new PermissionRule(path, pattern, except, types, owner, group, mode, acls, context));
  }

  private static Set<ObjectType> types(YamlMapping keys) {
    if (AppSpecReader.value(keys, "type").isEmpty()) {
      return EnumSet.allOf(ObjectType.class);
    }
    Set<ObjectType> types = EnumSet.noneOf(ObjectType.class);
    types.addAll(AppSpecReader.list(keys, "type", PermissionReader::type));
    return types;
  }

  private static Optional<ObjectType> type(YamlNode node) {
    Optional<ObjectType> type = node.text().flatMap(ObjectType::of);
    if (type.isEmpty()) {
      node.unexpected("file or directory");
    }
    return type;
  }

  private static Optional<String> name(YamlMapping keys, String key) {
    // The agent looks names up, and breaks off at a number.
    Optional<YamlNode> node = AppSpecReader.value(keys, key);
    Optional<String> name = node.filter(value -> value.kind() == Kind.TEXT).flatMap(YamlNode::text);
    if (node.isPresent() && name.isEmpty()) {
      node.get().unexpected("a name, not a number");
    }
    return name;
  }

  private static Optional<FileMode> mode(YamlNode node) {
    String text = node.text().orElse("");
    if (node.kind() == Kind.NUMBER && text.matches("0[0-7]+")) {
      // YAML 1.1, which the agent reads, takes it for an octal number and makes 420 of 0644.
      node.unexpected("\"%s\" in quotes, or no zero at its start".formatted(text));
      return Optional.empty();
    }
    Optional<FileMode> mode = FileMode.of(text);
    if (mode.isEmpty()) {
      node.unexpected("one to four octal digits, such as 644");
    }
    return mode;
  }

  private static Optional<AclEntry> acl(YamlNode node) {
    Optional<AclEntry> entry = node.text().flatMap(AclEntry::of);
    if (entry.isEmpty()) {
      node.unexpected(
          "an entry of setfacl, such as u:mary:rw; what has no name, save m::rw, is set with mode");
    }
    return entry;
  }

  private static Optional<SelinuxContext> context(YamlNode node, YamlMapping labels) {
    // The documentation says user, the agent reads name.
    labels.refuseUnknownKeys(List.of("user", "name", "type", "range"));
    Optional<String> user =
        AppSpecReader.text(labels, "name").or(() -> AppSpecReader.text(labels, "user"));
    Optional<String> type = AppSpecReader.text(labels, "type");
    if (type.isEmpty()) {
      node.problem("has no 'type'; expected an SELinux type");
    }
    Optional<YamlNode> range = AppSpecReader.value(labels, "range");
    if (range.isEmpty()) {
      node.problem("has no 'range'; expected one, such as s0: the agent breaks off without");
      return Optional.empty();
    }
    String text = range.get().text().orElse("");
    if (!SelinuxContext.isRange(text)) {
      range.get().unexpected("an SELinux range, such as s0 or s0-s1:c0.c3");
      return Optional.empty();
    }
    return type.map(label -> new SelinuxContext(user, label, text));
  }
}
