package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/appspec-conformance.md names a test for each rule; each of them exists. */
class ConformanceTableTest {
  private static final Pattern CASE = Pattern.compile("(\\w+)#(\\w+)");

  /** A module's folder is where its tests run. */
  private static final Path REPOSITORY = Path.of("..");

  @Test
  void everyRuleNamesATest() throws IOException {
    assertThat(rules()).hasSizeGreaterThan(80).allMatch(rule -> CASE.matcher(rule).find());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    for (String rule : rules()) {
      CASE.matcher(rule)
          .results()
          .filter(named ->
              !Pattern.compile("void " + named.group(2) + "\\(")
                  .matcher(tests.getOrDefault(named.group(1) + ".java", ""))
                  .find())
          .forEach(named -> missing.add(named.group()));
    }
    assertThat(missing).isEmpty();
  }

  private static List<String> rules() throws IOException {
    return Files.readAllLines(REPOSITORY.resolve("docs/appspec-conformance.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| rule "))
        .toList();
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    for (String folder :
        List.of(
            "core/src/test/java/dev/turbine/core/appspec",
            "airflow/src/test/java/dev/turbine/airflow/release",
            "local/src/test/java/dev/turbine/local/codedeploy",
            "local/src/test/java/dev/turbine/local/process")) {
      try (Stream<Path> files = Files.list(REPOSITORY.resolve(folder))) {
        files.forEach(file -> tests.put(file.getFileName().toString(), text(file)));
      }
    }
    return tests;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
