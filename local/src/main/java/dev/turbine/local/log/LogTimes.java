package dev.turbine.local.log;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives each line of one service's log, fed in order, a time. */
final class LogTimes {
  private final String service;
  private final ZoneId zone;
  private Optional<Instant> last = Optional.empty();

  LogTimes(String service, ZoneId zone) {
    this.service = service;
    this.zone = zone;
  }

  /**
   * The lines with their times.
   *
   * @param otherwise the time of all of them if none so far had one
   */
  List<LogLine> of(List<String> lines, Instant otherwise) {
    if (last.isEmpty()) {
      last = lines.stream().flatMap(line -> LogTime.of(line, zone).stream()).findFirst();
    }
    List<LogLine> result = new ArrayList<>(lines.size());
    for (String line : lines) {
      last = LogTime.of(line, zone).or(() -> last);
      result.add(new LogLine(service, last.orElse(otherwise), line));
    }
    return result;
  }
}
