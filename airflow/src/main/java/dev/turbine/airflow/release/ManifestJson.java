package dev.turbine.airflow.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A manifest as it stands in archives, folders and buckets. */
final class ManifestJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ManifestJson() {}

  static String write(Manifest manifest) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", manifest.id().value());
    node.put("made", manifest.made().toString());
    node.put("by", manifest.by());
    node.put("description", manifest.description());
    node.put("airflow", manifest.airflowVersion());
    node.put("python", manifest.python());
    node.put("requirements", manifest.requirementsHash());
    node.put("lock", manifest.lockHash());
    ArrayNode files = node.putArray("files");
    for (ReleaseFile file : manifest.content().files()) {
      files
          .addObject()
          .put("path", file.path())
          .put("executable", file.executable())
          .put("size", file.size())
          .put("sha256", file.sha256());
    }
    return node.toPrettyString() + "\n";
  }

  /**
   * Reads what {@link #write} wrote, by this version or a later one that says more.
   *
   * @param place for the message, such as a file or an address
   * @throws TurbineException if it is anything else, or was changed since
   */
  static Manifest read(String place, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      List<ReleaseFile> files = new ArrayList<>();
      for (JsonNode file : node.required("files")) {
        files.add(
            new ReleaseFile(
                text(file, "path"),
                file.required("executable").asBoolean(),
                file.required("size").asLong(),
                text(file, "sha256")));
      }
      return new Manifest(
          new ReleaseId(text(node, "id")),
          Instant.parse(text(node, "made")),
          text(node, "by"),
          text(node, "description"),
          text(node, "airflow"),
          text(node, "python"),
          text(node, "requirements"),
          text(node, "lock"),
          new ReleaseContent(files));
    } catch (JsonProcessingException
        | IllegalArgumentException
        | DateTimeException
        | TurbineException e) {
      throw new TurbineException(
          Category.FAILED,
          "%s is no manifest of a release, or was changed: %s".formatted(place, e.getMessage()),
          e);
    }
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.required(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("\"%s\" is no text: %s".formatted(key, value));
    }
    return value.asText();
  }
}
