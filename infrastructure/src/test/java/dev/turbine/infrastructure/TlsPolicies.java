package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Policies of resources that refuse what comes without TLS. */
final class TlsPolicies {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("AWS::S3::Bucket", "Bucket", "s3:*", List.of("", "/*")),
          new Kind("AWS::SQS::Queue", "Queues", "sqs:*", List.of("")),
          new Kind("AWS::SNS::Topic", "Topics", "sns:Publish", List.of("")));

  /**
   * Resources that have their policies beside them.
   *
   * @param named the property of a policy that names its resources
   * @param endings what follows the ARN in the policy
   */
  private record Kind(String type, String named, String actions, List<String> endings) {}

  private TlsPolicies() {}

  /** The buckets, queues, topics and file systems that take requests without TLS. */
  static List<String> missing(Templates templates) {
    List<String> missing = new ArrayList<>();
    for (ObjectNode template : templates.all()) {
      Evaluation evaluation = new Evaluation(template, Map.of());
      for (Kind kind : KINDS) {
        List<JsonNode> policies =
            ids(template, kind.type() + "Policy").map(evaluation::properties).toList();
        ids(template, kind.type())
            .filter(
                id -> policies.stream().noneMatch(policy -> guards(policy, kind, evaluation, id)))
            .forEach(missing::add);
      }
      ids(template, "AWS::EFS::FileSystem")
          .filter(
              id -> !refuses(evaluation.properties(id).path("FileSystemPolicy"), "*", List.of("*")))
          .forEach(missing::add);
    }
    return missing;
  }

  private static boolean guards(JsonNode policy, Kind kind, Evaluation evaluation, String id) {
    String name = evaluation.of(Templates.ref(id)).asText();
    String arn = evaluation.of(Templates.attribute(id, "Arn")).asText();
    return texts(policy.path(kind.named())).contains(name)
        && refuses(
            policy.path("PolicyDocument"),
            kind.actions(),
            kind.endings().stream().map(arn::concat).toList());
  }

  /** Whether a policy denies everybody the actions on all these resources without TLS. */
  private static boolean refuses(JsonNode policy, String actions, List<String> resources) {
    return policy
        .path("Statement")
        .valueStream()
        .anyMatch(statement ->
            statement.path("Effect").asText().equals("Deny")
                && statement.path("Principal").toString().equals("{\"AWS\":\"*\"}")
                && statement.path("Action").asText().equals(actions)
                && texts(statement.path("Resource")).containsAll(resources)
                && statement
                    .path("Condition")
                    .toString()
                    .equals("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"));
  }

  private static Stream<String> ids(ObjectNode template, String type) {
    return template.path("Resources").properties().stream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type))
        .map(Map.Entry::getKey);
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return (oneOrMore.isArray() ? oneOrMore.valueStream() : Stream.of(oneOrMore))
        .map(JsonNode::asText)
        .toList();
  }
}
