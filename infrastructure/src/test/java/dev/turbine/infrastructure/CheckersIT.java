package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's rules over the committed templates. */
class CheckersIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Path programs;
  private final Templates templates = Templates.committed();
  @TempDir private Path folder;

  @BeforeAll
  static void install() throws Exception {
    programs = Tools.python("checks");
  }

  @Test
  void cfnLintFindsNeitherErrorNorWarning() throws Exception {
    Tools.Output output = lint(write(templates));
    assertThat(output.exitCode()).as(output.text()).isZero();
    assertThat(output.text()).isBlank();
  }

  @Test
  void cfnLintSeesAnUnknownProperty() throws Exception {
    Templates broken = templates.copy();
    Templates.properties(broken.workers(), "Queue").put("VisibilityTimeOut", 120);
    assertThat(lint(List.of(write(broken).getLast())).text()).contains("VisibilityTimeOut");
  }

  @Test
  void checkovFindsWhatHasAReasonAndNothingElse() throws Exception {
    Templates bare = templates.copy();
    Set<String> reasons = new TreeSet<>();
    for (ObjectNode template : bare.all()) {
      template
          .path("Resources")
          .properties()
          .forEach(resource -> {
            JsonNode metadata = resource.getValue().path("Metadata");
            metadata
                .at("/checkov/skip")
                .forEach(skip ->
                    reasons.add(
                        skip.path("id").asText()
                            + " "
                            + resource.getValue().path("Type").asText()
                            + "."
                            + resource.getKey()));
            if (metadata instanceof ObjectNode changeable) {
              changeable.remove("checkov");
            }
          });
    }
    assertThat(failures(bare)).isEqualTo(reasons);
  }

  @Test
  void parliamentFindsOnlyAWrongAction() throws Exception {
    Map<String, JsonNode> policies = Policies.of(templates);
    Map<String, JsonNode> ofResources = Policies.ofResources(templates);
    assertThat(policies).hasSizeGreaterThan(5);
    assertThat(ofResources)
        .containsKeys(
            "DataBucketPolicy", "QueuePolicy", "NotificationPolicy", "DataKey", "FileSystem");
    policies.putAll(ofResources);
    for (Map.Entry<String, JsonNode> role : policies.entrySet()) {
      Files.writeString(folder.resolve(role.getKey() + ".json"), role.getValue().toString());
    }
    ObjectNode wrong = policies.get("SchedulerRole").deepCopy();
    ((ObjectNode) wrong.path("Statement").get(0)).put("Action", "sqs:SendMassage");
    Files.writeString(folder.resolve("wrong.json"), wrong.toString());

    Tools.Output output =
        Tools.run(
            LIMIT,
            List.of(
                programs.resolve("parliament").toString(),
                "--directory",
                folder.toString(),
                "--json"));

    assertThat(output.text().lines().filter(line -> !isOfAKeysPolicy(line)))
        .allMatch(line -> line.contains("/wrong.json"))
        .anyMatch(line -> line.contains("UNKNOWN_ACTION") && line.contains("sqs:SendMassage"));
  }

  /**
   * In a key's policy a star means the key, and the statement for logs is as CloudWatch Logs
   * documents it: its condition is a text, and one of its actions knows no such condition.
   */
  private static boolean isOfAKeysPolicy(String line) {
    return line.contains("/DataKey.json")
        && (line.contains("\"RESOURCE_STAR\"")
            || (line.contains("\"UNKNOWN_CONDITION_FOR_ACTION\"")
                && line.contains("kms:EncryptionContext:aws:logs:arn for action kms:DescribeKey"))
            || (line.contains("\"MISMATCHED_TYPE\"") && line.contains("ArnLike")));
  }

  private static Tools.Output lint(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("cfn-lint").toString());
    files.forEach(file -> command.add(file.toString()));
    return Tools.run(LIMIT, command);
  }

  private Set<String> failures(Templates checked) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("checkov").toString(),
                "--framework",
                "cloudformation",
                "--skip-download",
                "--compact",
                "--quiet",
                "--output",
                "json",
                "--file"));
    write(checked).forEach(file -> command.add(file.toString()));
    Tools.Output output = Tools.run(LIMIT, command);
    JsonNode report = JSON.readTree(output.text().substring(output.text().indexOf('{')));
    assertThat(report.at("/summary/passed").asInt()).as(output.text()).isGreaterThan(100);
    Set<String> failed = new TreeSet<>();
    ((ArrayNode) report.at("/results/failed_checks"))
        .forEach(check ->
            failed.add(check.path("check_id").asText() + " " + check.path("resource").asText()));
    return failed;
  }

  /** The templates as files: master, cluster, workers. */
  private List<Path> write(Templates written) throws Exception {
    List<Path> files = new ArrayList<>();
    for (ObjectNode template : written.all()) {
      Path file = folder.resolve(files.size() + ".template");
      Files.writeString(file, template.toString());
      files.add(file);
    }
    return files;
  }
}
