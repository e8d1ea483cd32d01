package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Another logical id, type or name means another resource, and CloudFormation deletes the one
 * before with what it holds. A line of the snapshot changes only with a migration.
 */
class DataResourcesTest {
  private static final Set<String> HOLD_DATA =
      Set.of(
          "AWS::CloudFormation::Stack",
          "AWS::EFS::AccessPoint",
          "AWS::EFS::FileSystem",
          "AWS::KMS::Key",
          "AWS::Logs::LogGroup",
          "AWS::RDS::DBInstance",
          "AWS::S3::Bucket",
          "AWS::SQS::Queue",
          "AWS::SecretsManager::Secret");

  @Test
  void keepTheirIdsAndPolicies() throws Exception {
    Path snapshot = Repository.module().resolve("src/test/resources/data-resources.txt");
    assertThat(lines(Templates.committed())).isEqualTo(Files.readAllLines(snapshot));
  }

  @Test
  void aRenamedBucketIsSeen() {
    Templates renamed = Templates.committed().copy();
    ObjectNode resources = (ObjectNode) renamed.cluster().path("Resources");
    resources.set("LogsBucket", resources.remove("LogBucket"));

    assertThat(lines(renamed)).isNotEqualTo(lines(Templates.committed()));
  }

  private static List<String> lines(Templates templates) {
    return Stream.of(
            Map.entry("master", templates.master()),
            Map.entry("cluster", templates.cluster()),
            Map.entry("workers", templates.workers()))
        .flatMap(template ->
            template.getValue().path("Resources").properties().stream()
                .filter(resource -> HOLD_DATA.contains(resource.getValue().path("Type").asText()))
                .map(resource ->
                    "%s %s %s delete=%s replace=%s"
                        .formatted(
                            template.getKey(),
                            resource.getKey(),
                            resource.getValue().path("Type").asText(),
                            resource.getValue().path("DeletionPolicy").asText("Delete"),
                            resource.getValue().path("UpdateReplacePolicy").asText("Delete"))))
        .sorted()
        .toList();
  }
}
