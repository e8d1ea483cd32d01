package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;

/** One page of graphs: load and slots of all worker sets, queues, database. */
final class Dashboard {
  private static final int WIDTH = 12;
  private static final int HEIGHT = 6;

  private Dashboard() {}

  static void add(Template template, Database database) {
    List<String> graphs =
        List.of(
            ofSets("Load", "Load"),
            ofSets("Demand and slots", "Demand OR Slots"),
            metric(
                "Waiting tasks of the default workers",
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "QueueName",
                "${Name}-default"),
            ofSets("Workers, as decided", "Workers"),
            metric(
                "Machines",
                "AWS/AutoScaling",
                "GroupInServiceInstances",
                "AutoScalingGroupName",
                "${Name}-scheduler",
                "${Name}-web",
                "${Name}-default"),
            metric(
                "Load average from empty receives",
                "Turbine",
                "ClusterLoad",
                "StackName",
                "${Name}"),
            metric(
                "Database: CPU",
                "AWS/RDS",
                "CPUUtilization",
                "DBInstanceIdentifier",
                "${Database}"));
    List<String> placed = new ArrayList<>();
    for (int index = 0; index < graphs.size(); index++) {
      placed.add(
          "{\"type\": \"metric\", \"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d, \"properties\": {%s}}"
              .formatted(index % 2 * WIDTH, index / 2 * HEIGHT, WIDTH, HEIGHT, graphs.get(index)));
    }
    CfnDashboard.Builder.create(template, "Dashboard")
        // Dashboards are an account's, not a region's.
        .dashboardName(Fn.sub("${Name}-${AWS::Region}"))
        .dashboardBody(
            Fn.sub(
                placed.stream().collect(Collectors.joining(",\n", "{\"widgets\": [", "]}")),
                Map.of("Database", database.id())))
        .build();
  }

  /** Metrics of these names, of all worker sets. */
  private static String ofSets(String title, String names) {
    String expression =
        "SEARCH('{Turbine,StackName,WorkerSet} MetricName=(%s) \\\"${Name}\\\"', 'Maximum', 60)"
            .formatted(names);
    return properties(title, "[{\"expression\": \"%s\"}]".formatted(expression));
  }

  private static String metric(
      String title, String namespace, String name, String dimension, String... values) {
    return properties(
            title,
            Stream.of(values)
                .map(value ->
                    "[\"%s\", \"%s\", \"%s\", \"%s\"]".formatted(namespace, name, dimension, value))
                .collect(Collectors.joining(", ")))
        + ", \"stat\": \"Maximum\", \"period\": 60";
  }

  private static String properties(String title, String metrics) {
    return "\"title\": \"%s\", \"region\": \"${AWS::Region}\", \"metrics\": [%s]"
        .formatted(title, metrics);
  }
}
