package dev.turbine.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment in the past as a person types it. */
final class Since {
  /** What is understood, for messages. */
  static final String FORMS = "90s, 10m, 2h, 1d, 18:00, 2026-11-22, 2026-11-22T18:00";

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private Since() {}

  /**
   * The moment meant.
   *
   * @param now and the zone of times that name none
   * @return empty if the text is none of {@link #FORMS}
   */
  static Optional<Instant> parse(String text, ZonedDateTime now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return Optional.of(now.toInstant().minus(span(Long.parseLong(ago.group(1)), ago.group(2))));
    }
    List<Supplier<Instant>> forms =
        List.of(
            () -> OffsetDateTime.parse(text).toInstant(),
            () -> LocalDateTime.parse(text.replace(' ', 'T')).atZone(now.getZone()).toInstant(),
            () -> LocalDate.parse(text).atStartOfDay(now.getZone()).toInstant(),
            () -> latest(LocalTime.parse(text), now).toInstant());
    return forms.stream().flatMap(form -> attempt(form).stream()).findFirst();
  }

  private static Duration span(long count, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** The last time that it was this time of day. */
  private static ZonedDateTime latest(LocalTime time, ZonedDateTime now) {
    ZonedDateTime today = now.with(time);
    return today.isAfter(now) ? today.minusDays(1) : today;
  }

  private static Optional<Instant> attempt(Supplier<Instant> form) {
    try {
      return Optional.of(form.get());
    } catch (DateTimeException another) {
      return Optional.empty();
    }
  }
}
