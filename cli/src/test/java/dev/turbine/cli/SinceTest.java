package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2026-11-22T12:00:00+01:00[Europe/Berlin]");

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-22T10:58:30Z",
    "10m, 2026-11-22T10:50:00Z",
    "2h, 2026-11-22T09:00:00Z",
    "1d, 2026-11-21T11:00:00Z",
    "11:30, 2026-11-22T10:30:00Z",
    "18:00, 2026-11-21T17:00:00Z",
    "2026-11-22, 2026-11-21T23:00:00Z",
    "2026-11-22T10:00, 2026-11-22T09:00:00Z",
    "2026-11-22 10:00:30, 2026-11-22T09:00:30Z",
    "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
    "2026-11-22T10:00:00-05:00, 2026-11-22T15:00:00Z",
  })
  void everyFormIsUnderstood(String text, Instant expected) {
    assertThat(Since.parse(text, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "10 m", "-5m", "10M", "yesterday", "25:00", "2026-02-30"})
  void anythingElseIsNot(String text) {
    assertThat(Since.parse(text, NOW)).isEmpty();
  }
}
