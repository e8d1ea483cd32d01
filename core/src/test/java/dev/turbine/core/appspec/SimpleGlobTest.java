package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleGlobTest {
  @ParameterizedTest
  @CsvSource({
    "a.txt, a.txt, true",
    "a.txt, b.txt, false",
    "a.txt, a.txt2, false",
    "a?txt, a.txt, false",
    "[ab], a, false",
    "*, a, true",
    "*, .hidden, true",
    "*.txt, .txt, true",
    "*.txt, a.txt.gz, false",
    "a*, a, true",
    "*-3.txt, my-file-3.txt, true",
    "*my-folder*, my-folder-1, true",
    "a*b*c, axbxxc, true",
    "a*b*c, acb, false",
    "***, abc, true",
    "'', a, false",
    "*, a/b, false",
    "a/b, a/b, false",
    "\\E*, \\Ex, true"
  })
  void starsStandForAnyLettersOfOneName(String glob, String name, boolean matches) {
    assertThat(new SimpleGlob(glob).matches(name)).isEqualTo(matches);
  }

  @Test
  void aNameMayHaveAnyCharacters() {
    assertThat(new SimpleGlob("a*b").matches("a\n\u00e9\ud83d\ude00b")).isTrue();
  }
}
