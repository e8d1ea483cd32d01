package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener.ActionProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.route53.CfnHostedZone;
import software.amazon.awscdk.services.route53.CfnHostedZone.VPCProperty;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.CfnRecordSet.AliasTargetProperty;

/**
 * Where workers find the API server: a name of the network's own, that the web server's agent
 * points to itself. Or, where machines cannot reach Route 53's API, a load balancer behind it.
 */
final class WebAddress {
  private final Template template;
  private final CfnHostedZone zone;
  private final CfnTargetGroup targets;
  private final CfnCondition balanced;

  WebAddress(Template template, SecurityGroups groups, Buckets buckets) {
    this.template = template;
    this.balanced =
        CfnCondition.Builder.create(template, "HasInternalLoadBalancer")
            .expression(Fn.conditionEquals(template.ref(Fields.NETWORK_ACCESS), "Endpoints"))
            .build();
    this.zone =
        CfnHostedZone.Builder.create(template, "Zone")
            .name(zoneName())
            .vpcs(
                List.of(
                    VPCProperty.builder()
                        .vpcId(template.ref(Fields.VPC))
                        .vpcRegion(Fn.ref("AWS::Region"))
                        .build()))
            .build();
    this.targets = targets();
    CfnSecurityGroup group =
        groups
            .group("InternalSecurityGroup", "The load balancer inside the network")
            .securityGroupIngress(
                List.of(groups.fromMachines(SecurityGroups.WEB_PORT, "Turbine's machines")))
            .securityGroupEgress(List.of(groups.toWeb()))
            .build();
    group.getCfnOptions().setCondition(balanced);
    groups.admitToWeb("InternalIngress", group);
    loadBalancer(group, buckets);
  }

  /** Where Airflow's execution API is, for workers. */
  String executionApi() {
    return "http://" + host() + ":" + SecurityGroups.WEB_PORT + "/execution/";
  }

  /** The name that the web server's agent points to itself, unless there is a load balancer. */
  String host() {
    return "web." + zoneName();
  }

  String zone() {
    return zone.getRef();
  }

  /** The target group's ARN, or no value. */
  String targetGroup() {
    return Template.either(balanced, targets.getRef(), Fn.ref("AWS::NoValue"));
  }

  /** Whether there is a load balancer: Yes or No. */
  String balancer() {
    return Template.either(balanced, "Yes", "No");
  }

  /** Lets the web server change its own record, and no other. */
  PolicyStatement grant() {
    return Grant.when(
        "OwnAddress",
        Map.of(
            "ForAllValues:StringEquals",
            Map.of(
                "route53:ChangeResourceRecordSetsNormalizedRecordNames",
                List.of(host()),
                "route53:ChangeResourceRecordSetsRecordTypes",
                List.of("A"))),
        List.of("route53:ChangeResourceRecordSets"),
        Fn.sub("arn:${AWS::Partition}:route53:::hostedzone/") + zone.getRef());
  }

  private String zoneName() {
    return template.ref(Fields.NAME) + ".turbine.internal";
  }

  private CfnTargetGroup targets() {
    CfnTargetGroup group =
        CfnTargetGroup.Builder.create(template, "InternalTargets")
            .port(SecurityGroups.WEB_PORT)
            .protocol("TCP")
            .vpcId(template.ref(Fields.VPC))
            .targetType("instance")
            .healthCheckProtocol("HTTP")
            .healthCheckPath(UserInterface.HEALTH_PATH)
            .healthCheckIntervalSeconds(10)
            .build();
    group.getCfnOptions().setCondition(balanced);
    return group;
  }

  private void loadBalancer(CfnSecurityGroup group, Buckets buckets) {
    CfnLoadBalancer loadBalancer =
        CfnLoadBalancer.Builder.create(template, "InternalBalancer")
            .type("network")
            .scheme("internal")
            .subnets(
                List.of(
                    template.ref(Fields.PRIVATE_SUBNET_A), template.ref(Fields.PRIVATE_SUBNET_B)))
            .securityGroups(List.of(group.getAttrGroupId()))
            .loadBalancerAttributes(
                UserInterface.attributes(
                    buckets.accessLogBucket(), Map.of("load_balancing.cross_zone.enabled", "true")))
            .build();
    loadBalancer.getCfnOptions().setCondition(balanced);
    CfnListener listener =
        CfnListener.Builder.create(template, "InternalListener")
            .loadBalancerArn(loadBalancer.getRef())
            .port(SecurityGroups.WEB_PORT)
            .protocol("TCP")
            .defaultActions(
                List.of(
                    ActionProperty.builder()
                        .type("forward")
                        .targetGroupArn(targets.getRef())
                        .build()))
            .build();
    listener.getCfnOptions().setCondition(balanced);
    CfnRecordSet record =
        CfnRecordSet.Builder.create(template, "InternalRecord")
            .hostedZoneId(zone.getRef())
            .name(host())
            .type("A")
            .aliasTarget(
                AliasTargetProperty.builder()
                    .dnsName(loadBalancer.getAttrDnsName())
                    .hostedZoneId(loadBalancer.getAttrCanonicalHostedZoneId())
                    .build())
            .build();
    record.getCfnOptions().setCondition(balanced);
  }
}
