package dev.turbine.local.process;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sessions that go on without their leader, written down: the daemon that looks after them may die
 * too, and their services' own records are those of successors by then.
 *
 * @param folder of the services' records
 */
record OrphanRecords(Path folder) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private static final String ENDING = ".session";

  void add(ProcessIdentity leader) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(leader), JSON.writeValueAsString(leader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(ProcessIdentity leader) {
    try {
      Files.deleteIfExists(file(leader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Those that still have processes, and those of services that died while nobody looked after
   * them. What is told of others is forgotten.
   */
  List<ProcessIdentity> left() {
    List<ProcessIdentity> written = written();
    List<ProcessIdentity> left =
        Stream.concat(written.stream(), new ServiceRecords(folder).dead().stream())
            .distinct()
            .filter(Session::isLeft)
            .toList();
    written.stream().filter(leader -> !left.contains(leader)).forEach(this::remove);
    return left;
  }

  private List<ProcessIdentity> written() {
    List<ProcessIdentity> leaders = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        try {
          leaders.add(JSON.readValue(file.toFile(), ProcessIdentity.class));
        } catch (JacksonException halfWritten) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException neverStarted) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaders;
  }

  private Path file(ProcessIdentity leader) {
    return folder.resolve(leader.pid() + ENDING);
  }
}
