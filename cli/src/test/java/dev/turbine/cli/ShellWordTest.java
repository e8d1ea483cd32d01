package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "pipelines, pipelines",
        "~/ü-1/a.b, '~/ü-1/a.b'",
        "my dags, 'my dags'",
        "$HOME, '$HOME'",
        "it's, 'it'\\''s'"
      })
  void isQuotedOnlyIfItHasToBe(String text, String word) {
    assertThat(ShellWord.quoted(text)).isEqualTo(word);
  }
}
