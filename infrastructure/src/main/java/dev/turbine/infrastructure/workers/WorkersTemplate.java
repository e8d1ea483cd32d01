package dev.turbine.infrastructure.workers;

import dev.turbine.infrastructure.template.Asset;
import dev.turbine.infrastructure.template.Rule;
import dev.turbine.infrastructure.template.Template;
import software.amazon.awscdk.App;

/** One worker set: its queue, its machines, and the alarms over both. */
public final class WorkersTemplate {
  private WorkersTemplate() {}

  /** Adds it to the app. */
  public static Template add(App app) {
    Template template =
        new Template(
            app,
            Asset.WORKERS.templateName(),
            "Turbine: a set of Airflow workers and the queue that they serve",
            WorkerFields.groups());
    Rule.minimumIsAtMostMaximum(template);
    Rule.shrinkIsLessThanGrowth(template);
    Rule.instanceTypesDiffer(template);
    WorkerQueue queue = new WorkerQueue(template);
    WorkerGroup group = new WorkerGroup(template);
    group.after(queue.policy());
    WorkerAlarms.add(template, queue);
    template.output("QueueUrl", "Address of the set's queue.", queue.url());
    template.output("GroupName", "Name of the set's Auto Scaling group.", group.name());
    return template;
  }
}
