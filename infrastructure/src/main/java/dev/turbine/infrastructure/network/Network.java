package dev.turbine.infrastructure.network;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnEIP;
import software.amazon.awscdk.services.ec2.CfnInternetGateway;
import software.amazon.awscdk.services.ec2.CfnNatGateway;
import software.amazon.awscdk.services.ec2.CfnRoute;
import software.amazon.awscdk.services.ec2.CfnRouteTable;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.CfnSubnetRouteTableAssociation;
import software.amazon.awscdk.services.ec2.CfnVPC;
import software.amazon.awscdk.services.ec2.CfnVPCGatewayAttachment;

/**
 * A network of two zones, each with a subnet that the internet reaches and one that it does not.
 */
final class Network {
  private static final int SUBNETS = 4;

  /** A thousand addresses in each subnet: the four fill the smallest range that is accepted. */
  private static final String ADDRESS_BITS = "10";

  private final Template template;
  private final NetworkAccess access;
  private final CfnVPC vpc;
  private final CfnSubnet publicA;
  private final CfnSubnet publicB;
  private final CfnSubnet privateA;
  private final CfnSubnet privateB;
  private final List<String> routeTables = new ArrayList<>();
  private final List<CfnResource> ways = new ArrayList<>();

  Network(Template template, NetworkAccess access) {
    this.template = template;
    this.access = access;
    this.vpc =
        CfnVPC.Builder.create(template, "VPC")
            .cidrBlock(template.ref(Fields.VPC_CIDR))
            .enableDnsHostnames(true)
            .enableDnsSupport(true)
            .tags(named("network"))
            .build();
    Accepted.finding(
        vpc,
        "AwsSolutions-VPC7",
        "Flow logs are billed by traffic, and security groups refuse what they would show: turn"
            + " them on where a policy asks for them.");
    CfnInternetGateway internet =
        CfnInternetGateway.Builder.create(template, "InternetGateway")
            .tags(named("internet"))
            .build();
    CfnVPCGatewayAttachment attachment =
        CfnVPCGatewayAttachment.Builder.create(template, "InternetAttachment")
            .vpcId(vpc.getRef())
            .internetGatewayId(internet.getRef())
            .build();
    this.publicA = subnet("PublicSubnetA", 0, 0);
    this.publicB = subnet("PublicSubnetB", 1, 1);
    this.privateA = subnet("PrivateSubnetA", 2, 0);
    this.privateB = subnet("PrivateSubnetB", 3, 1);
    CfnRouteTable open = routes("PublicRoutes", publicA, publicB);
    CfnRoute publicRoute =
        CfnRoute.Builder.create(template, "PublicRoute")
            .routeTableId(open.getRef())
            .destinationCidrBlock("0.0.0.0/0")
            .gatewayId(internet.getRef())
            .build();
    publicRoute.addResourceDependency(attachment);
    ways.add(publicRoute);
    CfnRouteTable closedA = routes("PrivateRoutesA", privateA);
    CfnRouteTable closedB = routes("PrivateRoutesB", privateB);
    CfnNatGateway first = nat("A", publicA, access.nat(), attachment);
    CfnNatGateway second = nat("B", publicB, access.natPerZone(), attachment);
    natRoute("PrivateRouteA", closedA, first.getRef());
    natRoute(
        "PrivateRouteB",
        closedB,
        Template.either(access.natPerZone(), second.getRef(), first.getRef()));
  }

  String vpc() {
    return vpc.getRef();
  }

  String publicA() {
    return publicA.getRef();
  }

  String publicB() {
    return publicB.getRef();
  }

  /** Where machines are: with public addresses, in the public subnet. */
  String machinesA() {
    return Template.either(access.open(), publicA.getRef(), privateA.getRef());
  }

  /** The same in the other zone. */
  String machinesB() {
    return Template.either(access.open(), publicB.getRef(), privateB.getRef());
  }

  String privateA() {
    return privateA.getRef();
  }

  String privateB() {
    return privateB.getRef();
  }

  /** What machines need besides the subnets, from when they start until they have ended. */
  List<CfnResource> ways() {
    return List.copyOf(ways);
  }

  /** All route tables: a gateway endpoint belongs into each. */
  List<String> routeTables() {
    return List.copyOf(routeTables);
  }

  private CfnSubnet subnet(String id, int part, int zone) {
    return CfnSubnet.Builder.create(template, id)
        .vpcId(vpc.getRef())
        .availabilityZone(Fn.select(zone, Fn.getAzs()))
        .cidrBlock(Fn.select(part, Fn.cidr(vpc.getAttrCidrBlock(), SUBNETS, ADDRESS_BITS)))
        .mapPublicIpOnLaunch(false)
        .tags(named(id))
        .build();
  }

  private CfnRouteTable routes(String id, CfnSubnet... subnets) {
    CfnRouteTable table =
        CfnRouteTable.Builder.create(template, id).vpcId(vpc.getRef()).tags(named(id)).build();
    routeTables.add(table.getRef());
    for (CfnSubnet subnet : subnets) {
      ways.add(
          CfnSubnetRouteTableAssociation.Builder.create(
                  template, subnet.getNode().getId() + "Association")
              .routeTableId(table.getRef())
              .subnetId(subnet.getRef())
              .build());
    }
    return table;
  }

  private CfnNatGateway nat(
      String zone, CfnSubnet subnet, CfnCondition condition, CfnVPCGatewayAttachment attachment) {
    CfnEIP address =
        CfnEIP.Builder.create(template, "NatAddress" + zone)
            .domain("vpc")
            .tags(named("nat"))
            .build();
    address.getCfnOptions().setCondition(condition);
    address.addResourceDependency(attachment);
    CfnNatGateway gateway =
        CfnNatGateway.Builder.create(template, "Nat" + zone)
            .allocationId(address.getAttrAllocationId())
            .subnetId(subnet.getRef())
            .tags(named("nat"))
            .build();
    gateway.getCfnOptions().setCondition(condition);
    return gateway;
  }

  private void natRoute(String id, CfnRouteTable table, String gateway) {
    CfnRoute route =
        CfnRoute.Builder.create(template, id)
            .routeTableId(table.getRef())
            .destinationCidrBlock("0.0.0.0/0")
            .natGatewayId(gateway)
            .build();
    route.getCfnOptions().setCondition(access.nat());
    ways.add(route);
  }

  private List<CfnTag> named(String name) {
    return List.of(
        CfnTag.builder().key("Name").value(template.ref(Fields.NAME) + "-" + name).build(),
        template.stackTag());
  }
}
