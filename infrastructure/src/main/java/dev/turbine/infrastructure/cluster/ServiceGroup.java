package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.machine.LaunchHook;
import dev.turbine.infrastructure.machine.Machine;
import dev.turbine.infrastructure.machine.MachineRole;
import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import software.amazon.awscdk.CfnAutoScalingRollingUpdate;
import software.amazon.awscdk.CfnCreationPolicy;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnResourceSignal;
import software.amazon.awscdk.CfnUpdatePolicy;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LaunchTemplateSpecificationProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.MetricsCollectionProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.TagPropertyProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;

/**
 * Machines that run Airflow's services, a fixed number of them. CloudFormation waits for each one's
 * word that it works, and goes back to what was before when it does not come.
 */
final class ServiceGroup {
  private static final String TIMEOUT = "PT20M";
  private static final int GRACE_SECONDS = 1200;

  private final CfnAutoScalingGroup group;

  /**
   * @param role {@code scheduler} or {@code web}
   * @param id the group's logical id
   * @param count how many there are
   * @param most room for the new one beside the old ones, during an update
   */
  ServiceGroup(
      Template template,
      Machine machine,
      Description description,
      String role,
      String id,
      String count,
      String most,
      Field instanceType,
      String profile,
      List<String> securityGroups) {
    String name = template.ref(Fields.NAME) + "-" + role;
    CfnLaunchTemplate launchTemplate =
        machine.launchTemplate(
            id + "LaunchTemplate",
            MachineRole.service(role, id, name, description.name(), description.value()),
            template.ref(instanceType),
            profile,
            securityGroups);
    this.group =
        CfnAutoScalingGroup.Builder.create(template, id)
            .autoScalingGroupName(name)
            .vpcZoneIdentifier(
                List.of(
                    template.ref(Fields.PRIVATE_SUBNET_A), template.ref(Fields.PRIVATE_SUBNET_B)))
            .minSize(count)
            .maxSize(most)
            // Else fewer schedulers than before would stay as many as the update's room allows.
            .desiredCapacity(count)
            .launchTemplate(
                LaunchTemplateSpecificationProperty.builder()
                    .launchTemplateId(launchTemplate.getRef())
                    .version(launchTemplate.getAttrLatestVersionNumber())
                    .build())
            .healthCheckType("EC2")
            .healthCheckGracePeriod(GRACE_SECONDS)
            .lifecycleHookSpecificationList(List.of(LaunchHook.specification()))
            .metricsCollection(
                List.of(MetricsCollectionProperty.builder().granularity("1Minute").build()))
            .tags(
                List.of(
                    TagPropertyProperty.builder()
                        .key(Template.STACK_TAG)
                        .value(template.ref(Fields.NAME))
                        .propagateAtLaunch(true)
                        .build()))
            .build();
    Accepted.finding(
        group,
        "AwsSolutions-AS3",
        "Machines that do not start are told by a rule, and a missing service by an alarm; the rest"
            + " is no news.");
    group
        .getCfnOptions()
        .setCreationPolicy(
            CfnCreationPolicy.builder()
                .resourceSignal(
                    CfnResourceSignal.builder()
                        .count(Token.asNumber(count))
                        .timeout(TIMEOUT)
                        .build())
                .build());
    group
        .getCfnOptions()
        .setUpdatePolicy(
            CfnUpdatePolicy.builder()
                .autoScalingRollingUpdate(
                    CfnAutoScalingRollingUpdate.builder()
                        .minInstancesInService(1)
                        .maxBatchSize(1)
                        .waitOnResourceSignals(true)
                        .pauseTime(TIMEOUT)
                        .suspendProcesses(
                            List.of(
                                "AlarmNotification",
                                "AZRebalance",
                                "HealthCheck",
                                "ReplaceUnhealthy",
                                "ScheduledActions"))
                        .build())
                .build());
  }

  /** Starts after another resource, and has ended when that one is deleted. */
  void after(CfnResource other) {
    group.addResourceDependency(other);
  }

  /** The group, for what starts after it. */
  CfnResource resource() {
    return group;
  }

  String name() {
    return group.getRef();
  }

  /** Joins load balancers. */
  void serve(List<String> targetGroups) {
    group.setTargetGroupArns(targetGroups);
  }
}
