package dev.turbine.cli.doctor;

import dev.turbine.core.TurbineException;
import java.util.Optional;

/**
 * What was seen of one thing.
 *
 * @param subject the thing, in one or two words
 * @param outcome what to think of it
 * @param seen the value
 * @param advice what to do; present exactly if something should be done
 */
public record Finding(String subject, Outcome outcome, String seen, Optional<String> advice) {
  /** What to think of a thing. */
  public enum Outcome {
    OK,
    /** It works now, or may not matter. */
    WARNING,
    /** {@code turbine up} or the running stack cannot work with it. */
    FAILED
  }

  /** Refuses a good outcome with advice, and a bad one without. */
  public Finding {
    if ((outcome == Outcome.OK) == advice.isPresent()) {
      throw new IllegalArgumentException(subject + " is " + outcome + ", advice: " + advice);
    }
  }

  static Finding ok(String subject, String seen) {
    return new Finding(subject, Outcome.OK, seen, Optional.empty());
  }

  static Finding warning(String subject, String seen, String advice) {
    return new Finding(subject, Outcome.WARNING, seen, Optional.of(advice));
  }

  static Finding failed(String subject, String seen, String advice) {
    return new Finding(subject, Outcome.FAILED, seen, Optional.of(advice));
  }

  /** What stopped a look; a message of ours says in its further lines what to do. */
  public static Finding failed(String subject, Throwable problem) {
    if (!(problem instanceof TurbineException known)) {
      return failed(subject, problem.toString(), "Correct it and try again.");
    }
    String[] lines = known.getMessage().strip().split("\\R", 2);
    return failed(subject, lines[0], lines.length == 2 ? lines[1] : "Correct it and try again.");
  }
}
