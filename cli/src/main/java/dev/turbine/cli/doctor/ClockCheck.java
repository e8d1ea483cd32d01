package dev.turbine.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whether the machine's clock can be right: schedules, certificates and heartbeats go by it.
 *
 * @param now what it shows
 * @param made the day of Turbine's sources
 */
record ClockCheck(Instant now, Instant made) implements Check {
  private static final Duration LIFETIME = Duration.ofDays(3650);

  @Override
  public String subject() {
    return "clock";
  }

  @Override
  public List<Finding> examine() {
    String seen = now.truncatedTo(ChronoUnit.SECONDS).toString();
    boolean sane = !now.isBefore(made) && now.isBefore(made.plus(LIFETIME));
    return List.of(
        sane
            ? Finding.ok(subject(), seen)
            : Finding.failed(
                subject(),
                "%s, but this Turbine is of %s".formatted(seen, made.truncatedTo(ChronoUnit.DAYS)),
                "Set the clock, best by NTP: timedatectl set-ntp true"));
  }
}
