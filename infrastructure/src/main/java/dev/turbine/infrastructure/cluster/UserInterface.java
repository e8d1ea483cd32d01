package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.IngressProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener.ActionProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener.CertificateProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnLoadBalancer.LoadBalancerAttributeProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup.MatcherProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup.TargetGroupAttributeProperty;
import software.amazon.awscdk.services.s3.CfnBucket;

/** The load balancer that serves Airflow's UI by HTTPS, when there is a certificate for it. */
final class UserInterface {
  /** Answers when the API server itself works, whatever the scheduler does. */
  static final String HEALTH_PATH = "/api/v2/version";

  private static final int HTTPS = 443;

  private final Template template;
  private final CfnCondition certified;
  private final CfnTargetGroup targets;
  private final CfnLoadBalancer loadBalancer;

  UserInterface(Template template, SecurityGroups groups, Buckets buckets) {
    this.template = template;
    this.certified = template.given(Fields.CERTIFICATE);
    CfnSecurityGroup group =
        groups
            .group("BalancerSecurityGroup", "The load balancer of the UI")
            .securityGroupIngress(
                List.of(
                    IngressProperty.builder()
                        .cidrIp(template.ref(Fields.ALLOW_HTTP_ACCESS_CIDR))
                        .ipProtocol("tcp")
                        .fromPort(HTTPS)
                        .toPort(HTTPS)
                        .description("Browsers of people")
                        .build()))
            .securityGroupEgress(List.of(groups.toWeb()))
            .build();
    group.getCfnOptions().setCondition(certified);
    Accepted.finding(
        group,
        "CdkNagValidationFailure",
        "cdk-nag cannot look into a parameter; a person names the addresses, and there is no"
            + " default.");
    Accepted.finding(
        group,
        "W1030",
        "Without a certificate the addresses are empty, and this group is not made.");
    groups.admitToWeb("BalancerIngress", group);
    this.targets = targets();
    this.loadBalancer = loadBalancer(group, buckets);
    listener();
  }

  /** The target group's ARN, or no value. */
  String targetGroup() {
    return Template.either(certified, targets.getRef(), Fn.ref("AWS::NoValue"));
  }

  /** What Airflow takes for its own address. */
  String baseUrl() {
    return Template.either(certified, address(), "http://localhost:" + SecurityGroups.WEB_PORT);
  }

  private String address() {
    return "https://" + template.ref(Fields.DOMAIN_NAME);
  }

  /** The name that the host name has to lead to, or a word that there is none. */
  String loadBalancerName() {
    return Template.either(certified, loadBalancer.getAttrDnsName(), "none");
  }

  /** How a person reaches the UI. */
  String way() {
    String forward =
        Fn.sub(
            "aws ssm start-session --region ${AWS::Region} --document-name"
                + " AWS-StartPortForwardingSession --parameters"
                + " portNumber=8080,localPortNumber=8080 --target $(aws ec2 describe-instances"
                + " --region ${AWS::Region} --filters Name=tag:turbine:stack,Values=${Name}"
                + " Name=tag:turbine:role,Values=web Name=instance-state-name,Values=running"
                + " --query 'Reservations[0].Instances[0].InstanceId' --output text)");
    return Template.either(certified, address(), forward);
  }

  private static List<LoadBalancerAttributeProperty> attributes(CfnBucket accessLogs) {
    return Stream.of(
            Map.entry("routing.http.drop_invalid_header_fields.enabled", "true"),
            Map.entry("idle_timeout.timeout_seconds", "120"),
            Map.entry("access_logs.s3.enabled", "true"),
            Map.entry("access_logs.s3.bucket", accessLogs.getRef()),
            Map.entry("access_logs.s3.prefix", "load-balancer"))
        .map(entry ->
            LoadBalancerAttributeProperty.builder()
                .key(entry.getKey())
                .value(entry.getValue())
                .build())
        .toList();
  }

  private CfnTargetGroup targets() {
    CfnTargetGroup group =
        CfnTargetGroup.Builder.create(template, "BalancerTargets")
            .port(SecurityGroups.WEB_PORT)
            .protocol("HTTP")
            .vpcId(template.ref(Fields.VPC))
            .targetType("instance")
            .healthCheckPath(HEALTH_PATH)
            .healthCheckIntervalSeconds(15)
            .healthyThresholdCount(2)
            .matcher(MatcherProperty.builder().httpCode("200").build())
            .targetGroupAttributes(
                List.of(
                    TargetGroupAttributeProperty.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("30")
                        .build()))
            .build();
    group.getCfnOptions().setCondition(certified);
    return group;
  }

  private CfnLoadBalancer loadBalancer(CfnSecurityGroup group, Buckets buckets) {
    CfnLoadBalancer made =
        CfnLoadBalancer.Builder.create(template, "Balancer")
            .type("application")
            .scheme(template.ref(Fields.LOAD_BALANCER_SCHEME))
            .subnets(
                List.of(template.ref(Fields.PUBLIC_SUBNET_A), template.ref(Fields.PUBLIC_SUBNET_B)))
            .securityGroups(List.of(group.getAttrGroupId()))
            .loadBalancerAttributes(attributes(buckets.accessLogBucket()))
            .build();
    made.getCfnOptions().setCondition(certified);
    // It tries whether it may write there.
    made.addResourceDependency((CfnResource) template.getNode().findChild("AccessLogBucketPolicy"));
    return made;
  }

  private void listener() {
    CfnListener listener =
        CfnListener.Builder.create(template, "BalancerListener")
            .loadBalancerArn(loadBalancer.getRef())
            .port(HTTPS)
            .protocol("HTTPS")
            .sslPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06")
            .certificates(
                List.of(
                    CertificateProperty.builder()
                        .certificateArn(template.ref(Fields.CERTIFICATE))
                        .build()))
            .defaultActions(
                List.of(
                    ActionProperty.builder()
                        .type("forward")
                        .targetGroupArn(targets.getRef())
                        .build()))
            .build();
    listener.getCfnOptions().setCondition(certified);
  }
}
