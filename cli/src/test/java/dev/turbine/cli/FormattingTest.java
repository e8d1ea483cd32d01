package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * google-java-format, run as a program by the JDK of the tests: Maven's own may be too old for it.
 */
class FormattingTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Repository repository = Repository.ofTheseTests();
  @TempDir private Path folder;

  @Test
  void everySourceIsFormatted() throws Exception {
    List<String> sources = repository.javaSources().stream().map(Path::toString).toList();
    assertThat(sources).contains("cli/src/main/java/dev/turbine/cli/Main.java");

    List<String> wrong = wronglyFormatted(sources);

    assertThat(wrong)
        .withFailMessage(() ->
            "Not formatted; in the repository's root run:%n%s @.ci/google-java-format.args --replace %s"
                .formatted(JAVA, String.join(" ", wrong)))
        .isEmpty();
  }

  @Test
  void aWrongIndentAndAnUnusedImportAreSeen() throws Exception {
    Path indented = folder.resolve("Indented.java");
    Files.writeString(indented, "class Indented {\n    int field;\n}\n");
    Path imports = folder.resolve("Imports.java");
    Files.writeString(imports, "import java.util.List;\n\nclass Imports {}\n");

    assertThat(wronglyFormatted(List.of(indented.toString(), imports.toString())))
        .containsExactlyInAnyOrder(indented.toString(), imports.toString());
  }

  private List<String> wronglyFormatted(List<String> files) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JAVA.toString(), "@.ci/google-java-format.args", "--dry-run"));
    command.addAll(files);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(repository.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readAllLines(output);
  }
}
