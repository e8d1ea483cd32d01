package dev.turbine.local.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time with which a log line begins. */
final class LogTime {
  /** The daemon and Airflow write ISO 8601, Celery {@code [2026-11-22 18:52:18,691: INFO/…]}. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\[?(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?"
              + "(Z|[+-]\\d\\d:?\\d\\d)?\\b.*");

  private static final DateTimeFormatter OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter();

  /** Terminal colours, which a program that takes its output for a terminal writes first. */
  private static final Pattern COLORS = Pattern.compile("^(?:\u001b\\[[\\d;]*m)+");

  private LogTime() {}

  /**
   * The time of a line, if it begins with one.
   *
   * @param zone of times that name none
   */
  static Optional<Instant> of(String line, ZoneId zone) {
    Matcher time = TIME.matcher(COLORS.matcher(line).replaceFirst(""));
    if (!time.matches()) {
      return Optional.empty();
    }
    String fraction = time.group(3) == null ? "" : "." + time.group(3);
    String local = time.group(1) + "T" + time.group(2) + fraction;
    try {
      return Optional.of(
          time.group(4) == null
              ? LocalDateTime.parse(local).atZone(zone).toInstant()
              : OffsetDateTime.parse(local + time.group(4), OFFSET).toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }
}
