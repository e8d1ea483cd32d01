package dev.turbine.infrastructure.network;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.EgressProperty;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.IngressProperty;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;

/**
 * Ways to AWS that stay inside: to S3 always, as it is free; to the rest where there is no other.
 */
final class Endpoints {
  /** Logical ids, and services that machines talk to; S3 is apart. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "AutoScalingEndpoint", "autoscaling",
          "CloudFormationEndpoint", "cloudformation",
          "CodeDeployEndpoint", "codedeploy",
          "CodeDeployCommandsEndpoint", "codedeploy-commands-secure",
          "LogsEndpoint", "logs",
          "MonitoringEndpoint", "monitoring",
          "QueueEndpoint", "sqs",
          "SecretsEndpoint", "secretsmanager",
          "SessionEndpoint", "ssmmessages",
          "SystemsManagerEndpoint", "ssm");

  private Endpoints() {}

  /** Adds all, and returns them. */
  static List<CfnResource> add(Template template, Network network, NetworkAccess access) {
    List<CfnResource> endpoints = new ArrayList<>();
    endpoints.add(
        CfnVPCEndpoint.Builder.create(template, "ObjectEndpoint")
            .vpcId(network.vpc())
            .vpcEndpointType("Gateway")
            .serviceName(Fn.sub("com.amazonaws.${AWS::Region}.s3"))
            .routeTableIds(network.routeTables())
            .build());
    CfnSecurityGroup group =
        CfnSecurityGroup.Builder.create(template, "EndpointSecurityGroup")
            .groupDescription("Interface endpoints")
            .vpcId(network.vpc())
            .securityGroupIngress(
                List.of(
                    IngressProperty.builder()
                        .cidrIp(template.ref(Fields.VPC_CIDR))
                        .ipProtocol("tcp")
                        .fromPort(443)
                        .toPort(443)
                        .description("The network")
                        .build()))
            .securityGroupEgress(
                List.of(
                    EgressProperty.builder()
                        .cidrIp("127.0.0.1/32")
                        .ipProtocol("icmp")
                        .fromPort(252)
                        .toPort(86)
                        .description("Nothing")
                        .build()))
            .tags(List.of(template.stackTag()))
            .build();
    group.getCfnOptions().setCondition(access.endpoints());
    Accepted.finding(
        group,
        "CdkNagValidationFailure",
        "cdk-nag cannot look into a parameter; it holds private addresses only.");
    SERVICES.forEach((id, service) -> {
      CfnVPCEndpoint endpoint =
          CfnVPCEndpoint.Builder.create(template, id)
              .vpcId(network.vpc())
              .vpcEndpointType("Interface")
              .serviceName(Fn.sub("com.amazonaws.${AWS::Region}." + service))
              .privateDnsEnabled(true)
              .subnetIds(List.of(network.privateA(), network.privateB()))
              .securityGroupIds(List.of(group.getAttrGroupId()))
              .build();
      endpoint.getCfnOptions().setCondition(access.endpoints());
      endpoints.add(endpoint);
    });
    return endpoints;
  }
}
