package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** role-permissions.txt, asked of an IAM policy simulator. */
class RolePermissionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MACHINES = List.of("SchedulerRole", "WebRole", "WorkerRole");
  @TempDir private Path folder;

  /** One line of the table. */
  private record Line(boolean allowed, String text, ObjectNode request) {}

  @BeforeEach
  void node() {
    Node.assumeThere();
  }

  @Test
  void everyRoleMayWhatItNeedsAndNothingElse() throws Exception {
    Map<String, JsonNode> policies = Policies.of(Templates.committed());
    List<Line> table = table();
    assertThat(table)
        .extracting(line -> line.request().path("role").asText())
        .containsAll(policies.keySet());

    List<String> wrong = new ArrayList<>();
    List<String> answers = ask(policies, table);
    for (int index = 0; index < table.size(); index++) {
      String expected = table.get(index).allowed() ? "Allowed" : "ImplicitlyDenied";
      if (!answers.get(index).equals(expected)) {
        wrong.add(table.get(index).text() + " -> " + answers.get(index));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** A statement that nobody asks about may be wrong for long, or too much. */
  @Test
  void everyActionOnEveryResourceIsAskedFor() throws Exception {
    List<Line> table = table();
    List<String> missing = new ArrayList<>();
    Policies.of(Templates.committed())
        .forEach((role, policy) -> {
          for (JsonNode statement : policy.path("Statement")) {
            for (String action : texts(statement.path("Action"))) {
              for (String resource : texts(statement.path("Resource"))) {
                if (table.stream().noneMatch(line -> asks(line, role, action, resource))) {
                  missing.add(role + " " + action + " " + resource);
                }
              }
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  private static boolean asks(Line line, String role, String action, String resource) {
    return line.allowed()
        && line.request().path("role").asText().equals(role)
        && matches(action, line.request().path("action").asText())
        && matches(resource, line.request().path("resource").asText());
  }

  private static boolean matches(String pattern, String text) {
    String expression =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return text.matches(expression);
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream().map(JsonNode::asText).toList()
        : List.of(oneOrMore.asText());
  }

  @Test
  void aPolicyThatAllowsEverythingIsSeen() throws Exception {
    JsonNode everything =
        JSON.readTree(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
            """);
    List<Line> refused =
        table().stream()
            .filter(line -> !line.allowed())
            .filter(line -> line.request().path("role").asText().equals("WorkerRole"))
            .toList();

    assertThat(ask(Map.of("WorkerRole", everything), refused)).containsOnly("Allowed");
  }

  private List<String> ask(Map<String, JsonNode> policies, List<Line> lines) throws Exception {
    ObjectNode question = JSON.createObjectNode();
    question.set("policies", JSON.valueToTree(policies));
    question.set(
        "keyPolicy",
        new Evaluation(Templates.committed().cluster(), Map.of())
            .properties("DataKey")
            .path("KeyPolicy"));
    ArrayNode requests = question.putArray("requests");
    lines.forEach(line -> requests.add(line.request()));
    Path file = folder.resolve("question.json");
    Files.writeString(file, question.toString());
    Path packages = Tools.node();
    // Node looks for packages beside the script.
    Path script = packages.resolve("simulate.mjs");
    Files.copy(
        Repository.module().resolve("src/test/node/simulate.mjs"),
        script,
        StandardCopyOption.REPLACE_EXISTING);
    Tools.Output output =
        Tools.run(Duration.ofMinutes(2), List.of("node", script.toString(), file.toString()));
    assertThat(output.exitCode()).as(output.text()).isZero();
    List<String> answers = new ArrayList<>();
    for (String line : output.text().lines().toList()) {
      answers.add(JSON.readTree(line).path("result").asText());
    }
    assertThat(answers).hasSameSizeAs(lines);
    return answers;
  }

  private static List<Line> table() throws Exception {
    List<Line> lines = new ArrayList<>();
    Path file = Repository.module().resolve("src/test/resources/role-permissions.txt");
    for (String text : Files.readAllLines(file)) {
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split(" ");
      ObjectNode context = JSON.createObjectNode();
      for (int index = 4; index < words.length; index++) {
        String[] pair = words[index].split("=", 2);
        if (pair[1].startsWith("[")) {
          ArrayNode values = context.putArray(pair[0]);
          for (String value : pair[1].substring(1, pair[1].length() - 1).split(",")) {
            values.add(value);
          }
        } else {
          context.put(pair[0], pair[1]);
        }
      }
      List<String> roles = words[1].equals("MachineRoles") ? MACHINES : List.of(words[1]);
      for (String role : roles) {
        for (String action : words[2].split(",")) {
          ObjectNode request = JSON.createObjectNode();
          request.put("role", role).put("action", action).put("resource", words[3]);
          request.set("context", context);
          String shown = role + " " + action + " of: " + text;
          lines.add(new Line(words[0].equals("+"), shown, request));
        }
      }
    }
    return lines;
  }
}
