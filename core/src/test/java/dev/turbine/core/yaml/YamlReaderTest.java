package dev.turbine.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.yaml.YamlNode.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
  private final Problems problems = new Problems();

  @Test
  void knowsTheLinesAndPathsOfValues() {
    YamlNode a = read("# top\na:\n  b:\n    - 1\n    - x\n");
    YamlNode b = a.mapping().flatMap(mapping -> mapping.get("b")).orElseThrow();
    List<YamlNode> items = b.items().orElseThrow();
    assertThat(List.of(a.line(), b.line(), items.get(0).line(), items.get(1).line()))
        .containsExactly(2, 3, 4, 5);
    assertThat(items.get(1).path()).isEqualTo("a.b[2]");
    assertThat(items.get(1).text()).contains("x");
    assertThat(problems.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3.10, NUMBER",
    "3.4.5, TEXT",
    "0x1F, NUMBER",
    "-7, NUMBER",
    ".inf, NUMBER",
    "True, BOOLEAN",
    "yes, TEXT",
    "on, TEXT",
    "'''8080''', TEXT",
    "'\"true\"', TEXT",
    "~, EMPTY",
    "null, EMPTY",
    "'\"\"', TEXT",
    "2026-11-22, TEXT",
    "[], SEQUENCE",
    "{}, MAPPING"
  })
  void tellsKindsByYaml12(String written, Kind kind) {
    assertThat(read("a: " + written).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\n\\tb: 2                | 2 | a tab",
        "a:\\n\\tb: 2                  | 2 | a tab",
        "a: 1\\n b: 2                  | 2 | a colon where none can be",
        "a: 1\\nb: c: d                | 2 | a colon where none can be",
        "a:\\n   b: 1\\n  c: 2         | 3 | wrong indentation",
        "a: 1\\nb: 'x' y               | 2 | wrong indentation",
        "a: 1\\nb\\nc: 2               | 3 | expected 'key: value'",
        "a: 1\\nb: \"x\\nc: 2\\n       | 2 | never closed",
        "a: 1\\nb: [1, 2\\nc: 3        | 3 | closing bracket",
        "a: 1\\nb: @x                  | 2 | special character",
        "a: 1\\nb: \"\\q\"             | 2 | unknown escape",
        "a: 1\\na: 2                   | 2 | the same key as in line 1",
        "a: 1\\n---\\nb: 2             | 2 | a second document",
        "a: 1\\nb: *a                  | 2 | begins with & or *",
        "a: 1\\nb: &a 2                | 2 | begins with & or *",
        "a: 1\\nb: &a                  | 2 | begins with & or *",
        "a: 1\\nb: !secret x           | 2 | begins with !",
        "a: 1\\nb: !secret             | 2 | begins with !",
        "a: 1\\nb: ! x                 | 2 | begins with !",
        "a: 1\\nb: !!str 5             | 2 | begins with !",
        "a: 1\\nb: !x [1]              | 2 | begins with !",
        "[a:                           | 1 | check the indentation",
        "a: 1\\n~: 2                   | 2 | a key is empty",
        "a: 1\\n[b]: 2                 | 2 | a key is a list",
        "a: 1\\nb: \\0                 | 2 | character U+0000",
      })
  void saysWhereTheYamlIsBroken(String escaped, int line, String words) {
    String text =
        escaped.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0").stripTrailing();
    YamlReader.read("f.yaml", text, problems);
    assertThat(problems.lines())
        .singleElement()
        .asString()
        .startsWith("f.yaml:" + line + ": ")
        .contains(words);
  }

  @Test
  void refusesBottomlessNestingInsteadOfOverflowing() {
    YamlReader.read("f.yaml", "a: " + "[".repeat(100_000), problems);
    assertThat(problems.lines()).containsExactly("f.yaml:1: nested deeper than 50 levels");
  }

  @Test
  void neverQuotesTheFileWhenItIsBroken() {
    for (String start : List.of("*", "&", "!", "!e!", "%", "@", "\"\\", "'", "{", "[", "|", "- ")) {
      Problems found = new Problems();
      YamlReader.read("f.yaml", "password: " + start + "hunter2\nhunter2\n", found);
      assertThat(found.lines()).as(start).isNotEmpty().asString().doesNotContain("hunter2");
    }
  }

  private YamlNode read(String text) {
    return YamlReader.read("f.yaml", text, problems)
        .flatMap(YamlNode::mapping)
        .flatMap(mapping -> mapping.get("a"))
        .orElseThrow();
  }
}
