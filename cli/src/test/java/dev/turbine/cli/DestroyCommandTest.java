package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.stack.StackDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DestroyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path project;
  @TempDir private Path elsewhere;
  private StackDirectory directory = StackDirectory.of(Path.of(""));

  @BeforeEach
  void makeAProjectWithAStackThatDoesNotRun() throws Exception {
    directory = StackDirectory.of(project);
    Files.writeString(project.resolve("turbine.yaml"), "");
    Files.writeString(elsewhere.resolve("precious"), "mine");
  }

  @Test
  void deletesTheStackOnlyAndFollowsNoLink() throws Exception {
    directory.create();
    Files.createSymbolicLink(directory.shared().resolve("folder"), elsewhere);
    Files.createSymbolicLink(directory.root().resolve("file"), elsewhere.resolve("precious"));
    Files.createSymbolicLink(directory.root().resolve("dangling"), Path.of("nowhere"));

    assertThat(destroy("--yes")).isZero();

    assertThat(directory.root()).doesNotExist();
    assertThat(elsewhere.resolve("precious")).hasContent("mine");
    assertThat(project.resolve("turbine.yaml")).exists();
    assertThat(err.toString()).contains("Deleted " + directory.root(), "turbine", "are left in");
  }

  @Test
  void deletesWhatATaskMadeReadOnly() throws Exception {
    directory.create();
    Path folder = Files.createDirectory(directory.shared().resolve("sealed"));
    Files.writeString(folder.resolve("file"), "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThat(destroy("--yes")).isZero();
    assertThat(directory.root()).doesNotExist();
  }

  @Test
  void aStackFolderThatIsALinkIsUnlinkedAndNothingMore() throws Exception {
    Files.createSymbolicLink(directory.root(), elsewhere);

    assertThat(destroy("--yes")).isZero();

    assertThat(Files.exists(directory.root(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(elsewhere.resolve("precious")).hasContent("mine");
    assertThat(err.toString()).contains("the link", elsewhere.toString());
  }

  @Test
  void withoutATerminalItNeedsYes() {
    directory.create();

    assertThat(destroy()).isEqualTo(2);
    assertThat(err.toString()).contains("--yes");
    assertThat(directory.root()).exists();
  }

  @Test
  void nothingToDestroyIsNoFailure() {
    assertThat(destroy("--yes")).isZero();
    assertThat(err.toString()).contains("no stack of " + project);
  }

  @ParameterizedTest
  @CsvSource({"y, true", "Yes, true", "' YES ', true", "n, false", "'', false", "yep, false"})
  void onlyYesIsYes(String answer, boolean yes) {
    directory.create();
    CommandLine command =
        new CommandLine(new DestroyCommand(question -> Optional.of(Confirmation.isYes(answer))))
            .setErr(new PrintWriter(err, true));

    assertThat(command.execute("-p", project.toString())).isZero();

    assertThat(Files.exists(directory.root())).isEqualTo(!yes);
    assertThat(err.toString()).contains(yes ? "Deleted" : "Nothing was changed");
  }

  private int destroy(String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(new String[] {"destroy", "-p", project.toString()}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
