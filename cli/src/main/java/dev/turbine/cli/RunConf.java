package dev.turbine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The {@code --conf} of a run: a JSON object, or {@code @} and the file that holds one. */
final class RunConf {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RunConf() {}

  /**
   * Reads it.
   *
   * @param folder that a relative file is in
   * @throws TurbineException if there is no such file, or it is not a JSON object
   */
  static JsonNode parse(String text, Path folder) {
    if (!text.startsWith("@")) {
      return object(text, "--conf");
    }
    Path file = folder.resolve(text.substring(1));
    try {
      return object(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new TurbineException(
          Category.USAGE, "Cannot read %s, named by --conf: %s.".formatted(file, e), e);
    }
  }

  private static JsonNode object(String text, String source) {
    try {
      JsonNode conf = JSON.readTree(text);
      if (conf.isObject()) {
        return conf;
      }
      throw wrong(source, "it is " + conf.getNodeType().toString().toLowerCase(Locale.ROOT), text);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw wrong(
          source, e.getOriginalMessage().replaceFirst(" \\(start marker.*", "") + where, text);
    }
  }

  private static TurbineException wrong(String source, String reason, String text) {
    String begin = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new TurbineException(
        Category.USAGE,
        """
        %s is not a JSON object: %s.
        Received: %s
        Expected: {"key": "value"}; in a shell, in single quotes: --conf '{"key": "value"}'\
        """
            .formatted(source, reason, begin));
  }
}
