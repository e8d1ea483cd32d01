package dev.turbine.local.stack;

import dev.turbine.core.yaml.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the texts that a person wrote into a project; what cannot be read becomes a problem. */
final class ProjectFiles {
  /** Nobody writes more by hand; a larger file was not meant. */
  private static final long LARGEST = 1 << 20;

  private final Path root;
  private final Problems problems;

  ProjectFiles(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /** The text of a file; none if there is no such file, or it is noted as a problem. */
  Optional<String> read(Path file) {
    // A link to nowhere is a mistake, not an absent file.
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String name = root.relativize(file).toString();
    try {
      if (!Files.isRegularFile(file)) {
        problems.add(name, "is not a file; expected a text file, or none");
      } else if (Files.size(file) > LARGEST) {
        problems.add(
            name, "has %d bytes; expected at most %d".formatted(Files.size(file), LARGEST));
      } else {
        return decode(name, Files.readAllBytes(file));
      }
    } catch (AccessDeniedException _) {
      problems.add(name, "cannot be read: permission denied. Check with: ls -l " + name);
    } catch (IOException e) {
      problems.add(name, "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<String> decode(String name, byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(input)
              .toString());
    } catch (CharacterCodingException _) {
      // The decoder stops before the byte that it cannot read.
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(name, line, "is not UTF-8 text; save the file as UTF-8");
      return Optional.empty();
    }
  }
}
