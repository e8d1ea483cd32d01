package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.port.Port;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void nameAFolderThatIsNotThere() {
    folder = temporary.resolve("my first").resolve("Äquator 赤道");
  }

  @Test
  void writesAProjectIntoAFolderWithSpacesAndUnicode() throws Exception {
    assertThat(init()).isZero();

    assertThat(folder.resolve("airflow/dags/hello.py")).content().contains("@dag", "expand(");
    assertThat(folder.resolve("airflow/plugins/.gitkeep")).isEmptyFile();
    assertThat(folder.resolve("airflow/include")).isDirectory();
    assertThat(folder.resolve(".gitignore")).content().contains(".env\n", ".turbine/\n");
    assertThat(files()).isEqualTo(NewProject.FILES.size());
    assertThat(out.toString())
        .contains("airflow/dags/hello.py", "Next: turbine up -p '" + folder + "'");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theSettingsShowTheDefaults() throws Exception {
    init();

    String settings = Files.readString(folder.resolve("turbine.yaml"));
    assertThat(settings.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    for (Port port : Port.values()) {
      String name = port.name().toLowerCase(Locale.ROOT);
      assertThat(settings).contains("#   %s: %d%n".formatted(name, port.wanted()));
    }
  }

  @Test
  void namesAllThatIsThereAndWritesNothing() throws Exception {
    Files.createDirectories(folder.resolve("airflow"));
    Files.writeString(folder.resolve("turbine.yaml"), "mine");
    Files.createSymbolicLink(folder.resolve(".gitignore"), Path.of("nowhere"));
    Files.writeString(folder.resolve("airflow/dags"), "a file, not a folder");

    assertThat(init()).isEqualTo(3);

    assertThat(err.toString()).contains("turbine.yaml", ".gitignore", "airflow/dags");
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("turbine.yaml")).hasContent("mine");
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void aSecondTimeChangesNothing() throws Exception {
    init();
    Files.writeString(folder.resolve("airflow/dags/hello.py"), "changed");

    assertThat(init()).isEqualTo(3);
    assertThat(folder.resolve("airflow/dags/hello.py")).hasContent("changed");
  }

  @Test
  void leavesOtherFilesAlone() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("README.md"), "mine");

    assertThat(init()).isZero();
    assertThat(folder.resolve("README.md")).hasContent("mine");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws Exception {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file");

    assertThat(init()).isEqualTo(3);
    assertThat(err.toString()).contains(folder + " (not a folder)");
  }

  @Test
  void aFolderThatCannotBeMadeIsExplained() {
    folder = Path.of("/proc/turbine");

    assertThat(init()).isEqualTo(4);
    assertThat(err.toString()).contains("Cannot write the project to /proc/turbine");
  }

  private int init() {
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), "init", folder.toString());
  }

  private long files() throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
