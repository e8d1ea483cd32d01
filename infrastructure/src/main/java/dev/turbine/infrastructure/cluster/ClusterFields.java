package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.FieldGroup;
import dev.turbine.infrastructure.template.Fields;
import java.util.List;
import java.util.stream.Stream;

/** The parameters of a cluster; {@link #shared} are those that the master asks for as well. */
public final class ClusterFields {
  /** Groups of further worker sets: CodeDeploy has to know every group that it deploys to. */
  static final Field FURTHER_GROUPS =
      Field.text(
              "FurtherWorkerGroups",
              "Groups of further worker sets",
              "Output GroupName of each further worker set's stack, with commas between them: a"
                  + " deployment then reaches their machines too.")
          .matching(
              "^([A-Za-z0-9-]+(,[A-Za-z0-9-]+)*)?$", "Names of groups with commas between them.")
          .or("");

  private ClusterFields() {}

  static List<FieldGroup> groups() {
    return Stream.concat(
            Stream.of(
                FieldGroup.of(
                    "Network",
                    Fields.NAME,
                    Fields.VPC,
                    Fields.PRIVATE_SUBNET_A,
                    Fields.PRIVATE_SUBNET_B,
                    Fields.PUBLIC_SUBNET_A,
                    Fields.PUBLIC_SUBNET_B,
                    Fields.NETWORK_ACCESS)),
            shared().stream())
        .toList();
  }

  /** All that does not concern the network, in the order of the console. */
  public static List<FieldGroup> shared() {
    return List.of(
        FieldGroup.of(
            "Access to the UI",
            Fields.CERTIFICATE,
            Fields.DOMAIN_NAME,
            Fields.ALLOW_HTTP_ACCESS_CIDR,
            Fields.LOAD_BALANCER_SCHEME),
        FieldGroup.of(
            "Airflow",
            Fields.SCHEDULER_COUNT,
            Fields.SCHEDULER_INSTANCE_TYPE,
            Fields.WEBSERVER_INSTANCE_TYPE),
        FieldGroup.of(
            "Workers",
            Fields.WORKER_INSTANCE_TYPE,
            Fields.WORKER_INSTANCE_TYPE_2,
            Fields.WORKER_CONCURRENCY,
            Fields.MIN_GROUP_SIZE,
            Fields.MAX_GROUP_SIZE,
            Fields.ON_DEMAND_BASE,
            Fields.ON_DEMAND_PERCENTAGE,
            Fields.WORKER_POLICY,
            FURTHER_GROUPS),
        FieldGroup.of(
            "Scaling",
            Fields.GROWTH_THRESHOLD,
            Fields.SHRINK_THRESHOLD,
            Fields.SHRINK_WINDOW,
            Fields.MAX_DRAIN,
            Fields.MEASURE_INTERVAL),
        FieldGroup.of(
            "Data",
            Fields.DATABASE_INSTANCE_CLASS,
            Fields.DATABASE_MULTI_ZONE,
            Fields.DELETION_PROTECTION,
            Fields.EMPTY_BUCKETS,
            Fields.LOG_RETENTION),
        FieldGroup.of("Operation", Fields.ALARM_EMAIL),
        FieldGroup.of(
            "Turbine's files",
            Fields.PACKAGE_INDEX,
            Fields.IMAGE,
            Fields.ASSETS_BUCKET,
            Fields.ASSETS_PREFIX));
  }
}
