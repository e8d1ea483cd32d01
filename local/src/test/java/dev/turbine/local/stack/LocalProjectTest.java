package dev.turbine.local.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.configuration.TurbineConfiguration;
import dev.turbine.local.port.Port;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProjectTest {
  @TempDir private Path temporary;
  private Path root;

  @BeforeEach
  void makeProject() throws Exception {
    root = temporary.resolve("Ärger mit Leerzeichen");
    Files.createDirectories(root.resolve("airflow/dags"));
  }

  @Test
  void aFolderWithDagsIsAProject() throws Exception {
    LocalProject project = LocalProject.load(root);
    assertThat(project.layout().dags()).isEqualTo(root.resolve("airflow/dags"));
    assertThat(project.configuration()).isEqualTo(TurbineConfiguration.DEFAULT);
    assertThat(project.dotEnv()).isEmpty();
    assertThat(project.ports()).isEmpty();
    assertThat(project.directory()).isEqualTo(StackDirectory.of(root));
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).as("loading changes nothing").hasSize(1);
    }
  }

  @Test
  void itsFilesAreRead() throws Exception {
    write("turbine.yaml", "ports: {web: 18080, objects: 19000}\n");
    write(".env", "GREETING=grüß dich\n");
    LocalProject project = LocalProject.load(root);
    assertThat(project.ports()).isEqualTo(Map.of(Port.WEB, 18080, Port.OBJECTS, 19000));
    assertThat(project.dotEnv()).isEqualTo(Map.of("GREETING", "grüß dich"));
    assertThat(project.toString()).doesNotContain("dich");
  }

  @Test
  void everyPortCanBeSetAndItsDefaultIsInTheSchema() throws Exception {
    assertThat(Stream.of(Port.values()).map(Port::word)).isEqualTo(TurbineConfiguration.PORTS);
    try (InputStream schema =
        TurbineConfiguration.class.getResourceAsStream("turbine.schema.json")) {
      Map<String, Integer> defaults = new HashMap<>();
      new ObjectMapper()
          .readTree(schema)
          .at("/properties/ports/properties")
          .properties()
          .forEach(port -> defaults.put(port.getKey(), port.getValue().get("default").intValue()));
      assertThat(defaults)
          .isEqualTo(EnumSet.allOf(Port.class).stream().collect(toMap(Port::word, Port::wanted)));
    }
  }

  @Test
  void theProblemsOfAllFilesAreReportedAtOnce() throws Exception {
    write("turbine.yaml", "worker: 1\nairflow: {core: {executor: LocalExecutor}}\n");
    write(".env", "OK=1\nAIRFLOW__CORE__FERNET_KEY=hush\nnonsense\n");
    assertThatThrownBy(() -> LocalProject.load(root))
        .isInstanceOf(TurbineException.class)
        .message()
        .satisfies(message -> {
          assertThat(message.lines()).hasSize(4);
          assertThat(message.lines().map(line -> line.split(": ")[0]))
              .containsExactly("turbine.yaml:1", "turbine.yaml:2", ".env:2", ".env:3");
          assertThat(message)
              .contains("airflow.core.executor cannot be set: tasks go through")
              .contains("AIRFLOW__CORE__FERNET_KEY cannot be set: the stack makes")
              .doesNotContain("hush");
        });
  }

  @Test
  void bytesThatAreNoUtf8AreReportedWithTheirLine() throws Exception {
    Files.write(root.resolve("turbine.yaml"), new byte[] {'#', '\n', '#', '\n', '#', (byte) 0xE4});
    refused("turbine.yaml:3: is not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void aCharacterCutAtTheEndOfTheFileIsReported() throws Exception {
    Files.write(root.resolve(".env"), new byte[] {'A', '=', (byte) 0xC3});
    refused(".env:1: is not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void aFolderInTheFilesPlaceIsReported() throws Exception {
    Files.createDirectory(root.resolve("turbine.yaml"));
    refused("turbine.yaml: is not a file; expected a text file, or none");
  }

  @Test
  void aLinkToNowhereIsReported() throws Exception {
    Files.createSymbolicLink(root.resolve("turbine.yaml"), Path.of("nowhere"));
    refused("turbine.yaml: is not a file; expected a text file, or none");
  }

  @Test
  void aFileTooLargeToBeMeantIsReported() throws Exception {
    Files.write(root.resolve("turbine.yaml"), new byte[(1 << 20) + 1]);
    refused("turbine.yaml: has 1048577 bytes; expected at most 1048576");
  }

  @Test
  void aFileWithoutPermissionIsReported() throws Exception {
    Path file = root.resolve("turbine.yaml");
    write("turbine.yaml", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root may read every file");
    refused("turbine.yaml: cannot be read: permission denied. Check with: ls -l turbine.yaml");
  }

  @Test
  void aFolderWithoutDagsIsNoProject() {
    assertThatThrownBy(() -> LocalProject.load(temporary))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("turbine init");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> LocalProject.load(root))
        .isInstanceOf(TurbineException.class)
        .hasMessage(message);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(root.resolve(name), text);
  }
}
