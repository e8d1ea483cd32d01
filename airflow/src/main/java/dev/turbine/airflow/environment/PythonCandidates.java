package dev.turbine.airflow.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a Python may be. Only names are looked at: what is behind them shows when they are run.
 *
 * @param environment the variables that say where: PATH, PYENV_ROOT, UV_PYTHON_INSTALL_DIR and
 *     XDG_DATA_HOME
 * @param home the user's home folder
 * @param mac whether this is macOS
 */
record PythonCandidates(Map<String, String> environment, Path home, boolean mac) {
  private static final Pattern PATCH = Pattern.compile("3\\.\\d+\\.(\\d{1,4})");

  /** Executables whose name or folder promises this minor version, the likeliest first. */
  List<Path> named(SupportedPython python) {
    String version = python.text();
    Set<Path> found = new LinkedHashSet<>();
    for (Path folder : folders()) {
      add(found, folder.resolve("python" + version));
    }
    Path pyenv = folder("PYENV_ROOT", home.resolve(".pyenv")).resolve("versions");
    add(found, pyenv, version + "*", "bin/python");
    Path data = folder("XDG_DATA_HOME", home.resolve(".local/share"));
    Path uv = folder("UV_PYTHON_INSTALL_DIR", data.resolve("uv/python"));
    add(found, uv, "cpython-" + version + "*", "bin/python" + version);
    for (Path homebrew : List.of(Path.of("/opt/homebrew"), Path.of("/usr/local"))) {
      add(found, homebrew.resolve("opt/python@" + version + "/bin/python" + version));
    }
    add(
        found,
        Path.of("/Library/Frameworks/Python.framework/Versions", version, "bin/python" + version));
    return List.copyOf(found);
  }

  /** Executables whose name says nothing about the minor version. */
  List<Path> unnamed() {
    Set<Path> found = new LinkedHashSet<>();
    for (String name : List.of("python3", "python")) {
      folders().forEach(folder -> add(found, folder.resolve(name)));
    }
    return List.copyOf(found);
  }

  /** What is there too, only worth a line when nothing else is usable. */
  List<Path> others() {
    Set<Path> found = new LinkedHashSet<>();
    for (int minor = 8; minor <= 20; minor++) {
      String name = "python3." + minor;
      folders().forEach(folder -> add(found, folder.resolve(name)));
    }
    add(found, folder("PYENV_ROOT", home.resolve(".pyenv")).resolve("versions"), "*", "bin/python");
    return List.copyOf(found);
  }

  private List<Path> folders() {
    Stream<Path> path =
        Stream.of(environment.getOrDefault("PATH", "").split(":"))
            .filter(text -> text.startsWith("/"))
            .map(Path::of);
    return Stream.concat(path, Stream.of(Path.of("/usr/bin"), Path.of("/usr/local/bin")))
        .distinct()
        // Without the developer tools, Apple's /usr/bin/python3 opens a window that offers them.
        .filter(folder -> !mac || !folder.equals(Path.of("/usr/bin")))
        .toList();
  }

  private Path folder(String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    return value.startsWith("/") ? Path.of(value) : otherwise;
  }

  private static void add(Set<Path> found, Path executable) {
    if (Files.isRegularFile(executable) && Files.isExecutable(executable)) {
      found.add(executable);
    }
  }

  private static void add(Set<Path> found, Path parent, String glob, String executable) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, glob)) {
      stream.forEach(folders::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folders.sort(Comparator.comparingInt(PythonCandidates::patch).reversed());
    folders.forEach(folder -> add(found, folder.resolve(executable)));
  }

  private static int patch(Path folder) {
    Matcher version = PATCH.matcher(folder.getFileName().toString());
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }
}
