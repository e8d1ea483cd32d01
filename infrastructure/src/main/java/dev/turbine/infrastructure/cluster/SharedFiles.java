package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.template.TlsOnly;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.efs.CfnAccessPoint;
import software.amazon.awscdk.services.efs.CfnAccessPoint.CreationInfoProperty;
import software.amazon.awscdk.services.efs.CfnAccessPoint.PosixUserProperty;
import software.amazon.awscdk.services.efs.CfnAccessPoint.RootDirectoryProperty;
import software.amazon.awscdk.services.efs.CfnFileSystem;
import software.amazon.awscdk.services.efs.CfnFileSystem.BackupPolicyProperty;
import software.amazon.awscdk.services.efs.CfnFileSystem.LifecyclePolicyProperty;
import software.amazon.awscdk.services.efs.CfnMountTarget;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What all machines have at /mnt/efs. One folder, of one user: nobody changes owners at boot. */
final class SharedFiles {
  /** The agent runs Airflow as this user and group. */
  private static final String AIRFLOW = "50000";

  private final CfnFileSystem fileSystem;
  private final CfnAccessPoint accessPoint;
  private final List<CfnResource> mounts;

  SharedFiles(Template template, Encryption encryption, SecurityGroups groups) {
    this.fileSystem =
        CfnFileSystem.Builder.create(template, "FileSystem")
            .encrypted(true)
            .kmsKeyId(encryption.arn())
            .performanceMode("generalPurpose")
            .throughputMode("elastic")
            .backupPolicy(BackupPolicyProperty.builder().status("ENABLED").build())
            .lifecyclePolicies(
                List.of(
                    LifecyclePolicyProperty.builder().transitionToIa("AFTER_30_DAYS").build(),
                    LifecyclePolicyProperty.builder()
                        .transitionToPrimaryStorageClass("AFTER_1_ACCESS")
                        .build()))
            .fileSystemPolicy(Grant.policy(List.of(TlsOnly.statement("*", List.of("*")))))
            .build();
    fileSystem.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE);
    fileSystem.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    this.mounts =
        List.of(
            mount(template, groups, "FileMountA", template.ref(Fields.PRIVATE_SUBNET_A)),
            mount(template, groups, "FileMountB", template.ref(Fields.PRIVATE_SUBNET_B)));
    this.accessPoint =
        CfnAccessPoint.Builder.create(template, "FileAccessPoint")
            .fileSystemId(fileSystem.getRef())
            .posixUser(PosixUserProperty.builder().uid(AIRFLOW).gid(AIRFLOW).build())
            .rootDirectory(
                RootDirectoryProperty.builder()
                    .path("/shared")
                    .creationInfo(
                        CreationInfoProperty.builder()
                            .ownerUid(AIRFLOW)
                            .ownerGid(AIRFLOW)
                            .permissions("0770")
                            .build())
                    .build())
            .build();
  }

  /** Where machines reach it: there before they start, and until they have ended. */
  List<CfnResource> mounts() {
    return mounts;
  }

  String id() {
    return fileSystem.getRef();
  }

  String accessPoint() {
    return accessPoint.getRef();
  }

  /** Lets a role mount the shared folder, and nothing above it. */
  PolicyStatement grant() {
    return Grant.when(
        "SharedFolder",
        Map.of(
            "ArnEquals",
            Map.of("elasticfilesystem:AccessPointArn", accessPoint.getAttrArn()),
            "Bool",
            Map.of("aws:SecureTransport", "true")),
        List.of("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"),
        fileSystem.getAttrArn());
  }

  private CfnResource mount(Template template, SecurityGroups groups, String id, String subnet) {
    return CfnMountTarget.Builder.create(template, id)
        .fileSystemId(fileSystem.getRef())
        .subnetId(subnet)
        .securityGroups(List.of(groups.files()))
        .build();
  }
}
