package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

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
  void nestedStacksGetAllTheyNeedAndNothingElse() {
    assertPassed(templates.master(), "Cluster", templates.cluster());
    assertPassed(templates.cluster(), "DefaultWorkers", templates.workers());
  }

  @Test
  void whatAFurtherWorkerSetNeedsIsAnOutputOfCluster() {
    Set<String> needed = withoutDefault(templates.workers());
    needed.remove("WorkerSet");
    assertThat(names(templates.cluster().path("Outputs"))).containsAll(needed);
    assertThat(names(templates.master().path("Outputs")))
        .isEqualTo(names(templates.cluster().path("Outputs")));
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
    assertThat(names(passed)).containsAll(shared);
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
