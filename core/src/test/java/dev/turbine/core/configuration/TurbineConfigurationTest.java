package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.configuration.TurbineConfiguration.Workers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurbineConfigurationTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "{}", "~", "\uFEFF"})
  void aFileThatSaysNothingIsAllDefaults(String text) {
    assertThat(parse(text)).isEqualTo(TurbineConfiguration.DEFAULT);
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            parse(
                """
                python: 3.12
                ports: {web: 1024, daemon: 65535}
                workers:
                  count: 64
                  concurrency: 256
                airflow:
                  core:
                    parallelism: 16384
                    load_examples: true
                    default_timezone: Europe/Berlin
                  scheduler:
                    scheduler_idle_sleep_time: 0.50
                    catchup_by_default: "no"
                """))
        .isEqualTo(
            new TurbineConfiguration(
                Optional.of("3.12"),
                Map.of("web", 1024, "daemon", 65535),
                new Workers(64, 256),
                Map.of(
                    "core",
                    Map.of(
                        "parallelism", "16384",
                        "load_examples", "True",
                        "default_timezone", "Europe/Berlin"),
                    "scheduler",
                    Map.of("scheduler_idle_sleep_time", "0.50", "catchup_by_default", "no"))));
  }

  @Test
  void whatIsNotSetKeepsItsDefault() {
    assertThat(parse("workers: {count: 3}").workers()).isEqualTo(new Workers(3, 4));
    assertThat(parse("workers: {concurrency: 3}").workers()).isEqualTo(new Workers(1, 3));
    assertThat(parse("python: '3.11'").python()).contains("3.11");
  }

  @Test
  void anAliasIsTheValueItStandsFor() {
    assertThat(parse("workers: {count: &n 5, concurrency: *n}").workers())
        .isEqualTo(new Workers(5, 5));
  }

  @Test
  void allProblemsAreReportedAtOnceByLine() {
    assertThat(
            problems(
                """
                python: 3.10
                ports:
                  web: 80
                  objects: 9000
                  queue: 9000
                worker: 1
                workers:
                  count: 0
                  concurency: 2
                airflow:
                  core:
                    parallelism: 3
                    executor: LocalExecutor
                    default_timezone:
                  Core: {}
                """))
        .containsExactly(
            "turbine.yaml:1: python is 3.10; expected one of 3.11, 3.12, 3.13",
            "turbine.yaml:3: ports.web is 80; expected a whole number from 1024 to 65535",
            "turbine.yaml:5: ports.queue is 9000; expected another than ports.objects in line 4",
            "turbine.yaml:6: unknown key 'worker'; did you mean 'workers'?",
            "turbine.yaml:8: workers.count is 0; expected a whole number from 1 to 64",
            "turbine.yaml:9: unknown key 'workers.concurency'; did you mean 'workers.concurrency'?",
            "turbine.yaml:12: airflow.core.parallelism is 3; expected a whole number, at least the"
                + " 4 of workers.count times workers.concurrency",
            "turbine.yaml:13: airflow.core.executor cannot be set: it is ours",
            "turbine.yaml:14: airflow.core.default_timezone is empty; expected a single value",
            "turbine.yaml:15: airflow.Core is no name of Airflow's; expected lower case with single"
                + " underscores");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zebra: 1 | turbine.yaml:1: unknown key 'zebra'; known keys: python, ports, workers,"
            + " airflow",
        "ports: {wbe: 1} | turbine.yaml:1: unknown key 'ports.wbe'; did you mean 'ports.web'?",
        "- a | turbine.yaml:1: the file is a list; expected a mapping: lines of 'key: value'",
        "hello | turbine.yaml:1: the file is 'hello'; expected a mapping: lines of 'key: value'",
        "workers: | turbine.yaml:1: workers is empty; expected a mapping: lines of 'key: value'",
        "workers: 3 | turbine.yaml:1: workers is 3; expected a mapping: lines of 'key: value'",
        "workers: {count: } | turbine.yaml:1: workers.count is empty; expected a whole number from"
            + " 1 to 64",
        "workers: {count: 65} | turbine.yaml:1: workers.count is 65; expected a whole number from 1"
            + " to 64",
        "workers: {count: 1.5} | turbine.yaml:1: workers.count is 1.5; expected a whole number from"
            + " 1 to 64",
        "workers: {count: '2'} | turbine.yaml:1: workers.count is '2'; expected a whole number from"
            + " 1 to 64",
        "workers: {count: 9999999999} | turbine.yaml:1: workers.count is 9999999999; expected a"
            + " whole number from 1 to 64",
        "workers: {count: true} | turbine.yaml:1: workers.count is true; expected a whole number"
            + " from 1 to 64",
        "workers: {count: [1]} | turbine.yaml:1: workers.count is a list; expected a whole number"
            + " from 1 to 64",
        "workers: {concurrency: 257} | turbine.yaml:1: workers.concurrency is 257; expected a whole"
            + " number from 1 to 256",
        "ports: {web: 65536} | turbine.yaml:1: ports.web is 65536; expected a whole number from"
            + " 1024 to 65535",
        "python: {a: b} | turbine.yaml:1: python is a mapping; expected one of 3.11, 3.12, 3.13",
        "python: | turbine.yaml:1: python is empty; expected one of 3.11, 3.12, 3.13",
        "airflow: {core: {a: [1]}} | turbine.yaml:1: airflow.core.a is a list; expected a single"
            + " value",
        "airflow: {core: x} | turbine.yaml:1: airflow.core is 'x'; expected a mapping: lines of"
            + " 'key: value'",
        "airflow: {core: {a__b: 1}} | turbine.yaml:1: airflow.core.a__b is no name of Airflow's;"
            + " expected lower case with single underscores",
        "? [a] : b | turbine.yaml:1: a key is nested; expected a word",
      })
  void aProblemSaysWhereWhatAndWhatElse(String text, String problem) {
    assertThat(problems(text)).containsExactly(problem);
  }

  @Test
  void aKeySetTwiceIsRefusedWithBothLines() {
    assertThat(problems("workers:\n  count: 1\nworkers:\n  count: 2\n"))
        .containsExactly("turbine.yaml:3: workers is set again, first in line 1; expected it once");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems("python: 3.12\n---\npython: 3.13\n"))
        .containsExactly("turbine.yaml:3: a second document begins; expected only one");
  }

  @ParameterizedTest
  @CsvSource({"'python: 3.12\nworkers:\n\tcount: 1\n',3", "'a: [1\nb: 2\n',2", "'a: \"x\n\n',3"})
  void brokenYamlIsReportedWithItsLine(String text, int line) {
    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("turbine.yaml:" + line + ": not valid YAML: ");
  }

  @Test
  void aCharacterThatYamlForbidsIsReportedWithItsLine() {
    assertThat(problems("python: 3.12\n# \u0007\n"))
        .containsExactly("turbine.yaml:2: not valid YAML: the character U+0007 is not allowed");
  }

  @Test
  void whatAVariableCannotHoldIsRefused() {
    assertThat(problems("airflow: {core: {a: \"x\\0\"}}"))
        .singleElement()
        .asString()
        .contains("'x·'", "NUL");
  }

  @Test
  void aLongValueIsCutInTheMessage() {
    assertThat(problems("python: \"" + "x\\n".repeat(9_000) + "\""))
        .singleElement()
        .asString()
        .hasSizeLessThan(150);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "airflow: &a {core: *a}",
        "x: &x [1,1,1,1,1,1,1,1,1,1,1,1]\ny: &y [*x,*x,*x,*x,*x,*x,*x,*x,*x,*x,*x,*x]\n"
            + "z: &z [*y,*y,*y,*y,*y,*y,*y,*y,*y,*y,*y,*y]\nw: [*z,*z,*z,*z,*z,*z,*z,*z,*z]\n",
      })
  void valuesWithoutEndAreRefused(String text) {
    assertThat(problems(text)).singleElement().asString().contains("nested deeper");
  }

  @Test
  void deepNestingIsRefused() {
    for (int depth : new int[] {60, 10_000, 300_000}) {
      assertThat(problems("[".repeat(depth))).singleElement().asString().contains("turbine.yaml");
      assertThat(problems("[".repeat(depth) + "]".repeat(depth)))
          .singleElement()
          .asString()
          .contains("nested");
    }
  }

  @Test
  void parallelismCoversTheSlots() {
    assertThat(parse("workers: {count: 2}\nairflow: {core: {parallelism: 8}}").airflow())
        .isEqualTo(Map.of("core", Map.of("parallelism", "8")));
    assertThat(problems("airflow: {core: {parallelism: 7}}\nworkers: {count: 2}")).hasSize(1);
    assertThat(problems("airflow: {core: {parallelism: many}}")).hasSize(1);
    assertThat(problems("airflow: {core: {parallelism: 0}}")).hasSize(1);
  }

  /** Whatever a person writes, the answer is a configuration or a list of problems. */
  @Test
  void arbitraryTextIsReadOrRefused() {
    List<String> pieces =
        List.of(
            "python",
            "ports",
            "workers",
            "airflow",
            "core",
            "count",
            "web",
            "parallelism",
            ": ",
            ":",
            "\n",
            "\n  ",
            "\n    ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "'",
            "\"",
            "|",
            ">",
            "&a ",
            "*a",
            "!!int ",
            "!!null ",
            "!x ",
            "? ",
            "# ",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "\t",
            "\0",
            "\uFEFF",
            "\uD800",
            "😀",
            "<<",
            "~",
            "true",
            "0",
            "3.12",
            "8080",
            "-1",
            "0x10",
            "1e9",
            "\\",
            "@",
            "`",
            "%",
            "\r",
            "\u0085",
            "\u2028",
            "=",
            "x".repeat(2_000));
    long seed = 20_261_122;
    Random random = new Random(seed);
    int read = 0;
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(25); piece >= 0; piece--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        parse(text.toString());
        read++;
      } catch (TurbineException e) {
        assertThat(e.getMessage().lines())
            .as(() -> "seed %d, text: %s".formatted(seed, text))
            .isNotEmpty()
            .allSatisfy(line -> assertThat(line).startsWith("turbine.yaml:").hasSizeLessThan(400));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d, text: %s".formatted(seed, text), e);
      }
    }
    assertThat(read).isBetween(1, 4_999);
  }

  @Test
  void workersOutOfRangeCannotBeMade() {
    assertThatThrownBy(() -> new Workers(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Workers(1, 257)).isInstanceOf(IllegalArgumentException.class);
  }

  private static TurbineConfiguration parse(String text) {
    return TurbineConfiguration.parse(
        "turbine.yaml",
        text,
        (section, option) ->
            section.equals("core") && option.equals("executor")
                ? Optional.of("it is ours")
                : Optional.empty());
  }

  private static List<String> problems(String text) {
    TurbineException problem = catchThrowableOfType(TurbineException.class, () -> parse(text));
    assertThat(problem).as(text).isNotNull();
    assertThat(problem.category()).isEqualTo(Category.PROJECT);
    return problem.getMessage().lines().toList();
  }
}
