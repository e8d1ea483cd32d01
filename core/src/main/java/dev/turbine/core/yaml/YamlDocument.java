package dev.turbine.core.yaml;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns the text of a YAML 1.2 file into nodes that know their lines. */
public final class YamlDocument {
  /** Bounds what aliases can blow up, and what self-containing values never end. */
  private static final int MOST_VALUES = 10_000;

  /** Bounds the recursion of the parser and of every reader. */
  private static final int DEEPEST = 50;

  private YamlDocument() {}

  /**
   * Reads a file with one document.
   *
   * @param file its name in problems
   * @param problems takes what is wrong with its syntax
   * @return its value; empty if the file says nothing or is broken
   */
  public static Optional<YamlNode> read(String file, String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setLabel(file)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        return Optional.empty();
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        problems.add(file, line(documents.next()), "a second document begins; expected only one");
        return Optional.empty();
      }
      if (count(root, 0) > MOST_VALUES) {
        problems.add(
            file,
            "nested deeper than %d levels or more than %d values; expected fewer"
                .formatted(DEEPEST, MOST_VALUES));
        return Optional.empty();
      }
      YamlNode node = new YamlNode(file, "", line(root), root, problems);
      return node.kind() == YamlNode.Kind.EMPTY ? Optional.empty() : Optional.of(node);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      // An unquoted password such as *x or !x! is taken for an alias or a tag, and named.
      String reason = e.getProblem().replaceFirst("(undefined alias|tag handle) .*", "$1");
      problems.add(file, line, "not valid YAML: " + YamlNode.shorten(reason));
    } catch (ReaderException e) {
      problems.add(
          file,
          lineOf(text, e.getCodePoint()),
          "not valid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      problems.add(file, "not valid YAML: " + YamlNode.shorten(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      problems.add(file, "nested too deep; expected at most %d levels".formatted(DEEPEST));
    }
    return Optional.empty();
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int lineOf(String text, int codePoint) {
    int at = Math.max(0, text.indexOf(codePoint));
    return (int) text.substring(0, at).lines().count()
        + (at == 0 || text.charAt(at - 1) == '\n' ? 1 : 0);
  }

  /** Values with aliases expanded, or more than the bound once it is passed. */
  private static int count(Node node, int depth) {
    if (depth > DEEPEST) {
      return MOST_VALUES + 1;
    }
    int total = 1;
    for (Node child : children(node)) {
      total += count(child, depth + 1);
      if (total > MOST_VALUES) {
        break;
      }
    }
    return total;
  }

  private static Iterable<Node> children(Node node) {
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
                  .flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()))
              ::iterator;
      case SequenceNode sequence -> sequence.getValue();
      case ScalarNode _ -> List.of();
      default -> throw new IllegalStateException("an unresolved alias");
    };
  }
}
