package dev.turbine.infrastructure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Node.js, which CDK runs in. Those who only use Turbine have none, and the templates anyway. */
final class Node {
  private Node() {}

  static void assumeThere() {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    if (!there) {
      System.out.println(
          "Skipped: no Node.js on PATH, which makes the templates from the sources.");
    }
    assumeTrue(there, "no Node.js on PATH");
  }
}
