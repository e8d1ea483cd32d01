package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Asset;
import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.workers.WorkerFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnStack;

/** The worker set that every installation has: tasks that name no queue go there. */
final class DefaultWorkers {
  private static final List<Field> PASSED =
      List.of(
          Fields.NAME,
          Fields.PRIVATE_SUBNET_A,
          Fields.PRIVATE_SUBNET_B,
          Fields.NETWORK_ACCESS,
          Fields.WORKER_INSTANCE_TYPE,
          Fields.WORKER_INSTANCE_TYPE_2,
          Fields.WORKER_CONCURRENCY,
          Fields.ON_DEMAND_BASE,
          Fields.ON_DEMAND_PERCENTAGE,
          Fields.MIN_GROUP_SIZE,
          Fields.MAX_GROUP_SIZE,
          Fields.GROWTH_THRESHOLD,
          Fields.SHRINK_THRESHOLD,
          Fields.SHRINK_WINDOW,
          Fields.MAX_DRAIN,
          Fields.ASSETS_BUCKET,
          Fields.ASSETS_PREFIX);

  private DefaultWorkers() {}

  static CfnStack add(
      Template template, String securityGroup, String instanceProfile, String topic) {
    Map<String, String> parameters = new TreeMap<>();
    PASSED.forEach(field -> parameters.put(field.name(), template.ref(field)));
    parameters.put(WorkerFields.WORKER_SET.name(), "default");
    parameters.put(WorkerFields.SECURITY_GROUP.name(), securityGroup);
    parameters.put(WorkerFields.INSTANCE_PROFILE.name(), instanceProfile);
    parameters.put(WorkerFields.STACK_PARAMETER.name(), Description.name(template));
    parameters.put(WorkerFields.ALARM_TOPIC.name(), topic);
    parameters.put(WorkerFields.IMAGE.name(), template.ref(Fields.IMAGE));
    return CfnStack.Builder.create(template, "DefaultWorkers")
        .templateUrl(Asset.WORKERS.url())
        .parameters(parameters)
        .tags(List.of(template.stackTag()))
        .build();
  }
}
