package dev.turbine.infrastructure.workers;

import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.FieldGroup;
import dev.turbine.infrastructure.template.Fields;
import java.util.List;

/**
 * The parameters of a worker set. Those without a default are outputs of the cluster's template, by
 * the same names, so that a further set needs nothing that a person has to look up.
 */
public final class WorkerFields {
  public static final Field WORKER_SET =
      Field.text(
              "WorkerSet",
              "Name of the worker set",
              "Tasks get to these workers by Airflow's queue of this name.")
          .matching(
              "^(?!(scheduler|web)$)(?!.*-dead$)[a-z][a-z0-9-]{0,29}$",
              "At most 30 small letters, digits and hyphens; a letter first. Not scheduler or web,"
                  + " and no -dead at the end: those names are taken.");

  public static final Field QUEUES =
      Field.text(
              "FurtherQueues",
              "Further queues",
              "Names of other worker sets, with commas between them, whose tasks these workers take"
                  + " too.")
          .matching("^([a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*)?$", "Such as: small,large.")
          .or("");

  public static final Field SECURITY_GROUP =
      Field.of(
          "InstanceSecurityGroup",
          "Machines' security group",
          "AWS::EC2::SecurityGroup::Id",
          "Output of the cluster's stack.");

  public static final Field INSTANCE_PROFILE =
      Field.text(
          "WorkerInstanceProfile", "Workers' instance profile", "Output of the cluster's stack.");

  public static final Field STACK_PARAMETER =
      Field.text(
          "StackParameter", "Description of the installation", "Output of the cluster's stack.");

  public static final Field ALARM_TOPIC =
      Field.text("AlarmTopic", "Topic of the alarms", "Output of the cluster's stack.");

  public static final Field IMAGE =
      Field.of(
          "MachineImageId",
          "Machine image",
          "AWS::EC2::Image::Id",
          "Output of the cluster's stack; another one for machines with another processor.");

  private WorkerFields() {}

  static List<FieldGroup> groups() {
    return List.of(
        FieldGroup.of("Worker set", WORKER_SET, QUEUES),
        FieldGroup.of(
            "Machines",
            Fields.WORKER_INSTANCE_TYPE,
            Fields.WORKER_INSTANCE_TYPE_2,
            Fields.WORKER_CONCURRENCY,
            Fields.ON_DEMAND_BASE,
            Fields.ON_DEMAND_PERCENTAGE),
        FieldGroup.of(
            "Scaling",
            Fields.MIN_GROUP_SIZE,
            Fields.MAX_GROUP_SIZE,
            Fields.GROWTH_THRESHOLD,
            Fields.SHRINK_THRESHOLD,
            Fields.SHRINK_WINDOW,
            Fields.MAX_DRAIN),
        FieldGroup.of(
            "Installation",
            Fields.NAME,
            Fields.PRIVATE_SUBNET_A,
            Fields.PRIVATE_SUBNET_B,
            Fields.NETWORK_ACCESS,
            SECURITY_GROUP,
            INSTANCE_PROFILE,
            STACK_PARAMETER,
            ALARM_TOPIC,
            IMAGE),
        FieldGroup.of("Turbine's files", Fields.ASSETS_BUCKET, Fields.ASSETS_PREFIX));
  }
}
