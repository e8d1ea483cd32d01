package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.services.rds.CfnDBInstance;
import software.amazon.awscdk.services.rds.CfnDBInstance.MasterUserSecretProperty;
import software.amazon.awscdk.services.rds.CfnDBParameterGroup;
import software.amazon.awscdk.services.rds.CfnDBSubnetGroup;

/** PostgreSQL: Airflow's metadata and Celery's results. */
final class Database {
  /** The database's name; its users are in {@link Secrets}. */
  static final String NAME = "airflow";

  private static final int FIRST_STORAGE_GIB = 20;
  private static final int BACKUP_DAYS = 7;
  private static final int LARGEST_STORAGE_GIB = 1000;

  private final CfnDBInstance instance;

  Database(Template template, Encryption encryption, SecurityGroups groups) {
    CfnDBSubnetGroup subnets =
        CfnDBSubnetGroup.Builder.create(template, "DatabaseSubnets")
            .dbSubnetGroupDescription("The database of Turbine")
            .subnetIds(
                List.of(
                    template.ref(Fields.PRIVATE_SUBNET_A), template.ref(Fields.PRIVATE_SUBNET_B)))
            .build();
    CfnDBParameterGroup parameters =
        CfnDBParameterGroup.Builder.create(template, "DatabaseParameters")
            .description("The database of Turbine")
            .family("postgres17")
            .parameters(Map.of("rds.force_ssl", "1", "log_min_duration_statement", "5000"))
            .build();
    this.instance =
        CfnDBInstance.Builder.create(template, "Database")
            .engine("postgres")
            .engineVersion("17")
            .dbInstanceClass(template.ref(Fields.DATABASE_INSTANCE_CLASS))
            .allocatedStorage(Integer.toString(FIRST_STORAGE_GIB))
            .maxAllocatedStorage(LARGEST_STORAGE_GIB)
            .storageType("gp3")
            .storageEncrypted(true)
            .kmsKeyId(encryption.arn())
            .dbName(NAME)
            .port(Integer.toString(SecurityGroups.DATABASE_PORT))
            .masterUsername("turbine")
            .manageMasterUserPassword(true)
            .masterUserSecret(MasterUserSecretProperty.builder().kmsKeyId(encryption.arn()).build())
            .multiAz(template.flag(Fields.DATABASE_MULTI_ZONE))
            .publiclyAccessible(false)
            .dbSubnetGroupName(subnets.getRef())
            .dbParameterGroupName(parameters.getRef())
            .vpcSecurityGroups(List.of(groups.database()))
            .backupRetentionPeriod(BACKUP_DAYS)
            .copyTagsToSnapshot(true)
            .deletionProtection(template.flag(Fields.DELETION_PROTECTION))
            .autoMinorVersionUpgrade(true)
            .allowMajorVersionUpgrade(false)
            .tags(List.of(template.stackTag()))
            .build();
    instance.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.SNAPSHOT);
    instance.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.SNAPSHOT);
    accept();
  }

  String address() {
    return instance.getAttrEndpointAddress();
  }

  /** ARN of the master's secret, whose password RDS changes every seven days. */
  String masterSecret() {
    return instance.getAttrMasterUserSecretSecretArn();
  }

  String id() {
    return instance.getRef();
  }

  private void accept() {
    Accepted.finding(
        instance,
        "W3691",
        "RDS chooses the newest minor version and upgrades it; a minor version written here would"
            + " age, and would ask for a downgrade.");
    Accepted.finding(
        instance,
        "CKV_AWS_118",
        "Enhanced monitoring is billed as logs; the standard metrics have the alarms.");
    Accepted.finding(
        instance,
        "CKV_AWS_157",
        "A standby doubles the price: the parameter DatabaseMultiZone asks for it.");
    Accepted.finding(
        instance, "CKV_AWS_161", "Airflow connects with a password; nobody would use IAM's.");
    Accepted.finding(instance, "AwsSolutions-RDS3", "The parameter DatabaseMultiZone.");
    Accepted.finding(instance, "AwsSolutions-RDS10", "The parameter DeletionProtection.");
    Accepted.finding(
        instance,
        "AwsSolutions-RDS11",
        "Another port hides nothing: its security group admits the stack's machines only.");
  }
}
