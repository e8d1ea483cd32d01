package dev.turbine.local.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The logs of a stack's services, merged by time; works whether or not the stack is up. */
public final class ServiceLogs {
  private static final String SUFFIX = ".log";

  private final Path folder;
  private final ZoneId zone;
  private final Collection<String> services;
  private final Map<String, LogReader> readers = new TreeMap<>();

  /**
   * Nothing is read yet.
   *
   * @param folder holds {@code SERVICE.log} and its old copies {@code SERVICE.log.1}, …
   * @param zone of times in the logs that name none
   * @param services whose logs; all, also those to come, if empty
   */
  public ServiceLogs(Path folder, ZoneId zone, Collection<String> services) {
    this.folder = folder;
    this.zone = zone;
    this.services = List.copyOf(services);
  }

  /** The services that have a log, in alphabetical order; empty if there is no such folder. */
  public static List<String> services(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines written so far, oldest first. To be called once, before {@link #news}. */
  public List<LogLine> history() {
    return collect(LogReader::history);
  }

  /**
   * The lines that were completed since the last call, oldest first, those of new services too.
   *
   * @param now the time of lines that bear none and follow none that does
   */
  public List<LogLine> news(Instant now) {
    return collect(reader -> reader.news(now));
  }

  private List<LogLine> collect(Function<LogReader, List<LogLine>> lines) {
    for (String service : services(folder)) {
      if (services.isEmpty() || services.contains(service)) {
        readers.computeIfAbsent(
            service, name -> new LogReader(name, folder.resolve(name + SUFFIX), zone));
      }
    }
    return readers.values().stream()
        .map(lines)
        .flatMap(List::stream)
        .sorted(Comparator.comparing(LogLine::time))
        .toList();
  }
}
