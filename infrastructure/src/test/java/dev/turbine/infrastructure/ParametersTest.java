package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  private final Templates templates = Templates.committed();

  @Test
  void areFewerThanForty() {
    for (ObjectNode template : templates.all()) {
      assertThat(template.path("Parameters").size()).isLessThan(40);
    }
  }

  @Test
  void areAllGroupedAndLabelledOnce() {
    for (ObjectNode template : templates.all()) {
      JsonNode shown = template.at("/Metadata/AWS::CloudFormation::Interface");
      List<String> grouped = new ArrayList<>();
      shown
          .path("ParameterGroups")
          .forEach(group -> {
            assertThat(group.at("/Label/default").asText()).isNotBlank();
            group.path("Parameters").forEach(name -> grouped.add(name.asText()));
          });
      assertThat(grouped).containsExactlyInAnyOrderElementsOf(names(template.path("Parameters")));
      assertThat(names(shown.path("ParameterLabels"))).isEqualTo(new TreeSet<>(grouped));
    }
  }

  @Test
  void theNetworkComesFirstAndTurbinesOwnFilesLast() {
    assertThat(groups(templates.master())).startsWith("Network").endsWith("Turbine's files");
    assertThat(groups(templates.cluster())).startsWith("Network").endsWith("Turbine's files");
  }

  @Test
  void sayWhatTheyAreAndWhatTheyTake() {
    eachParameter((name, parameter) -> {
      assertThat(parameter.path("Description").asText()).as(name).endsWith(".");
      if (parameter.has("AllowedPattern")
          || parameter.has("AllowedValues")
          || parameter.has("MinValue")) {
        assertThat(parameter.path("ConstraintDescription").asText()).as(name).isNotBlank();
      }
    });
  }

  @Test
  void theirDefaultsAreAllowed() {
    eachParameter((name, parameter) -> {
      if (!parameter.has("Default")) {
        return;
      }
      String initial = parameter.path("Default").asText();
      if (parameter.has("AllowedPattern")) {
        assertThat(initial).as(name).matches(parameter.path("AllowedPattern").asText());
      }
      if (parameter.has("AllowedValues")) {
        assertThat(parameter.path("AllowedValues"))
            .as(name)
            .extracting(JsonNode::asText)
            .contains(initial);
      }
      if (parameter.has("MinValue")) {
        assertThat(Integer.parseInt(initial))
            .as(name)
            .isBetween(parameter.path("MinValue").asInt(), parameter.path("MaxValue").asInt());
      }
    });
  }

  @Test
  void theSameNameMeansTheSame() {
    Map<String, JsonNode> seen = new HashMap<>();
    eachParameter((name, parameter) -> {
      ObjectNode comparable = parameter.deepCopy();
      if (name.equals("MachineImage")) {
        // The master passes the name on that the cluster looks up.
        comparable.remove("Type");
      }
      JsonNode before = seen.putIfAbsent(name, comparable);
      if (before != null) {
        assertThat(comparable).as(name).isEqualTo(before);
      }
    });
  }

  @Test
  void onlyTheAssetsHaveToBeGivenToTheMaster() {
    assertThat(withoutDefault(templates.master()))
        .containsExactlyInAnyOrder("AssetsBucket", "AssetsPrefix");
  }

  @Test
  void nobodysDataIsDeletedUnasked() {
    for (ObjectNode template : List.of(templates.master(), templates.cluster())) {
      assertThat(template.at("/Parameters/EmptyBucketsOnDelete/Default").asText()).isEqualTo("No");
    }
  }

  @Test
  void nestedStacksGetAllTheyNeedAndNothingElse() {
    assertPassed(templates.master(), "Cluster", templates.cluster());
    assertPassed(templates.cluster(), "DefaultWorkers", templates.workers());
  }

  @Test
  void nestedStacksAreMadeFromTurbinesFiles() {
    String folder = "https://files.s3.us-east-1.amazonaws.com/turbine/1/templates/";
    assertThat(address(templates.master(), "Cluster"))
        .isEqualTo(folder + "turbine-cluster.template");
    assertThat(address(templates.cluster(), "DefaultWorkers"))
        .isEqualTo(folder + "turbine-workers.template");
  }

  @ParameterizedTest
  @CsvSource({
    "NAT, id-of-privatesubnet",
    "NATPerZone, id-of-privatesubnet",
    "Endpoints, id-of-privatesubnet",
    "Public, id-of-publicsubnet"
  })
  void theClustersMachinesAreInTheSubnetsThatFitTheirWayOut(String access, String subnet) {
    assertThat(made(templates.master(), "Cluster", Map.of("NetworkAccess", access)))
        .isEqualTo(
            Map.of(
                "VPCID", "id-of-vpc",
                "PublicSubnetA", "id-of-publicsubneta",
                "PublicSubnetB", "id-of-publicsubnetb",
                "PrivateSubnetA", subnet + "a",
                "PrivateSubnetB", subnet + "b"));
  }

  @Test
  void workersGetWhatTheClusterMakesForThem() {
    assertThat(made(templates.cluster(), "DefaultWorkers", Map.of("MachineImage", "ami-1")))
        .isEqualTo(
            Map.of(
                "AlarmTopic", "arn:aws:sns:us-east-1:123456789012:Notifications",
                "InstanceSecurityGroup", "GroupId-of-InstanceSecurityGroup",
                "MachineImageId", "ami-1",
                "StackParameter", "/turbine/turbine/stack",
                "WorkerInstanceProfile", "arn:aws:example:us-east-1:123456789012:WorkerProfile",
                "WorkerSet", "default"));
    assertThat(
            new Evaluation(templates.cluster(), Map.of())
                .properties("Description")
                .path("Name")
                .asText())
        .isEqualTo("/turbine/turbine/stack");
  }

  @Test
  void whatAFurtherWorkerSetNeedsIsAnOutputOfCluster() {
    Set<String> needed = withoutDefault(templates.workers());
    needed.remove("WorkerSet");
    JsonNode outputs = templates.cluster().path("Outputs");
    assertThat(names(outputs)).containsAll(needed);
    JsonNode passed = Templates.properties(templates.cluster(), "DefaultWorkers");
    TreeSet<String> forWorkers = names(templates.workers().path("Parameters"));
    forWorkers.retainAll(names(outputs));
    assertThat(forWorkers)
        .allSatisfy(name ->
            assertThat(outputs.path(name).path("Value"))
                .isEqualTo(passed.path("Parameters").path(name)));
  }

  @Test
  void theMasterPassesOnAllOutputsOfTheCluster() {
    JsonNode outputs = templates.master().path("Outputs");
    assertThat(names(outputs)).isEqualTo(names(templates.cluster().path("Outputs")));
    assertThat(names(outputs))
        .allSatisfy(name ->
            assertThat(outputs.path(name).path("Value"))
                .isEqualTo(Templates.attribute("Cluster", "Outputs." + name)));
  }

  @Test
  void outputsNameWhatTheyAreCalledAfter() {
    Map<String, String> certified =
        Map.of("CertificateArn", "a-certificate", "DomainName", "airflow.example.com");
    assertThat(outputs(templates.cluster(), certified))
        .containsAllEntriesOf(
            Map.of(
                "AirflowUI", "https://airflow.example.com",
                "CodeDeployApplication", "id-of-application",
                "CodeDeployDeploymentGroup", "id-of-deploymentgroup",
                "DataBucketName", "id-of-databucket",
                "DeploymentsBucket", "id-of-revisionbucket",
                "LoadBalancerName", "DNSName-of-Balancer",
                "LogsBucket", "id-of-logbucket"));
    assertThat(outputs(templates.cluster(), Map.of()))
        .containsEntry("LoadBalancerName", "none")
        .hasEntrySatisfying(
            "LoginCommand",
            command ->
                assertThat(command)
                    .endsWith(
                        " --secret-id arn:aws:secretsmanager:us-east-1:123456789012:secret:"
                            + "LoginSecret-abc123"));
    assertThat(outputs(templates.workers(), Map.of()))
        .isEqualTo(Map.of("GroupName", "id-of-group", "QueueUrl", "id-of-queue"));
  }

  @Test
  void theOutputsThatMakefilesReadAreThere() {
    assertThat(names(templates.master().path("Outputs")))
        .contains(
            "DeploymentsBucket", "CodeDeployApplication", "CodeDeployDeploymentGroup", "AirflowUI");
  }

  private static void assertPassed(ObjectNode outer, String id, ObjectNode inner) {
    JsonNode passed = Templates.properties(outer, id).path("Parameters");
    assertThat(names(passed)).containsAll(withoutDefault(inner));
    assertThat(names(inner.path("Parameters"))).containsAll(names(passed));
    // A parameter that both have is a person's choice, which must arrive.
    TreeSet<String> shared = names(outer.path("Parameters"));
    shared.retainAll(names(inner.path("Parameters")));
    assertThat(shared)
        .allSatisfy(name -> assertThat(passed.path(name)).isEqualTo(Templates.ref(name)));
  }

  private static String address(ObjectNode outer, String id) {
    Map<String, String> place = Map.of("AssetsBucket", "files", "AssetsPrefix", "turbine/1/");
    return new Evaluation(outer, place).properties(id).path("TemplateURL").asText();
  }

  /** What a nested stack gets besides what the stack around it was given. */
  private static Map<String, String> made(
      ObjectNode outer, String id, Map<String, String> parameters) {
    Map<String, String> made = new TreeMap<>();
    new Evaluation(outer, parameters)
        .properties(id)
        .path("Parameters")
        .properties()
        .forEach(passed -> made.put(passed.getKey(), passed.getValue().asText()));
    made.keySet().removeAll(names(outer.path("Parameters")));
    return made;
  }

  private static Map<String, String> outputs(ObjectNode template, Map<String, String> parameters) {
    Map<String, String> outputs = new TreeMap<>();
    new Evaluation(template, parameters)
        .of(template.path("Outputs"))
        .properties()
        .forEach(output -> outputs.put(output.getKey(), output.getValue().path("Value").asText()));
    return outputs;
  }

  private void eachParameter(BiConsumer<String, JsonNode> check) {
    templates
        .all()
        .forEach(template ->
            template
                .path("Parameters")
                .properties()
                .forEach(entry -> check.accept(entry.getKey(), entry.getValue())));
  }

  private static Set<String> withoutDefault(ObjectNode template) {
    Set<String> names = new TreeSet<>();
    template
        .path("Parameters")
        .properties()
        .forEach(parameter -> {
          if (!parameter.getValue().has("Default")) {
            names.add(parameter.getKey());
          }
        });
    return names;
  }

  private static List<String> groups(ObjectNode template) {
    List<String> labels = new ArrayList<>();
    template
        .at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups")
        .forEach(group -> labels.add(group.at("/Label/default").asText()));
    return labels;
  }

  private static TreeSet<String> names(JsonNode object) {
    TreeSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
