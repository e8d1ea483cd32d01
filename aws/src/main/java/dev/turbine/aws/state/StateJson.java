package dev.turbine.aws.state;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kept state as text: only sets with a time of low load are in it. */
final class StateJson {
  private StateJson() {}

  static String write(KeptState state) {
    Map<String, Object> sets = new TreeMap<>();
    state
        .sets()
        .forEach((name, set) ->
            set.low()
                .ifPresent(low ->
                    sets.put(name, Map.of("since", low.since().toString(), "peak", low.peak()))));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("time", state.time().toString());
    root.put("sets", sets);
    try {
      return JSON.std.asString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Empty when it is no such text: an empty one of the template, another version's, a damaged one.
   */
  static Optional<KeptState> read(String text) {
    try {
      Map<String, Object> root = JSON.std.mapFrom(text);
      Map<String, ScalingState> sets = new HashMap<>();
      if (root.get("sets") instanceof Map<?, ?> kept) {
        kept.forEach(
            (name, low) -> sets.put(String.valueOf(name), new ScalingState(Optional.of(low(low)))));
      }
      return Optional.of(new KeptState(time(root.get("time")), sets));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static LowLoad low(Object value) {
    if (value instanceof Map<?, ?> low && low.get("peak") instanceof Integer peak) {
      return new LowLoad(time(low.get("since")), peak);
    }
    throw new IllegalArgumentException("no time of low load: " + value);
  }

  private static Instant time(@Nullable Object value) {
    if (value instanceof String text) {
      return Instant.parse(text);
    }
    throw new IllegalArgumentException("no time: " + value);
  }
}
