package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The committed templates, or copies of them that a test breaks. */
record Templates(ObjectNode master, ObjectNode cluster, ObjectNode workers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Templates committed() {
    return new Templates(read("master"), read("cluster"), read("workers"));
  }

  List<ObjectNode> all() {
    return List.of(master, cluster, workers);
  }

  Templates copy() {
    return new Templates(master.deepCopy(), cluster.deepCopy(), workers.deepCopy());
  }

  /** All resources of a type, in all templates, by logical id. */
  Stream<Map.Entry<String, JsonNode>> ofType(String type) {
    return all().stream()
        .flatMap(template -> template.path("Resources").properties().stream())
        .filter(resource -> resource.getValue().path("Type").asText().equals(type));
  }

  /** The properties of a resource, to be changed. */
  static ObjectNode properties(ObjectNode template, String id) {
    JsonNode found = template.path("Resources").path(id).path("Properties");
    if (!(found instanceof ObjectNode properties)) {
      throw new AssertionError("No resource " + id);
    }
    return properties;
  }

  /** The reference to a parameter or a resource, as it is written in a template. */
  static JsonNode ref(String name) {
    return JSON.createObjectNode().put("Ref", name);
  }

  /** The reference to what a resource returns, as it is written in a template. */
  static JsonNode attribute(String id, String name) {
    ObjectNode reference = JSON.createObjectNode();
    reference.putArray("Fn::GetAtt").add(id).add(name);
    return reference;
  }

  private static ObjectNode read(String name) {
    try {
      String text =
          Files.readString(Repository.templates().resolve("turbine-" + name + ".template"));
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
