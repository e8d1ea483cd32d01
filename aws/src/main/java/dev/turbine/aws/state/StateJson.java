package dev.turbine.aws.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kept state as text: only sets with a time of low load are in it. */
final class StateJson {
  private static final JsonMapper JSON = new JsonMapper();

  private StateJson() {}

  static String write(KeptState state) {
    ObjectNode root = JSON.createObjectNode();
    root.put("time", state.time().toString());
    ObjectNode sets = root.putObject("sets");
    new TreeMap<>(state.sets())
        .forEach((name, set) ->
            set.low()
                .ifPresent(low ->
                    sets.putObject(name)
                        .put("since", low.since().toString())
                        .put("peak", low.peak())));
    return root.toString();
  }

  /**
   * Empty when it is no such text: an empty one of the template, another version's, a damaged one.
   */
  static Optional<KeptState> read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      Map<String, ScalingState> sets = new HashMap<>();
      for (Map.Entry<String, JsonNode> set : root.path("sets").properties()) {
        LowLoad low =
            new LowLoad(
                Instant.parse(set.getValue().path("since").asText()),
                number(set.getValue().path("peak")));
        sets.put(set.getKey(), new ScalingState(Optional.of(low)));
      }
      return Optional.of(new KeptState(Instant.parse(root.path("time").asText()), sets));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int number(JsonNode node) {
    if (!node.canConvertToInt() || !node.isIntegralNumber()) {
      throw new IllegalArgumentException("no number: " + node);
    }
    return node.asInt();
  }
}
