package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A worker that is told to end with its stack finishes its tasks, which may take hours. What it
 * needs meanwhile is still there if the worker's resource refers to it, however indirectly:
 * CloudFormation deletes in that order.
 */
class DeletionOrderTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)[.}]");
  private final Templates templates = Templates.committed();

  @Test
  void theNetworkOutlivesTheCluster() {
    Set<String> needed =
        ids(
            templates.master(),
            resource ->
                Set.of(
                        "AWS::EC2::InternetGateway",
                        "AWS::EC2::NatGateway",
                        "AWS::EC2::Route",
                        "AWS::EC2::RouteTable",
                        "AWS::EC2::Subnet",
                        "AWS::EC2::SubnetRouteTableAssociation",
                        "AWS::EC2::VPC",
                        "AWS::EC2::VPCEndpoint",
                        "AWS::EC2::VPCGatewayAttachment")
                    .contains(resource.path("Type").asText()));
    assertThat(needed).hasSizeGreaterThan(20);
    assertThat(outlive(templates.master(), "Cluster")).containsAll(needed);
  }

  @Test
  void whatTasksNeedOutlivesTheWorkers() {
    assertThat(outlive(templates.cluster(), "DefaultWorkers"))
        .contains(
            "SchedulerGroup",
            "WebGroup",
            "WebAddress",
            "Description",
            "Database",
            "FileMountA",
            "FileMountB",
            "FileAccessPoint",
            "LogBucket",
            "DataBucket",
            "RevisionBucket",
            "ServiceLogs",
            "ApiSecret",
            "WorkerDatabaseSecret",
            "WorkerRole",
            "WorkerProfile",
            "InstanceSecurityGroup",
            "DatabaseSecurityGroup",
            "FileSecurityGroup",
            "WebSecurityGroup",
            "LogIngress")
        // CloudFormation ends no busy machine: the function names it.
        .contains("ScalerSchedule", "ScalerPermission", "Scaler", "ScalerRole", "ScalerState")
        // Buckets are emptied when nobody writes any more.
        .contains("BucketCleaning");
  }

  /** What a machine writes, besides objects in buckets, is deleted with the stack all the same. */
  @Test
  void nothingIsLeftInWhatIsDeleted() {
    assertThat(templates.ofType("AWS::Route53::HostedZone")).isEmpty();
  }

  @Test
  void theQueueOutlivesItsWorkers() {
    assertThat(outlive(templates.workers(), "Group")).contains("Queue", "QueuePolicy");
  }

  @Test
  void aMissingOrderIsSeen() {
    Templates broken = templates.copy();
    ((ObjectNode) broken.master().at("/Resources/Cluster")).remove("DependsOn");
    ((ObjectNode) broken.master().at("/Resources/Cluster")).remove("Metadata");
    assertThat(outlive(broken.master(), "Cluster"))
        .contains("PrivateSubnetA")
        .doesNotContain("PrivateSubnetAAssociation", "PrivateRouteA", "QueueEndpoint");
  }

  /** All that is deleted after a resource. */
  private static Set<String> outlive(ObjectNode template, String id) {
    JsonNode resources = template.path("Resources");
    Set<String> found = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of(id));
    while (!next.isEmpty()) {
      Set<String> named = new TreeSet<>();
      JsonNode resource = resources.path(next.remove());
      if (resource.isMissingNode()) {
        continue;
      }
      names(resource, named);
      named.stream().filter(resources::has).filter(found::add).forEach(next::add);
    }
    return found;
  }

  private static void names(JsonNode node, Set<String> found) {
    node.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          switch (field.getKey()) {
            case "Ref" -> found.add(value.asText());
            case "DependsOn" -> value.forEach(name -> found.add(name.asText()));
            case "Fn::GetAtt" -> found.add(value.path(0).asText());
            case "Fn::Sub" -> variables(value.isArray() ? value.get(0) : value, found);
            default -> {}
          }
          names(value, found);
        });
    if (node.isArray()) {
      node.forEach(element -> names(element, found));
    }
  }

  private static void variables(JsonNode text, Set<String> found) {
    Matcher each = VARIABLE.matcher(text.asText());
    while (each.find()) {
      found.add(each.group(1));
    }
  }

  private static Set<String> ids(ObjectNode template, Predicate<JsonNode> wanted) {
    return template.path("Resources").properties().stream()
        .filter(resource -> wanted.test(resource.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
