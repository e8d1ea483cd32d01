package dev.turbine.lambda;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.regions.Region;

/**
 * What the function's environment says.
 *
 * @param installation its name
 * @param interval from the beginning of one round to that of the next
 * @param stateParameter the parameter of Systems Manager that keeps the state
 * @param region of everything
 */
record ScalerSettings(
    String installation, Duration interval, String stateParameter, Region region) {
  private static final int LONGEST_SECONDS = 60;

  /**
   * Reads it.
   *
   * @throws TurbineException with all that is missing or wrong
   */
  static ScalerSettings of(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    String installation = text(environment, "TURBINE_NAME", problems);
    String state = text(environment, "TURBINE_STATE", problems);
    String region = text(environment, "AWS_REGION", problems);
    String interval = text(environment, "TURBINE_INTERVAL_SECONDS", problems);
    if (!interval.isEmpty() && !isInterval(interval)) {
      problems.add(
          "TURBINE_INTERVAL_SECONDS is \"%s\" and must be from 1 to %d"
              .formatted(interval, LONGEST_SECONDS));
    }
    if (!problems.isEmpty()) {
      throw new TurbineException(
          Category.FAILED, "The function's environment is wrong: " + String.join("; ", problems));
    }
    return new ScalerSettings(
        installation, Duration.ofSeconds(Long.parseLong(interval)), state, Region.of(region));
  }

  private static boolean isInterval(String text) {
    return text.matches("[0-9]{1,2}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= LONGEST_SECONDS;
  }

  private static String text(Map<String, String> environment, String key, List<String> problems) {
    String value = environment.getOrDefault(key, "");
    if (value.isBlank()) {
      problems.add(key + " is missing");
    }
    return value;
  }
}
