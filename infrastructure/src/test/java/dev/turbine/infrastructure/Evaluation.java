package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A template's functions, evaluated for some parameters in some place, as far as these templates
 * use them. What a resource would return is made up: {@code id-of-X}, or an ARN for attributes that
 * end in Arn.
 */
final class Evaluation {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");
  private static final String ACCOUNT = "123456789012";

  private final ObjectNode template;
  private final Map<String, String> values = new HashMap<>();

  Evaluation(ObjectNode template, Map<String, String> parameters) {
    this(template, parameters, "aws", "us-east-1", "amazonaws.com");
  }

  Evaluation(
      ObjectNode template,
      Map<String, String> parameters,
      String partition,
      String region,
      String suffix) {
    this.template = template;
    template
        .path("Parameters")
        .properties()
        .forEach(parameter ->
            values.put(parameter.getKey(), parameter.getValue().path("Default").asText("a-value")));
    Set<String> known = Set.copyOf(values.keySet());
    parameters.forEach((name, value) -> {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("No parameter " + name);
      }
      values.put(name, value);
    });
    values.put("AWS::Partition", partition);
    values.put("AWS::Region", region);
    values.put("AWS::URLSuffix", suffix);
    values.put("AWS::AccountId", ACCOUNT);
    values.put("AWS::StackName", "the-stack");
    values.put(
        "AWS::StackId",
        "arn:%s:cloudformation:%s:%s:stack/the-stack/an-id".formatted(partition, region, ACCOUNT));
  }

  /** A part of the template, evaluated; a missing node for AWS::NoValue. */
  JsonNode of(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode result = NODES.arrayNode();
      array.forEach(element -> {
        JsonNode evaluated = of(element);
        if (!evaluated.isMissingNode()) {
          result.add(evaluated);
        }
      });
      return result;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.size() == 1) {
      Map.Entry<String, JsonNode> only = object.properties().iterator().next();
      if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
        return function(only.getKey(), only.getValue());
      }
    }
    ObjectNode result = NODES.objectNode();
    object
        .properties()
        .forEach(field -> {
          JsonNode evaluated = of(field.getValue());
          if (!evaluated.isMissingNode()) {
            result.set(field.getKey(), evaluated);
          }
        });
    return result;
  }

  /** The properties of a resource, evaluated. */
  JsonNode properties(String id) {
    return of(template.path("Resources").path(id).path("Properties"));
  }

  /** Whether the template has a resource of this name. */
  boolean has(String id) {
    return template.path("Resources").has(id);
  }

  /** Whether a resource is made. */
  boolean exists(String id) {
    JsonNode condition = template.path("Resources").path(id).path("Condition");
    return condition.isMissingNode() || holds(condition.asText());
  }

  /** The ids of all resources that have a condition and meet it. */
  Set<String> chosen() {
    return template.path("Resources").properties().stream()
        .filter(resource -> resource.getValue().has("Condition"))
        .map(Map.Entry::getKey)
        .filter(this::exists)
        .collect(Collectors.toSet());
  }

  /** The messages of all rules' assertions that these parameters do not meet. */
  List<String> refusals() {
    return template.path("Rules").properties().stream()
        .map(Map.Entry::getValue)
        .filter(rule -> !rule.has("RuleCondition") || truth(rule.path("RuleCondition")))
        .flatMap(rule -> stream(rule.path("Assertions")))
        .filter(assertion -> !assertion.toString().contains("Fn::ValueOf"))
        .filter(assertion -> !truth(assertion.path("Assert")))
        .map(assertion -> assertion.path("AssertDescription").asText())
        .toList();
  }

  private boolean holds(String condition) {
    JsonNode definition = template.path("Conditions").path(condition);
    if (definition.isMissingNode()) {
      throw new AssertionError("No condition " + condition);
    }
    return truth(definition);
  }

  private boolean truth(JsonNode expression) {
    Map.Entry<String, JsonNode> only = expression.properties().iterator().next();
    JsonNode argument = only.getValue();
    return switch (only.getKey()) {
      case "Condition" -> holds(argument.asText());
      case "Fn::Equals" -> of(argument.get(0)).asText().equals(of(argument.get(1)).asText());
      case "Fn::Not" -> !truth(argument.get(0));
      case "Fn::Or" -> stream(argument).anyMatch(this::truth);
      case "Fn::And" -> stream(argument).allMatch(this::truth);
      case "Fn::Contains" ->
          stream(argument.get(0)).anyMatch(value -> of(value).equals(of(argument.get(1))));
      default -> throw new AssertionError("No condition function " + only.getKey());
    };
  }

  private JsonNode function(String name, JsonNode argument) {
    return switch (name) {
      case "Ref" ->
          argument.asText().equals("AWS::NoValue")
              ? NODES.missingNode()
              : text(value(argument.asText()));
      case "Fn::GetAtt" -> text(attribute(argument));
      case "Fn::If" -> of(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
      case "Fn::Join" ->
          text(
              String.join(
                  argument.get(0).asText(),
                  stream(of(argument.get(1))).map(JsonNode::asText).toList()));
      case "Fn::Split" -> {
        ArrayNode parts = NODES.arrayNode();
        for (String part : of(argument.get(1)).asText().split(argument.get(0).asText(), -1)) {
          parts.add(part);
        }
        yield parts;
      }
      case "Fn::Select" -> of(of(argument.get(1)).get(argument.get(0).asInt()));
      case "Fn::GetAZs" -> NODES.arrayNode().add("zone-a").add("zone-b");
      case "Fn::Cidr" -> NODES.arrayNode().add("net-0").add("net-1").add("net-2").add("net-3");
      case "Fn::Base64" -> of(argument);
      case "Fn::Sub" -> substitute(argument);
      default -> throw new AssertionError("No function " + name);
    };
  }

  private JsonNode substitute(JsonNode argument) {
    String pattern = argument.isArray() ? argument.get(0).asText() : argument.asText();
    JsonNode own = argument.isArray() ? argument.get(1) : NODES.objectNode();
    Matcher matcher = VARIABLE.matcher(pattern);
    return text(
        matcher.replaceAll(found -> {
          String variable = found.group(1);
          String value =
              own.has(variable)
                  ? of(own.get(variable)).asText()
                  : variable.contains(".") ? attribute(text(variable)) : value(variable);
          return Matcher.quoteReplacement(value);
        }));
  }

  private String value(String name) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    if (!template.path("Resources").has(name)) {
      throw new AssertionError("Nothing is called " + name);
    }
    String type = template.path("Resources").path(name).path("Type").asText();
    if (type.equals("AWS::SSM::Parameter")) {
      return properties(name).path("Name").asText();
    }
    return Set.of("AWS::SecretsManager::Secret", "AWS::SNS::Topic").contains(type)
        ? arn(type, name)
        : "id-of-" + name.toLowerCase(Locale.ROOT);
  }

  private String attribute(JsonNode argument) {
    List<String> parts =
        argument.isArray()
            ? stream(argument).map(JsonNode::asText).toList()
            : List.of(argument.asText().split("\\.", 2));
    String id = parts.getFirst();
    if (!template.path("Resources").has(id)) {
      throw new AssertionError("Nothing is called " + id);
    }
    String type = template.path("Resources").path(id).path("Type").asText();
    String attribute = parts.get(1);
    if (attribute.equals("MasterUserSecret.SecretArn")) {
      return arn("AWS::SecretsManager::Secret", "rds-master");
    }
    return attribute.endsWith("Arn") ? arn(type, id) : attribute + "-of-" + id;
  }

  private String arn(String type, String id) {
    String place = values.get("AWS::Region") + ":" + ACCOUNT;
    String rest =
        switch (type) {
          case "AWS::S3::Bucket" -> "s3:::id-of-" + id.toLowerCase(Locale.ROOT);
          case "AWS::SecretsManager::Secret" ->
              "secretsmanager:" + place + ":secret:" + id + "-abc123";
          case "AWS::Logs::LogGroup" ->
              "logs:" + place + ":log-group:" + properties(id).path("LogGroupName").asText() + ":*";
          case "AWS::KMS::Key" -> "kms:" + place + ":key/" + id;
          case "AWS::SQS::Queue" ->
              "sqs:" + place + ":" + properties(id).path("QueueName").asText();
          case "AWS::EFS::FileSystem" -> "elasticfilesystem:" + place + ":file-system/fs-1234567";
          case "AWS::EFS::AccessPoint" ->
              "elasticfilesystem:" + place + ":access-point/fsap-1234567";
          case "AWS::SNS::Topic" -> "sns:" + place + ":" + id;
          default -> "example:" + place + ":" + id;
        };
    return "arn:" + values.get("AWS::Partition") + ":" + rest;
  }

  private static TextNode text(String value) {
    return TextNode.valueOf(value);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
