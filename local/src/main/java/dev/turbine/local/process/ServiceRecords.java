package dev.turbine.local.process;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What runs, written down, so that a later daemon finds the services that outlived this one: a file
 * per service in one folder.
 *
 * @param folder exists, and holds nothing else that ends in {@code .json}
 */
public record ServiceRecords(Path folder) {
  /** Only what a record is made of: without this, {@code isAlive} would be written down too. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  private static final String ENDING = ".json";

  /**
   * One running service.
   *
   * @param name the service's name
   * @param process the leader of its session
   * @param origin what it was started from
   */
  public record ServiceRecord(String name, ProcessIdentity process, ServiceOrigin origin) {}

  /** Writes the record of a service in place of its last one. */
  public void write(ServiceRecord record) {
    try {
      Path next = folder.resolve(record.name + ".next");
      Files.writeString(next, JSON.writeValueAsString(record));
      Files.move(next, file(record.name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets a service that ended. */
  public void remove(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record of a service whose process lives. */
  public Optional<ServiceRecord> alive(String name) {
    return read(file(name)).filter(record -> record.process.isAlive());
  }

  /** The records of all services whose processes live, by name. */
  public List<ServiceRecord> alive() {
    return all().stream().filter(record -> record.process.isAlive()).toList();
  }

  /** The processes of those that have died. */
  List<ProcessIdentity> dead() {
    return all().stream()
        .map(ServiceRecord::process)
        .filter(process -> !process.isAlive())
        .toList();
  }

  private List<ServiceRecord> all() {
    List<ServiceRecord> records = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      files.forEach(file -> read(file).ifPresent(records::add));
    } catch (NoSuchFileException neverStarted) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    records.sort(Comparator.comparing(ServiceRecord::name));
    return records;
  }

  private Path file(String name) {
    return folder.resolve(name + ENDING);
  }

  private static Optional<ServiceRecord> read(Path file) {
    try {
      return Optional.of(JSON.readValue(file.toFile(), ServiceRecord.class));
    } catch (JacksonException damagedIsAsGoodAsNone) {
      return Optional.empty();
    } catch (NoSuchFileException | java.io.FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
