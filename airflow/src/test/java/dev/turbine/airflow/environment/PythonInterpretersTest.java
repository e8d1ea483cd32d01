package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The candidates are scripts that answer as a Python would; the machine's own are not on PATH. */
class PythonInterpretersTest {
  @TempDir Path home;
  private Path bin;

  @BeforeEach
  void makeBin() throws IOException {
    bin = Files.createDirectories(home.resolve("bin"));
  }

  @Test
  void prefersTheVersionThatAirflowIsTestedWith() throws Exception {
    python("python3.13", "3.13.2", "");
    Path best = python("python3.12", "3.12.9", "");
    python("python3", "3.11.2", "");

    assertThat(find("3.12")).isEqualTo(new PythonInterpreter(best, "3.12.9"));
  }

  @Test
  void passesOverAShimThatFailsAndTakesTheInterpreterBehindIt() throws Exception {
    script(bin.resolve("python3.13"), "echo 'pyenv: python3.13: command not found' >&2; exit 127");
    Path old = pyenv("3.13.0");
    Path patched = pyenv("3.13.11");

    assertThat(find("3.13").path()).isEqualTo(patched).isNotEqualTo(old);
  }

  @Test
  void listsAllThatWasFoundAndWhyItIsUnusable() throws Exception {
    python("python3.13", "3.13.1", "venv,ensurepip");
    script(bin.resolve("python3"), "echo 'shim: no version is set' >&2; exit 127");
    Path newer = python("python", "3.15.0", "");
    Path explicit = python("mine", "3.13.0", "ensurepip");

    assertThatThrownBy(() -> explicitly(explicit).find(SupportedPython.V3_13))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("TURBINE_PYTHON is " + explicit)
        .hasMessageContaining("is Python 3.13.0 without the modules ensurepip")
        .hasMessageContaining("python3-venv");
    assertThatThrownBy(() -> explicitly(newer).find())
        .hasMessageContaining("not a usable Python 3.11, 3.12 or 3.13")
        .hasMessageContaining("is Python 3.15.0, which has no lock");
    assertThatThrownBy(() -> explicitly(bin.resolve("python3")).find())
        .hasMessageContaining("fails when run (exit code 127: shim: no version is set)");
    assertThatThrownBy(() -> explicitly(bin.resolve("none")).find())
        .hasMessageContaining("Cannot run");
  }

  @Test
  void refusesAnExplicitInterpreterOfAnotherVersionThanTheProjectWants() throws Exception {
    Path python = python("mine", "3.12.1", "");

    assertThatThrownBy(() -> explicitly(python).find(SupportedPython.V3_13))
        .hasMessageContaining(python + " is Python 3.12.1, not Python 3.13");
  }

  @Test
  void saysWhatAMachineWithoutAUsablePythonHasAndHowToGetOne() {
    Probe old =
        new Probe.Unusable(Path.of("/usr/bin/python3"), "is Python 3.9.2, which has no lock");

    assertThat(MissingPython.anywhere(List.of(SupportedPython.values()), List.of(old)))
        .hasMessageStartingWith("No usable Python 3.11, 3.12 or 3.13 was found on this machine.")
        .hasMessageContaining("  /usr/bin/python3 is Python 3.9.2, which has no lock\n")
        .hasMessageContaining("sudo apt install python3 python3-venv")
        .hasMessageContaining("sudo dnf install")
        .hasMessageContaining("brew install");
    assertThat(MissingPython.anywhere(List.of(SupportedPython.V3_13), List.of()))
        .hasMessageContaining("Nothing named python3 was found");
  }

  private PythonInterpreter find(String minor) throws InterruptedException {
    return new PythonInterpreters(Map.of("PATH", bin.toString()), home)
        .find(SupportedPython.of(minor).orElseThrow());
  }

  private PythonInterpreters explicitly(Path python) {
    return new PythonInterpreters(Map.of("TURBINE_PYTHON", python.toString()), home);
  }

  private Path pyenv(String version) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".pyenv/versions/" + version + "/bin"));
    return python(folder.resolve("python"), version, "");
  }

  private Path python(String name, String version, String missing) throws IOException {
    return python(bin.resolve(name), version, missing);
  }

  private Path python(Path path, String version, String missing) throws IOException {
    return script(
        path, "printf '%%s\\n' CPython %s %s missing:%s flags:".formatted(version, path, missing));
  }

  private static Path script(Path path, String body) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
