package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The original's defects, one by one: not in our templates, and seen when they are put in. */
class DefectsTest {
  private static final int DEFECTS = 25;
  private final Templates templates = Templates.committed();

  static Stream<Defect> defects() {
    return Stream.concat(SecurityDefects.all(), OperationDefects.all());
  }

  @ParameterizedTest
  @MethodSource("defects")
  void areNotThere(Defect defect) {
    assertThat(defect.found().apply(templates)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("defects")
  void areSeenWhenBroughtBack(Defect defect) {
    Templates broken = templates.copy();
    defect.bringBack().accept(broken);
    assertThat(defect.found().apply(broken)).isNotEmpty();
  }

  @Test
  void theTableNamesEachAndSaysWhichAreTestedHere() throws Exception {
    String table = Files.readString(Repository.root().resolve("docs/original-defects.md"));
    Set<Integer> rows =
        Pattern.compile("(?m)^\\| (\\d+) \\|")
            .matcher(table)
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<Integer> tested =
        Pattern.compile("(?m)^\\| (\\d+) \\|.*`DefectsTest`")
            .matcher(table)
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows).hasSize(DEFECTS).contains(1, DEFECTS);
    assertThat(tested)
        .isEqualTo(defects().map(Defect::number).collect(Collectors.toCollection(TreeSet::new)));
  }
}
