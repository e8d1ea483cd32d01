package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has which role; what a role may is RolePermissionsIT's. */
class RolesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Templates templates = Templates.committed();

  @Test
  void eachTrustsOneServiceAlone() {
    Map<String, JsonNode> trust =
        templates
            .ofType("AWS::IAM::Role")
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    role -> role.getValue().at("/Properties/AssumeRolePolicyDocument/Statement")));
    assertThat(trust)
        .isEqualTo(
            Map.of(
                "SchedulerRole", only("ec2.amazonaws.com"),
                "WebRole", only("ec2.amazonaws.com"),
                "WorkerRole", only("ec2.amazonaws.com"),
                "ScalerRole", only("lambda.amazonaws.com"),
                "BucketCleanerRole", only("lambda.amazonaws.com"),
                "DeploymentRole", only("codedeploy.amazonaws.com")));
  }

  @ParameterizedTest
  @CsvSource({
    "SchedulerGroupLaunchTemplate, /LaunchTemplateData/IamInstanceProfile, SchedulerProfile",
    "SchedulerProfile, /Roles, SchedulerRole",
    "WebGroupLaunchTemplate, /LaunchTemplateData/IamInstanceProfile, WebProfile",
    "WebProfile, /Roles, WebRole",
    "WorkerProfile, /Roles, WorkerRole",
    "Scaler, /Role, ScalerRole",
    "BucketCleaner, /Role, BucketCleanerRole",
    "DeploymentGroup, /ServiceRoleArn, DeploymentRole"
  })
  void eachIsHadByTheOneThatItIsNamedAfter(String id, String property, String role) {
    assertThat(references(Templates.properties(templates.cluster(), id).at(property)))
        .containsExactly(role);
  }

  /** ParametersTest says which profile that is. */
  @Test
  void workersHaveTheProfileThatTheyAreGiven() {
    assertThat(
            Templates.properties(templates.workers(), "LaunchTemplate")
                .at("/LaunchTemplateData/IamInstanceProfile/Arn"))
        .isEqualTo(Templates.ref("WorkerInstanceProfile"));
  }

  private static JsonNode only(String service) {
    return JSON.valueToTree(
        List.of(
            Map.of(
                "Action", "sts:AssumeRole",
                "Effect", "Allow",
                "Principal", Map.of("Service", service))));
  }

  private static List<String> references(JsonNode node) {
    return Stream.concat(
            node.findValues("Ref").stream(),
            node.findValues("Fn::GetAtt").stream().map(attribute -> attribute.path(0)))
        .map(JsonNode::asText)
        .toList();
  }
}
