package dev.turbine.local.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir Path project;
  private Path stack;
  private Path file;

  @BeforeEach
  void nameFiles() {
    stack = project.resolve(".turbine");
    file = stack.resolve("secrets.json");
  }

  @Test
  void areMadeOnceForTheirOwnerOnly() throws IOException {
    Secrets secrets = Secrets.of(stack);
    assertThat(Secrets.of(stack)).isEqualTo(secrets);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack)))
        .isEqualTo("rwx------");
    assertThat(Base64.getUrlDecoder().decode(secrets.fernetKey())).hasSize(32);
    assertThat(secrets.adminPassword()).hasSize(20).doesNotContainPattern("[0Oo1lIi]");
  }

  @Test
  void differBetweenStacks() {
    Secrets other = Secrets.of(project.resolve("other"));
    assertThat(Secrets.of(stack).databaseAirflow()).isNotEqualTo(other.databaseAirflow());
    assertThat(Secrets.of(stack).adminPassword()).isNotEqualTo(other.adminPassword());
  }

  @Test
  void aFileOpenedToOthersIsClosedAgain() throws IOException {
    Secrets.of(stack);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Secrets.of(stack);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void showNothingAsText() {
    assertThat(Secrets.of(stack)).hasToString("Secrets[hidden]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "{\"databaseAdmin\": \"hunter2\"}",
        "{\"hunter2\": 1}",
        "[\"hunter2\"]"
      })
  void aDamagedFileIsKeptAndNotQuoted(String content) throws IOException {
    Files.createDirectories(stack);
    Files.writeString(file, content);
    assertThatThrownBy(() -> Secrets.of(stack))
        .isInstanceOfSatisfying(
            TurbineException.class,
            problem -> {
              assertThat(problem.category()).isEqualTo(Category.STATE);
              assertThat(problem).hasMessageContaining(file.toString()).hasNoCause();
              assertThat(problem).hasMessageNotContaining("hunter2");
            });
    assertThat(file).hasContent(content);
  }
}
