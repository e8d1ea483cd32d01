package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  /** CloudFormation's limit for a template that is read from a bucket. */
  private static final long LARGEST_TEMPLATE_BYTES = 1_000_000;

  @TempDir private Path folder;

  @BeforeEach
  void node() {
    Node.assumeThere();
  }

  @Test
  void thoseCommittedAreThoseOfTheSources() throws Exception {
    Synthesis.write(folder.resolve("work"), folder.resolve("templates"));

    assertThat(names(folder.resolve("templates"))).isEqualTo(names(Repository.templates()));
    for (String name : names(Repository.templates())) {
      assertThat(Files.readString(Repository.templates().resolve(name)))
          .as("templates/%s; if the sources are right, run infrastructure/write-templates", name)
          .isEqualTo(Files.readString(folder.resolve("templates").resolve(name)));
    }
  }

  @Test
  void cloudFormationReadsThem() throws Exception {
    for (String name : names(Repository.templates())) {
      assertThat(Files.size(Repository.templates().resolve(name)))
          .isLessThan(LARGEST_TEMPLATE_BYTES);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
