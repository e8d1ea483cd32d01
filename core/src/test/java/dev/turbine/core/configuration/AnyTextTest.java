package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, reading it ends with values or with problems on lines that exist. */
class AnyTextTest {
  private static final int TEXTS = 10_000;
  private static final Pattern PROBLEM = Pattern.compile("file:(\\d+): \\S.*");

  @Test
  void turbineYaml() {
    check(text -> TurbineConfiguration.parse("file", text, OptionCheck.NONE));
  }

  @Test
  void dotEnv() {
    check(text -> DotEnv.parse("file", text, VariableCheck.NONE));
  }

  private static void check(Consumer<String> parse) {
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < TEXTS; seed++) {
      String text = RandomText.of(new Random(seed));
      try {
        parse.accept(text);
        read++;
      } catch (TurbineException problems) {
        refused++;
        assertThat(problems.category()).isEqualTo(Category.PROJECT);
        assertLinesExist(problems.getMessage(), text, seed);
      } catch (RuntimeException | Error unexpected) {
        throw new AssertionError("seed " + seed + ": <" + text + ">", unexpected);
      }
    }
    assertThat(read).as("texts that could be read").isPositive();
    assertThat(refused).as("texts that were refused").isPositive();
  }

  private static void assertLinesExist(String message, String text, int seed) {
    for (String problem : message.split("\n")) {
      Matcher matcher = PROBLEM.matcher(problem);
      assertThat(matcher.matches()).as("seed %d: <%s>", seed, problem).isTrue();
      assertThat(Long.parseLong(matcher.group(1)))
          .as("line of seed %d: <%s>", seed, text)
          .isBetween(1L, Math.max(1, text.lines().count()));
    }
  }
}
