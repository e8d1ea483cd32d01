package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfTest {
  @TempDir private Path folder;

  @Test
  void anObjectIsTakenAsItIs() {
    assertThat(RunConf.parse("{\"a\": \"it's \\\"quoted\\\" ü\"}", folder).path("a").asText())
        .isEqualTo("it's \"quoted\" ü");
  }

  @Test
  void aFileIsReadFromTheFolder() throws Exception {
    Files.writeString(folder.resolve("my conf.json"), "{\"n\": 3}\n");

    assertThat(RunConf.parse("@my conf.json", folder).path("n").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[1] | it is array", "`` | it is missing", "{a: 1} | line 1, column", "{} x | x"})
  void anythingElseIsRefusedWithWhatItIs(String text, String reason) {
    assertThatThrownBy(() -> RunConf.parse(text, folder))
        .isInstanceOfSatisfying(
            TurbineException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
        .hasMessageContaining("--conf is not a JSON object")
        .hasMessageContaining(reason)
        .hasMessageContaining("Received: " + text);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> RunConf.parse("@none.json", folder))
        .hasMessageContaining(folder.resolve("none.json").toString());
  }
}
