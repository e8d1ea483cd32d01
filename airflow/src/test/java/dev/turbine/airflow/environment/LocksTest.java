package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed locks agree with what they are made from; airflow/compile-locks makes them. */
class LocksTest {
  private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Locks locks = Locks.committed();

  @ParameterizedTest
  @EnumSource
  void hasEveryPackageOfBaseInAndObeysTheConstraints(SupportedPython python) throws Exception {
    Lock lock = Lock.parse(locks.base().get(python));
    Map<String, String> constraints =
        Lock.parse(locks.constraints()).entries().stream()
            .collect(Collectors.toMap(Lock.Entry::name, entry -> entry.version().orElseThrow()));
    List<String> wanted = read("base.in").lines().filter(line -> !line.startsWith("#")).toList();

    assertThat(lock.byName().keySet())
        .containsAll(wanted.stream().map(line -> Lock.nameOf(line).orElseThrow()).toList());
    assertThat(lock.entries())
        .filteredOn(entry -> constraints.containsKey(entry.name()))
        .allSatisfy(entry -> assertThat(entry.version()).contains(constraints.get(entry.name())));
  }

  @ParameterizedTest
  @EnumSource
  void pinsAndHashesEveryLine(SupportedPython python) {
    assertHashed(Lock.parse(locks.base().get(python)));
  }

  @Test
  void pinsAndHashesUv() throws Exception {
    Lock uv = Lock.parse(locks.uv());

    assertHashed(uv);
    assertThat(uv.pins()).isEqualTo(read("uv.in"));
  }

  @Test
  void holdsTheVersionsThatWorkTogether() {
    assertThat(locks.constraints().lines())
        .contains(
            "apache-airflow==3.3.1",
            "apache-airflow-providers-celery==3.26.0",
            "celery==5.6.3",
            "kombu==5.6.2");
  }

  @Test
  void namesNoIndexAndNoMachine() {
    assertThat(List.copyOf(locks.base().values()))
        .allSatisfy(text -> assertThat(text).doesNotContain("://", "--index", "--find", "file:"));
    assertThat(locks.uv()).doesNotContain("://", "--index", "--find", "file:");
  }

  private static void assertHashed(Lock lock) {
    assertThat(lock.entries())
        .isNotEmpty()
        .allSatisfy(entry -> {
          assertThat(entry.version()).isPresent();
          assertThat(entry.hashes()).isNotEmpty().allMatch(HASH.asMatchPredicate());
        });
  }

  private static String read(String name) throws Exception {
    try (InputStream stream = Locks.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
