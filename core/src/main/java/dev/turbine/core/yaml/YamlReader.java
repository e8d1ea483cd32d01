package dev.turbine.core.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Turns the text of a YAML 1.2 file into nodes that know their lines.
 *
 * <p>Built on the parser's events: the library's composer overflows the stack on deep nesting and
 * follows aliases in circles. Anchors, aliases and tags are refused: no file of ours needs them,
 * and an unquoted password such as {@code &x} or {@code !x} would be lost as one.
 */
public final class YamlReader {
  /** Far deeper than a file written by a person, far shallower than the stack. */
  private static final int DEEPEST = 50;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private final YamlFile file;
  private final Iterator<Event> events;
  private final int lines;

  private YamlReader(YamlFile file, String text) {
    this.file = file;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
    this.lines = UnreadableYaml.lines(text);
  }

  /**
   * Reads a file with one document.
   *
   * @param file its name in problems
   * @param problems takes what is wrong with its syntax, up to the first mistake
   * @return its value; empty if the file says nothing or is broken
   */
  public static Optional<YamlNode> read(String file, String text, Problems problems) {
    return read(new YamlFile(file, false, problems), text);
  }

  /** As {@link #read}, for a file with secrets: no message will repeat what stands in it. */
  public static Optional<YamlNode> readSecret(String file, String text, Problems problems) {
    return read(new YamlFile(file, true, problems), text);
  }

  private static Optional<YamlNode> read(YamlFile file, String text) {
    try {
      return new YamlReader(file, text).document();
    } catch (UnreadableYaml e) {
      file.problem(e.line(), e.getMessage());
    } catch (YamlEngineException e) {
      UnreadableYaml mistake = UnreadableYaml.of(e, text);
      file.problem(mistake.line(), mistake.getMessage());
    }
    return Optional.empty();
  }

  private Optional<YamlNode> document() {
    // The stream's start; then a document's, unless there is none.
    events.next();
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Event first = events.next();
    YamlNode root = node(first, "", line(first), 1);
    // The document's end.
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new UnreadableYaml(line(after), "a second document begins; expected only one");
    }
    return Optional.of(root).filter(node -> node.kind() != YamlNode.Kind.EMPTY);
  }

  private YamlNode node(Event event, String path, int line, int depth) {
    if (depth > DEEPEST) {
      throw new UnreadableYaml(line(event), "nested deeper than %d levels".formatted(DEEPEST));
    }
    refuseNames(event);
    YamlNode.Content content =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent _ -> mapping(path, depth);
          case SequenceStartEvent _ -> sequence(path, depth);
          // Event is not sealed; the grammar leaves no other kind here.
          case Event other -> throw new IllegalStateException("unexpected " + other.getEventId());
        };
    return new YamlNode(file, path, line, content);
  }

  private void refuseNames(Event event) {
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw new UnreadableYaml(
          line(event),
          "a value that begins with & or *; put quotes around it (YAML's anchors and aliases are"
              + " not supported)");
    }
    if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
        || (event instanceof CollectionStartEvent start && start.getTag().isPresent())) {
      throw new UnreadableYaml(
          line(event),
          "a value that begins with !; put quotes around it (YAML's tags are not supported)");
    }
  }

  private static YamlNode.Scalar scalar(ScalarEvent event) {
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    Tag tag = SETTINGS.getSchema().getScalarResolver().resolve(event.getValue(), plain);
    return new YamlNode.Scalar(kind(tag), event.getValue());
  }

  private static YamlNode.Kind kind(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return YamlNode.Kind.EMPTY;
    } else if (tag.equals(Tag.BOOL)) {
      return YamlNode.Kind.BOOLEAN;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? YamlNode.Kind.NUMBER : YamlNode.Kind.TEXT;
  }

  private YamlNode.Sequence sequence(String path, int depth) {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      String name = "%s[%d]".formatted(path, items.size() + 1);
      items.add(node(event, name, line(event), depth + 1));
    }
    return new YamlNode.Sequence(List.copyOf(items));
  }

  /** Notes keys that stand twice, or are no words; the first of two counts. */
  private YamlMapping mapping(String path, int depth) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      int line = line(event);
      YamlNode key = node(event, path, line, depth + 1);
      String word = key.text().orElse("");
      YamlNode value = node(events.next(), YamlMapping.path(path, word), line, depth + 1);
      if (key.text().isEmpty()) {
        file.problem(line, "a key is " + key.kind().words() + "; expected a word");
        continue;
      }
      YamlNode first = entries.putIfAbsent(word, value);
      if (first != null) {
        file.problem(line, "the same key as in line %d; remove one".formatted(first.line()));
      }
    }
    return new YamlMapping(file, path, entries);
  }

  /** The library counts lines from 0, and more line breaks than editors do. */
  private int line(Event event) {
    return Math.min(lines, event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
  }
}
