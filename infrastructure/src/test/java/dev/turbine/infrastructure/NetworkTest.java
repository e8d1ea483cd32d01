package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reaches whom, and which way out there is. */
class NetworkTest {
  private final Templates templates = Templates.committed();

  /** All that may open a connection, and to which ports; what is not here is closed. */
  @Test
  void connectionsThatAreOpen() {
    Evaluation cluster =
        new Evaluation(
            templates.cluster(),
            Map.of("CertificateArn", "certificate", "AllowHTTPAccessCIDR", "203.0.113.0/24"));
    assertThat(connections(cluster))
        .containsExactlyInAnyOrder(
            "203.0.113.0/24 -> BalancerSecurityGroup tcp 443-443",
            "BalancerSecurityGroup -> WebSecurityGroup tcp 8080-8080 (sent)",
            "BalancerSecurityGroup -> WebSecurityGroup tcp 8080-8080",
            "InstanceSecurityGroup -> WebSecurityGroup tcp 8080-8080",
            "InstanceSecurityGroup -> InstanceSecurityGroup tcp 8793-8794",
            "InstanceSecurityGroup -> DatabaseSecurityGroup tcp 5432-5432",
            "InstanceSecurityGroup -> FileSecurityGroup tcp 2049-2049",
            "InstanceSecurityGroup -> 0.0.0.0/0 -1 - (sent)");
    assertThat(connections(new Evaluation(templates.master(), Map.of("VPCCIDR", "10.0.0.0/16"))))
        .containsExactly("10.0.0.0/16 -> EndpointSecurityGroup tcp 443-443");
  }

  @Test
  void eachIsInItsGroup() {
    Evaluation cluster = new Evaluation(templates.cluster(), Map.of());
    Map.of(
            "Database", "DatabaseSecurityGroup",
            "FileMountA", "FileSecurityGroup",
            "FileMountB", "FileSecurityGroup",
            "SchedulerGroupLaunchTemplate", "InstanceSecurityGroup",
            "WebGroupLaunchTemplate", "InstanceSecurityGroup WebSecurityGroup",
            "Balancer", "BalancerSecurityGroup")
        .forEach((resource, groups) -> {
          JsonNode properties = cluster.properties(resource);
          JsonNode found =
              Stream.of(
                      "/VPCSecurityGroups",
                      "/SecurityGroups",
                      "/LaunchTemplateData/NetworkInterfaces/0/Groups")
                  .map(properties::at)
                  .filter(JsonNode::isArray)
                  .findFirst()
                  .orElseThrow();
          assertThat(strings(found).map(NetworkTest::group))
              .as(resource)
              .containsExactly(groups.split(" "));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "NAT, id-of-nata, id-of-nata",
    "NATPerZone, id-of-nata, id-of-natb",
    "Endpoints, nothing, nothing",
    "Public, nothing, nothing"
  })
  void machinesWithoutAnAddressGoOutThroughNatIfAtAll(String access, String a, String b) {
    Evaluation master = new Evaluation(templates.master(), Map.of("NetworkAccess", access));
    assertThat(subnets(master))
        .containsExactlyInAnyOrder(
            "PublicSubnetA zone-a net-0 -> id-of-internetgateway",
            "PublicSubnetB zone-b net-1 -> id-of-internetgateway",
            "PrivateSubnetA zone-a net-2 -> " + a,
            "PrivateSubnetB zone-b net-3 -> " + b);
    assertThat(master.properties("NatA").path("SubnetId").asText())
        .isEqualTo("id-of-publicsubneta");
    assertThat(master.properties("NatB").path("SubnetId").asText())
        .isEqualTo("id-of-publicsubnetb");
  }

  /** What a machine calls, so that none of it is missing where there is no way out. */
  @Test
  void withoutAWayOutThereIsAnEndpointForEachService() {
    Evaluation master = new Evaluation(templates.master(), Map.of("NetworkAccess", "Endpoints"));
    List<String> services = new ArrayList<>();
    templates
        .ofType("AWS::EC2::VPCEndpoint")
        .map(Map.Entry::getKey)
        .filter(id -> !id.equals("ObjectEndpoint"))
        .forEach(id -> {
          assertThat(master.exists(id)).as(id).isTrue();
          JsonNode endpoint = master.properties(id);
          services.add(endpoint.path("ServiceName").asText());
          assertThat(endpoint.path("PrivateDnsEnabled").asBoolean()).as(id).isTrue();
          assertThat(strings(endpoint.path("SubnetIds")))
              .as(id)
              .containsExactly("id-of-privatesubneta", "id-of-privatesubnetb");
          assertThat(strings(endpoint.path("SecurityGroupIds")).map(NetworkTest::group))
              .as(id)
              .containsExactly("EndpointSecurityGroup");
        });
    assertThat(services.stream().map(name -> name.replace("com.amazonaws.us-east-1.", "")))
        .containsExactlyInAnyOrder(
            "autoscaling",
            "cloudformation",
            "codedeploy",
            "codedeploy-commands-secure",
            "logs",
            "monitoring",
            "secretsmanager",
            "sqs",
            "ssm",
            "ssmmessages");
  }

  /** Through a gateway it costs nothing, from each subnet. */
  @Test
  void filesInBucketsAreReachedThroughAGateway() {
    JsonNode endpoint = new Evaluation(templates.master(), Map.of()).properties("ObjectEndpoint");
    assertThat(endpoint.path("VpcEndpointType").asText()).isEqualTo("Gateway");
    assertThat(endpoint.path("ServiceName").asText()).isEqualTo("com.amazonaws.us-east-1.s3");
    assertThat(strings(endpoint.path("RouteTableIds")))
        .containsExactlyInAnyOrder(
            "id-of-publicroutes", "id-of-privateroutesa", "id-of-privateroutesb");
  }

  @Test
  void namesOfEndpointsResolveAndNoSubnetGivesAddressesUnasked() {
    Evaluation master = new Evaluation(templates.master(), Map.of());
    assertThat(master.properties("VPC").path("EnableDnsSupport").asBoolean()).isTrue();
    assertThat(master.properties("VPC").path("EnableDnsHostnames").asBoolean()).isTrue();
    templates
        .ofType("AWS::EC2::Subnet")
        .forEach(subnet ->
            assertThat(subnet.getValue().at("/Properties/MapPublicIpOnLaunch").asBoolean(true))
                .as(subnet.getKey())
                .isFalse());
  }

  private List<String> connections(Evaluation evaluation) {
    List<String> open = new ArrayList<>();
    for (String kind : List.of("", "Ingress", "Egress")) {
      templates
          .ofType("AWS::EC2::SecurityGroup" + kind)
          .map(Map.Entry::getKey)
          .filter(evaluation::has)
          .forEach(id -> {
            JsonNode group = evaluation.properties(id);
            switch (kind) {
              case "Ingress" -> open.add(rule(source(group), group(text(group, "GroupId")), group));
              case "Egress" ->
                  open.add(rule(group(text(group, "GroupId")), target(group), group) + " (sent)");
              default -> {
                group
                    .path("SecurityGroupIngress")
                    .forEach(rule -> open.add(rule(source(rule), id, rule)));
                group
                    .path("SecurityGroupEgress")
                    .forEach(rule -> open.add(rule(id, target(rule), rule) + " (sent)"));
              }
            }
          });
    }
    // The rule that stands for none: without one, all may be sent.
    open.removeIf(line -> line.endsWith("-> 127.0.0.1/32 icmp 252-86 (sent)"));
    return open;
  }

  private static String rule(String source, String target, JsonNode rule) {
    return "%s -> %s %s %s-%s"
        .formatted(
            source, target, text(rule, "IpProtocol"), text(rule, "FromPort"), text(rule, "ToPort"));
  }

  private static String source(JsonNode rule) {
    return rule.has("CidrIp") ? text(rule, "CidrIp") : group(text(rule, "SourceSecurityGroupId"));
  }

  private static String target(JsonNode rule) {
    return rule.has("CidrIp")
        ? text(rule, "CidrIp")
        : group(text(rule, "DestinationSecurityGroupId"));
  }

  private static String group(String id) {
    return id.replace("GroupId-of-", "");
  }

  private List<String> subnets(Evaluation master) {
    return templates
        .ofType("AWS::EC2::SubnetRouteTableAssociation")
        .map(association -> {
          String id = association.getValue().at("/Properties/SubnetId/Ref").asText();
          String table = text(master.properties(association.getKey()), "RouteTableId");
          JsonNode subnet = master.properties(id);
          return "%s %s %s -> %s"
              .formatted(
                  id,
                  text(subnet, "AvailabilityZone"),
                  text(subnet, "CidrBlock"),
                  way(master, table));
        })
        .toList();
  }

  private String way(Evaluation master, String table) {
    return templates
        .ofType("AWS::EC2::Route")
        .map(Map.Entry::getKey)
        .filter(master::exists)
        .map(master::properties)
        .filter(route -> text(route, "RouteTableId").equals(table))
        .filter(route -> text(route, "DestinationCidrBlock").equals("0.0.0.0/0"))
        .map(route -> text(route, "GatewayId") + text(route, "NatGatewayId"))
        .findFirst()
        .orElse("nothing");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static Stream<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asText);
  }
}
