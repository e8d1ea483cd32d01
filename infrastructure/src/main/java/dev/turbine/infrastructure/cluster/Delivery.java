package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.ServiceRole;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.codedeploy.CfnApplication;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup.AutoRollbackConfigurationProperty;
import software.amazon.awscdk.services.codedeploy.CfnDeploymentGroup.DeploymentStyleProperty;
import software.amazon.awscdk.services.iam.CfnRole;

/** CodeDeploy: the same files for every machine, and for those that start later. */
final class Delivery {
  private final CfnApplication application;
  private final CfnDeploymentGroup group;

  Delivery(Template template, List<String> groupNames) {
    this.application =
        CfnApplication.Builder.create(template, "Application")
            .computePlatform("Server")
            .tags(List.of(template.stackTag()))
            .build();
    CfnCondition further = template.given(ClusterFields.FURTHER_GROUPS);
    List<String> all =
        Fn.split(
            ",",
            Template.either(
                further,
                Fn.join(",", groupNames) + "," + template.ref(ClusterFields.FURTHER_GROUPS),
                Fn.join(",", groupNames)));
    this.group =
        CfnDeploymentGroup.Builder.create(template, "DeploymentGroup")
            .applicationName(application.getRef())
            .serviceRoleArn(role(template).getAttrArn())
            .autoScalingGroups(all)
            .deploymentConfigName("CodeDeployDefault.HalfAtATime")
            .deploymentStyle(
                DeploymentStyleProperty.builder()
                    .deploymentType("IN_PLACE")
                    .deploymentOption("WITHOUT_TRAFFIC_CONTROL")
                    .build())
            .autoRollbackConfiguration(
                AutoRollbackConfigurationProperty.builder()
                    .enabled(true)
                    .events(List.of("DEPLOYMENT_FAILURE"))
                    .build())
            .outdatedInstancesStrategy("UPDATE")
            .build();
  }

  String application() {
    return application.getRef();
  }

  String group() {
    return group.getRef();
  }

  private static CfnRole role(Template template) {
    CfnRole role =
        ServiceRole.add(
            template,
            "DeploymentRole",
            "codedeploy.amazonaws.com",
            "CodeDeploy",
            List.of(
                Grant.of(
                    "Describe",
                    List.of(
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeLifecycleHooks",
                        "ec2:DescribeInstanceStatus",
                        "ec2:DescribeInstances",
                        "tag:GetResources"),
                    "*"),
                Grant.when(
                    "OwnGroups",
                    MachineGrants.ownGroups(),
                    List.of(
                        "autoscaling:CompleteLifecycleAction",
                        "autoscaling:DeleteLifecycleHook",
                        "autoscaling:PutLifecycleHook",
                        "autoscaling:RecordLifecycleActionHeartbeat",
                        "autoscaling:ResumeProcesses",
                        "autoscaling:SuspendProcesses"),
                    MachineGrants.groups())));
    Accepted.finding(
        role,
        "AwsSolutions-IAM5",
        "Descriptions name no resource; groups are limited to this installation's name and tag.");
    return role;
  }
}
