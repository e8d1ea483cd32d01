package dev.turbine.infrastructure;

import dev.turbine.lambda.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The function as Lambda has it: its zip unpacked, nothing else on the class path but the program
 * that calls it, and the flags of Lambda's Java runtime.
 */
final class FunctionProcess {
  private final Path libraries;

  /** Unpacks the zip that the module lambda has made. */
  FunctionProcess(Path folder) throws IOException {
    libraries = folder.resolve("lib");
    Files.createDirectories(libraries);
    Path zip = Repository.root().resolve("lambda/target/turbine-scaler.zip");
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(file)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.isDirectory()) {
          Files.copy(entries, libraries.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    }
  }

  /** The names of the jars in the zip. */
  List<String> jars() throws IOException {
    try (var files = Files.list(libraries)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * A process that calls it so often, a round each.
   *
   * @param endpoint of all services of AWS
   */
  ProcessBuilder calling(int times, URI endpoint, Map<String, String> environment)
      throws URISyntaxException {
    Path program =
        Path.of(Invocation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx436m"));
    command.addAll(List.of("-cp", libraries + "/*:" + program));
    command.addAll(List.of(Invocation.class.getName(), Integer.toString(times)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test"));
    return builder;
  }
}
