package dev.turbine.infrastructure.workers;

import dev.turbine.infrastructure.machine.LaunchHook;
import dev.turbine.infrastructure.machine.Machine;
import dev.turbine.infrastructure.machine.MachineRole;
import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.InstancesDistributionProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LaunchTemplateOverridesProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LaunchTemplateProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LaunchTemplateSpecificationProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LifecycleHookSpecificationProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.MetricsCollectionProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.MixedInstancesPolicyProperty;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.TagPropertyProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;

/**
 * The machines of a worker set. The scaling function alone sets how many there are: the template
 * has no desired capacity, so that an update of the stack leaves it. Its tags are all that the
 * function needs to know of the set.
 */
final class WorkerGroup {
  private static final String ID = "Group";

  /** The agent extends it; EC2 allows 100 times as much and 48 hours at most: 1,728 s or more. */
  private static final Duration DRAIN_HEARTBEAT = Duration.ofMinutes(30);

  /** How old a worker gets before it is drained and replaced by one from today's image. */
  private static final Duration LIFETIME = Duration.ofDays(7);

  private final CfnAutoScalingGroup group;

  WorkerGroup(Template template) {
    String name = template.ref(Fields.NAME) + "-" + template.ref(WorkerFields.WORKER_SET);
    CfnLaunchTemplate launchTemplate =
        new Machine(template, template.ref(WorkerFields.IMAGE))
            .launchTemplate(
                "LaunchTemplate",
                new MachineRole(
                    "worker",
                    ID,
                    name,
                    template.ref(WorkerFields.STACK_PARAMETER),
                    "",
                    template.ref(WorkerFields.WORKER_SET),
                    template.ref(WorkerFields.QUEUES),
                    template.ref(Fields.WORKER_CONCURRENCY),
                    template.ref(Fields.MAX_DRAIN)),
                template.ref(Fields.WORKER_INSTANCE_TYPE),
                template.ref(WorkerFields.INSTANCE_PROFILE),
                List.of(template.ref(WorkerFields.SECURITY_GROUP)));
    this.group =
        CfnAutoScalingGroup.Builder.create(template, ID)
            .autoScalingGroupName(name)
            .vpcZoneIdentifier(
                List.of(
                    template.ref(Fields.PRIVATE_SUBNET_A), template.ref(Fields.PRIVATE_SUBNET_B)))
            .minSize(template.ref(Fields.MIN_GROUP_SIZE))
            .maxSize(template.ref(Fields.MAX_GROUP_SIZE))
            .mixedInstancesPolicy(machines(template, launchTemplate))
            .capacityRebalance(true)
            .maxInstanceLifetime(LIFETIME.toSeconds())
            .healthCheckType("EC2")
            .healthCheckGracePeriod(LaunchHook.TIMEOUT.toSeconds())
            .lifecycleHookSpecificationList(List.of(LaunchHook.specification(), terminate()))
            .metricsCollection(
                List.of(MetricsCollectionProperty.builder().granularity("1Minute").build()))
            .tags(tags(template))
            .build();
    Accepted.finding(
        group,
        "CdkNagValidationFailure",
        "cdk-nag cannot look into the choice of a second machine; disks are the launch"
            + " template's.");
    Accepted.finding(
        group,
        "AwsSolutions-AS3",
        "Workers come and go with the load. Those that do not start are told by the cluster's"
            + " rule.");
  }

  /** Starts after another resource, and has ended when that one is deleted. */
  void after(CfnResource other) {
    group.addResourceDependency(other);
  }

  String name() {
    return group.getRef();
  }

  private static MixedInstancesPolicyProperty machines(
      Template template, CfnLaunchTemplate launchTemplate) {
    return MixedInstancesPolicyProperty.builder()
        .instancesDistribution(
            InstancesDistributionProperty.builder()
                .onDemandBaseCapacity(template.number(Fields.ON_DEMAND_BASE))
                .onDemandPercentageAboveBaseCapacity(template.number(Fields.ON_DEMAND_PERCENTAGE))
                .onDemandAllocationStrategy("prioritized")
                .spotAllocationStrategy("price-capacity-optimized")
                .build())
        .launchTemplate(
            LaunchTemplateProperty.builder()
                .launchTemplateSpecification(
                    LaunchTemplateSpecificationProperty.builder()
                        .launchTemplateId(launchTemplate.getRef())
                        .version(launchTemplate.getAttrLatestVersionNumber())
                        .build())
                .overrides(instanceTypes(template))
                .build())
        .build();
  }

  private static List<Object> instanceTypes(Template template) {
    List<Object> types = new ArrayList<>();
    types.add(
        LaunchTemplateOverridesProperty.builder()
            .instanceType(template.ref(Fields.WORKER_INSTANCE_TYPE))
            .build());
    types.add(
        Fn.conditionIf(
            template.given(Fields.WORKER_INSTANCE_TYPE_2).getLogicalId(),
            Map.of("InstanceType", template.ref(Fields.WORKER_INSTANCE_TYPE_2)),
            Fn.ref("AWS::NoValue")));
    return types;
  }

  private static LifecycleHookSpecificationProperty terminate() {
    return LifecycleHookSpecificationProperty.builder()
        .lifecycleHookName("drain")
        .lifecycleTransition("autoscaling:EC2_INSTANCE_TERMINATING")
        .heartbeatTimeout(DRAIN_HEARTBEAT.toSeconds())
        .defaultResult("CONTINUE")
        .build();
  }

  private static List<TagPropertyProperty> tags(Template template) {
    List<TagPropertyProperty> tags = new ArrayList<>();
    tags.add(tag(Template.STACK_TAG, template.ref(Fields.NAME), true));
    tags.add(tag("turbine:worker-set", template.ref(WorkerFields.WORKER_SET), true));
    tags.add(tag("turbine:further-queues", template.ref(WorkerFields.QUEUES), false));
    tags.add(tag("turbine:concurrency", template.ref(Fields.WORKER_CONCURRENCY), false));
    tags.add(tag("turbine:growth-threshold", template.ref(Fields.GROWTH_THRESHOLD), false));
    tags.add(tag("turbine:shrink-threshold", template.ref(Fields.SHRINK_THRESHOLD), false));
    tags.add(tag("turbine:shrink-window-minutes", template.ref(Fields.SHRINK_WINDOW), false));
    return tags;
  }

  private static TagPropertyProperty tag(String key, String value, boolean onMachines) {
    return TagPropertyProperty.builder()
        .key(key)
        .value(value)
        .propagateAtLaunch(onMachines)
        .build();
  }
}
