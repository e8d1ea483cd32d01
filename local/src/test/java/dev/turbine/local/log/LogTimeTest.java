package dev.turbine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-22T18:52:18.691+0000 [INFO] started | 2026-11-22T18:52:18.691Z",
        "2026-11-22T19:52:18.691+01:00 started | 2026-11-22T18:52:18.691Z",
        "2026-11-22T18:52:19.999332Z [info     ] Starting | 2026-11-22T18:52:19.999332Z",
        "[2026-11-22 19:52:18,691: INFO/MainProcess] ready | 2026-11-22T18:52:18.691Z",
        "2026-11-22 19:52:18 no fraction | 2026-11-22T18:52:18Z",
        "2026-11-22T18:52:18Z | 2026-11-22T18:52:18Z",
      })
  void isReadInEveryFormThatServicesWrite(String line, Instant expected) {
    assertThat(LogTime.of(line, ZONE)).contains(expected);
  }

  @Test
  void isReadBehindColors() {
    assertThat(LogTime.of("\u001b[2m2026-11-22T18:52:18Z\u001b[0m [info]", ZONE))
        .contains(Instant.parse("2026-11-22T18:52:18Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ____ banner",
        "since 2026-11-22T18:52:18Z",
        "2026-13-45T18:52:18Z",
        "2026-11"
      })
  void isAbsentWhereALineBeginsWithSomethingElse(String line) {
    assertThat(LogTime.of(line, ZONE)).isEmpty();
  }
}
