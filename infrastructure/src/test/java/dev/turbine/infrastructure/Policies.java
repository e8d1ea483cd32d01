package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The policies of all roles, as they are after CloudFormation's functions. */
final class Policies {
  private Policies() {}

  /** Policies of buckets, queues, topic, key and file system, by logical id. */
  static Map<String, JsonNode> ofResources(Templates templates) {
    Map<String, JsonNode> policies = new TreeMap<>();
    for (ObjectNode template : templates.all()) {
      template
          .path("Resources")
          .fieldNames()
          .forEachRemaining(id -> {
            JsonNode properties = template.path("Resources").path(id).path("Properties");
            for (String property : List.of("PolicyDocument", "KeyPolicy", "FileSystemPolicy")) {
              if (properties.has(property)) {
                policies.put(id, new Evaluation(template, Map.of()).of(properties.path(property)));
              }
            }
          });
    }
    return policies;
  }

  /** By the role's logical id; each role has one. */
  static Map<String, JsonNode> of(Templates templates) {
    Map<String, JsonNode> policies = new TreeMap<>();
    for (ObjectNode template : templates.all()) {
      template
          .path("Resources")
          .properties()
          .forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals("AWS::IAM::Role")) {
              JsonNode all =
                  new Evaluation(template, Map.of("EmptyBucketsOnDelete", "Yes"))
                      .properties(resource.getKey())
                      .path("Policies");
              if (all.size() != 1) {
                throw new AssertionError(resource.getKey() + " has not one policy");
              }
              policies.put(resource.getKey(), all.get(0).path("PolicyDocument"));
            }
          });
    }
    return policies;
  }
}
