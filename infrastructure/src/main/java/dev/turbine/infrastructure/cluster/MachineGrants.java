package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.CfnLogGroup;

/** What the agent needs on every machine, and what it needs on a worker. */
final class MachineGrants {
  private final Buckets buckets;
  private final CfnLogGroup logs;

  MachineGrants(Buckets buckets, CfnLogGroup logs) {
    this.buckets = buckets;
    this.logs = logs;
  }

  List<PolicyStatement> all() {
    return List.of(
        Grant.of(
            "Assets",
            List.of("s3:GetObject"),
            Fn.sub("arn:${AWS::Partition}:s3:::${AssetsBucket}/${AssetsPrefix}*")),
        Grant.of(
            "Revisions",
            List.of("s3:GetObject", "s3:GetObjectVersion"),
            buckets.revisions().getAttrArn() + "/*"),
        Grant.of(
            "CodeDeployAgent",
            List.of("s3:GetObject"),
            Fn.sub("arn:${AWS::Partition}:s3:::aws-codedeploy-${AWS::Region}/*")),
        // The agent asks with its own credentials where it goes through an endpoint.
        Grant.of(
            "Deployments",
            List.of(
                "codedeploy-commands-secure:GetDeploymentSpecification",
                "codedeploy-commands-secure:PollHostCommand",
                "codedeploy-commands-secure:PutHostCommandAcknowledgement",
                "codedeploy-commands-secure:PutHostCommandComplete"),
            "*"),
        Grant.of(
            "Description",
            List.of("ssm:GetParameter"),
            Grant.arn("ssm", "parameter/turbine/${Name}/stack"),
            WebAddress.arn()),
        Grant.of(
            "Sessions",
            List.of(
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel"),
            "*"),
        Grant.of(
            "ServiceLogs",
            List.of("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
            logs.getAttrArn()),
        Grant.when(
            "Metrics",
            Map.of("StringEquals", Map.of("cloudwatch:namespace", Metric.NAMESPACE)),
            List.of("cloudwatch:PutMetricData"),
            "*"));
  }

  /**
   * A machine of services completes its launch, or gives itself up.
   *
   * @param group the end of its group's name
   */
  PolicyStatement lifecycle(String group) {
    return Grant.when(
        "Lifecycle",
        ownGroups(),
        List.of("autoscaling:CompleteLifecycleAction", "autoscaling:SetInstanceHealth"),
        Grant.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/${Name}-" + group));
  }

  /**
   * A worker gives itself up, completes its own hooks, and protects itself while it is busy. Tasks
   * can do the same: to workers, not to scheduler and web server.
   */
  PolicyStatement lifecycle() {
    return Grant.when(
        "Lifecycle",
        workerSets(),
        List.of(
            "autoscaling:CompleteLifecycleAction",
            "autoscaling:RecordLifecycleActionHeartbeat",
            "autoscaling:SetInstanceHealth",
            "autoscaling:SetInstanceProtection"),
        groups());
  }

  /** The groups of this installation, by name; further worker sets begin with it too. */
  static String groups() {
    return Grant.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/${Name}-*");
  }

  /** The groups of this installation, by tag: another may have a name that begins with this one. */
  static Map<String, Map<String, Object>> ownGroups() {
    return Map.of("StringEquals", Map.of("aws:ResourceTag/" + Template.STACK_TAG, Fn.ref("Name")));
  }

  /** Of those, the groups of workers. */
  static Map<String, Map<String, Object>> workerSets() {
    Map<String, Map<String, Object>> conditions = new TreeMap<>(ownGroups());
    conditions.put("Null", Map.of("aws:ResourceTag/turbine:worker-set", "false"));
    return conditions;
  }
}
