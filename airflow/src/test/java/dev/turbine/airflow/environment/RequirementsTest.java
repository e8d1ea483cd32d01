package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.environment.Requirements.Line;
import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only\n  # comments\r\n", "\uFEFF"})
  void isEmptyWithoutAPackage(String content) throws Exception {
    assertThat(read(content).isEmpty()).isTrue();
    assertThat(Requirements.read(folder.resolve("missing.txt"))).isEqualTo(Requirements.none());
  }

  @Test
  void readsWhatEditorsOfWindowsWriteAndJoinsContinuedLines() throws Exception {
    Requirements requirements =
        read("\uFEFF# a\r\npandas[x] >= 2 ; python_version > '3' # why\r\n\r\nfoo\\\r\n>1\r\nbar");

    assertThat(requirements.packages())
        .containsExactly(
            new Line("requirements.txt", 2, "pandas[x] >= 2 ; python_version > '3'"),
            new Line("requirements.txt", 4, "foo>1"),
            new Line("requirements.txt", 6, "bar"));
  }

  @Test
  void followsIncludedFilesOnceAndKeepsWhereEachLineStands() throws Exception {
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(folder.resolve("more/a.txt"), "cowsay\n-r ../requirements.txt\n");
    Files.writeString(folder.resolve("limits.txt"), "numpy<3\n");

    Requirements requirements = read("-r more/a.txt\n--constraint=limits.txt\n");

    assertThat(requirements.packages()).containsExactly(new Line("more/a.txt", 1, "cowsay"));
    assertThat(requirements.constraints()).containsExactly(new Line("limits.txt", 1, "numpy<3"));
  }

  @Test
  void keepsIndexesWithTheirVariablesAndMakesFoldersAbsolute() throws Exception {
    Requirements requirements =
        read("-i https://${TOKEN}@example.com/simple\n--find-links wheels\n--require-hashes\nfoo");

    assertThat(requirements.packagesText())
        .isEqualTo(
            "--index-url https://${TOKEN}@example.com/simple\n--find-links %s/wheels\nfoo\n"
                .formatted(folder));
  }

  @Test
  void takesArchivesAndRepositoriesByAddress() throws Exception {
    String content =
        "six @ git+https://example.com/six@1.0\nhttps://example.com/a-1-py3-none.whl\n";

    assertThat(read(content).packagesText()).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-e .|plugins/ or include/",
        "./wheels/foo.whl|--find-links",
        "foo.whl|--find-links",
        "foo @ file:///tmp/foo|--find-links",
        "--pre|pre-release",
        "--trusted-host example.com|UV_INSECURE_HOST",
        "--use-feature=x|not supported",
        "-r none.txt|no such file",
        "-c https://example.com/c.txt|keep a copy",
        "-c https://raw.githubusercontent.com/apache/airflow/constraints-3.3.1/c.txt|itself"
      })
  void refusesWhatCannotBePartOfAReleaseWithALineAndAWayOut(String line, String todo) {
    assertThatThrownBy(() -> read("cowsay\n" + line))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("requirements.txt line 2: " + line)
        .hasMessageContaining(todo);
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() -> read("-e .\nfine\n--pre\n"))
        .hasMessageContaining("line 1")
        .hasMessageContaining("line 3");
  }

  @Test
  void refusesWhatIsNotText() throws Exception {
    Path file = folder.resolve("requirements.txt");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThatThrownBy(() -> Requirements.read(file)).hasMessageContaining("is not UTF-8 text");
  }

  private Requirements read(String content) throws IOException {
    return Requirements.read(Files.writeString(folder.resolve("requirements.txt"), content));
  }
}
