package dev.turbine.infrastructure.machine;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.BlockDeviceMappingProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.EbsProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.IamInstanceProfileProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.LaunchTemplateDataProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.MetadataOptionsProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.MonitoringProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.NetworkInterfaceProperty;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate.TagSpecificationProperty;

/**
 * Launch templates of a template's machines. It needs the parameter NetworkAccess; one for each
 * template.
 */
public final class Machine {
  /** Room for system, Airflow's environments and the logs of running tasks. */
  private static final int ROOT_VOLUME_GIB = 20;

  private final Template template;
  private final String image;
  private final CfnCondition publicAddresses;

  /**
   * Declares the condition in a template.
   *
   * @param image an image's id
   */
  public Machine(Template template, String image) {
    this.template = template;
    this.image = image;
    this.publicAddresses =
        CfnCondition.Builder.create(template, "HasPublicAddresses")
            .expression(Fn.conditionEquals(template.ref(Fields.NETWORK_ACCESS), "Public"))
            .build();
  }

  /**
   * A launch template.
   *
   * @param id its logical id
   * @param role what the machine is for
   * @param instanceType an instance type
   * @param instanceProfile the ARN of an instance profile
   * @param securityGroups their ids
   */
  public CfnLaunchTemplate launchTemplate(
      String id,
      MachineRole role,
      String instanceType,
      String instanceProfile,
      List<String> securityGroups) {
    return CfnLaunchTemplate.Builder.create(template, id)
        .launchTemplateData(
            LaunchTemplateDataProperty.builder()
                .imageId(image)
                .instanceType(instanceType)
                .iamInstanceProfile(
                    IamInstanceProfileProperty.builder().arn(instanceProfile).build())
                .metadataOptions(
                    MetadataOptionsProperty.builder()
                        .httpEndpoint("enabled")
                        .httpTokens("required")
                        .httpPutResponseHopLimit(1)
                        .build())
                .monitoring(MonitoringProperty.builder().enabled(false).build())
                .instanceInitiatedShutdownBehavior("terminate")
                .blockDeviceMappings(List.of(rootVolume()))
                .networkInterfaces(
                    List.of(
                        NetworkInterfaceProperty.builder()
                            .deviceIndex(0)
                            .associatePublicIpAddress(
                                Fn.conditionIf(publicAddresses.getLogicalId(), true, false))
                            .deleteOnTermination(true)
                            .groups(securityGroups)
                            .build()))
                .tagSpecifications(List.of(tags("instance", role), tags("volume", role)))
                .userData(Bootstrap.userData(role))
                .build())
        .build();
  }

  private static BlockDeviceMappingProperty rootVolume() {
    return BlockDeviceMappingProperty.builder()
        .deviceName("/dev/xvda")
        .ebs(
            EbsProperty.builder()
                .encrypted(true)
                .volumeType("gp3")
                .volumeSize(ROOT_VOLUME_GIB)
                .deleteOnTermination(true)
                .build())
        .build();
  }

  private TagSpecificationProperty tags(String type, MachineRole role) {
    return TagSpecificationProperty.builder()
        .resourceType(type)
        .tags(
            List.of(
                tag("Name", template.ref(Fields.NAME) + "-" + role.role()),
                tag(Template.STACK_TAG, template.ref(Fields.NAME)),
                tag("turbine:role", role.role())))
        .build();
  }

  private static CfnTag tag(String key, String value) {
    return CfnTag.builder().key(key).value(value).build();
  }
}
