package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.scaling.WorkerSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                List.of(fixed(64, 256)),
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
    assertThat(parse("workers: {count: 3}").workerSets()).containsExactly(fixed(3, 4));
    assertThat(parse("workers: {concurrency: 3}").workerSets()).containsExactly(fixed(1, 3));
    assertThat(parse("python: '3.11'").python()).contains("3.11");
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
            "turbine.yaml:5: ports.queue is 9000; expected another port than ports.objects in line"
                + " 4",
            "turbine.yaml:6: unknown key 'worker'; did you mean 'workers'?",
            "turbine.yaml:8: workers.count is 0; expected a whole number from 1 to 64",
            "turbine.yaml:9: unknown key 'workers.concurency'; did you mean 'workers.concurrency'?",
            "turbine.yaml:12: airflow.core.parallelism is 3; expected a whole number, at least the"
                + " 4 slots of all workers that may be",
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
            + " worker_sets, airflow",
        "ports: {wbe: 1} | turbine.yaml:1: unknown key 'ports.wbe'; did you mean 'ports.web'?",
        "workers: {count: 2, max: 3} | turbine.yaml:1: workers.count cannot stand beside min and"
            + " max: it sets both; leave it out",
        "workers: {min: 3, max: 2} | turbine.yaml:1: workers.max is 2; expected a number not below"
            + " min",
        "workers: {max: 0} | turbine.yaml:1: workers.max is 0; expected a whole number from 1 to"
            + " 64",
        "workers: {growth_threshold: 0} | turbine.yaml:1: workers.growth_threshold is 0; expected a"
            + " number from 0.01 to 100",
        "workers: {shrink_threshold: 1.0} | turbine.yaml:1: workers.shrink_threshold is 1.0;"
            + " expected a number below growth_threshold",
        "workers: {drain_limit: 0} | turbine.yaml:1: workers.drain_limit is 0; expected a whole"
            + " number from 1 to 604800",
        "workers: {queues: [a]} | turbine.yaml:1: unknown key 'workers.queues'; known keys: count,"
            + " min, max, concurrency, growth_threshold, shrink_threshold, shrink_window,"
            + " drain_limit, machine_types, spot_share",
        "worker_sets: {default: {}} | turbine.yaml:1: worker_sets.default is described under"
            + " 'workers'; move its keys there",
        "worker_sets: {A: {}} | turbine.yaml:1: worker_sets.A is no name of a worker set; expected"
            + " lower case, digits and -, at most 31",
        "worker_sets: {a: {queues: []}} | turbine.yaml:1: worker_sets.a.queues is a list; expected"
            + " at least one name of a queue",
        "worker_sets: {a: {queues: [b c]}} | turbine.yaml:1: worker_sets.a.queues[1] is 'b c';"
            + " expected the name of a queue: letters, digits, _ and -, at most 80, not"
            + " dead-letter",
        "worker_sets: {a: {queues: [default, x]}} | turbine.yaml:1: worker_sets.a.queues[1] is the"
            + " queue 'default', which workers serves already; a queue belongs to one set",
        "worker_sets: {a: {machine_types: [big]}} | turbine.yaml:1: worker_sets.a.machine_types[1]"
            + " is 'big'; expected an EC2 instance type, such as m7g.large",
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
      })
  void aProblemSaysWhereWhatAndWhatElse(String text, String problem) {
    assertThat(problems(text)).containsExactly(problem);
  }

  @Test
  void whatAVariableCannotHoldIsRefused() {
    assertThat(problems("airflow: {core: {a: \"hunter2\\0\"}}"))
        .singleElement()
        .asString()
        .contains("NUL")
        .doesNotContain("hunter");
  }

  @Test
  void aLongValueOrKeyIsCutInTheMessage() {
    String much = "x\\n".repeat(300);
    assertThat(problems("python: \"" + much + "\"\nairflow: {core: {\"" + much + "\": 1}}"))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(250));
  }

  @Test
  void parallelismCoversTheSlots() {
    assertThat(parse("workers: {count: 2}\nairflow: {core: {parallelism: 8}}").airflow())
        .isEqualTo(Map.of("core", Map.of("parallelism", "8")));
    assertThat(problems("airflow: {core: {parallelism: 7}}\nworkers: {count: 2}")).hasSize(1);
    assertThat(problems("airflow: {core: {parallelism: many}}")).hasSize(1);
    assertThat(problems("airflow: {core: {parallelism: 0}}")).hasSize(1);
  }

  @Test
  void optionsOfAirflowAreNotPrinted() {
    assertThat(parse("airflow: {smtp: {smtp_password: hunter2}}").toString())
        .contains("smtp")
        .doesNotContain("hunter");
  }

  @Test
  void workerSetsAreRead() {
    assertThat(
            parse(
                    """
                    workers: {min: 0, max: 4, growth_threshold: 0.9, shrink_threshold: 0.25,
                      shrink_window: 30, drain_limit: 600}
                    worker_sets:
                      gpu:
                        queues: [gpu, models]
                        max: 2
                        concurrency: 1
                        machine_types: [g6.xlarge, g5.xlarge]
                        spot_share: 0.5
                      mail: {min: 2}
                    """)
                .workerSets())
        .containsExactly(
            new WorkerSetOptions(
                new WorkerSet(
                    "default", List.of("default"), 0, 4, 4, 0.9, 0.25, Duration.ofSeconds(30)),
                Duration.ofMinutes(10),
                List.of(),
                0),
            new WorkerSetOptions(
                new WorkerSet(
                    "gpu", List.of("gpu", "models"), 1, 2, 1, 1, 0.5, Duration.ofMinutes(1)),
                Duration.ofDays(1),
                List.of("g6.xlarge", "g5.xlarge"),
                0.5),
            new WorkerSetOptions(
                new WorkerSet("mail", List.of("mail"), 2, 2, 4, 1, 0.5, Duration.ofMinutes(1)),
                Duration.ofDays(1),
                List.of(),
                0));
  }

  @Test
  void parallelismCoversTheSlotsOfAllSetsAtTheirLargest() {
    String sets = "workers: {max: 3}\nworker_sets: {gpu: {max: 2, concurrency: 1}}\n";
    assertThat(parse(sets).slots()).isEqualTo(14);
    assertThat(problems(sets + "airflow: {core: {parallelism: 13}}")).hasSize(1);
    assertThat(parse(sets + "airflow: {core: {parallelism: 14}}").airflow()).isNotEmpty();
  }

  @Test
  void anotherGrowthThresholdMovesTheOther() {
    assertThat(parse("workers: {growth_threshold: 0.4}").workerSets().getFirst().set())
        .returns(0.2, WorkerSet::shrinkThreshold);
  }

  @Test
  void workersOutOfRangeCannotBeMade() {
    assertThatThrownBy(() -> fixed(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fixed(1, 257)).isInstanceOf(IllegalArgumentException.class);
  }

  private static WorkerSetOptions fixed(int count, int concurrency) {
    return new WorkerSetOptions(
        new WorkerSet(
            "default",
            List.of("default"),
            count,
            count,
            concurrency,
            1,
            0.5,
            Duration.ofSeconds(60)),
        Duration.ofDays(1),
        List.of(),
        0);
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
