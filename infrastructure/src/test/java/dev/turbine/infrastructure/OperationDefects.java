package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Defects 8 to 25: termination, bootstrap, scaling, deployment and age. */
final class OperationDefects {
  /** With less, EC2's limit of 100 heartbeats is below its limit of 48 hours. */
  private static final int LEAST_DRAIN_HEARTBEAT = 1728;

  private OperationDefects() {}

  static Stream<Defect> all() {
    return Stream.of(
        new Defect(
            8,
            "names that do not match",
            OperationDefects::unmatchedNames,
            templates -> ((ObjectNode) hooks(templates).get(0)).put("LifecycleHookName", "start")),
        new Defect(
            10,
            "workers that may not complete their hook",
            templates -> lacks(templates, "WorkerRole", "autoscaling:CompleteLifecycleAction"),
            templates -> forbid(templates, "WorkerRole", "Lifecycle")),
        new Defect(
            11,
            "180 seconds for a running task",
            OperationDefects::shortDrain,
            templates -> ((ObjectNode) hooks(templates).get(1)).put("HeartbeatTimeout", 180)),
        new Defect(
            12,
            "green without working",
            OperationDefects::unproven,
            templates ->
                ((ObjectNode) templates.cluster().at("/Resources/SchedulerGroup"))
                    .remove("CreationPolicy")),
        new Defect(
            12,
            "replaced without waiting",
            OperationDefects::unproven,
            templates ->
                ((ObjectNode)
                        templates
                            .cluster()
                            .at("/Resources/WebGroup/UpdatePolicy/AutoScalingRollingUpdate"))
                    .put("WaitOnResourceSignals", false)),
        new Defect(
            13,
            "changes that reach no machine",
            OperationDefects::unseenChanges,
            templates ->
                ((ObjectNode)
                        Templates.properties(templates.cluster(), "WebGroupLaunchTemplate")
                            .at("/LaunchTemplateData/UserData/Fn::Base64/Fn::Sub/1"))
                    .put("Description", "")),
        new Defect(
            14,
            "a private base URL",
            OperationDefects::privateUrl,
            templates ->
                Templates.properties(templates.cluster(), "Description")
                    .withArray("/Value/Fn::Sub")
                    .removeAll()
                    .add("{\"baseUrl\": \"http://10.0.0.1:8080\"}")
                    .addObject()),
        new Defect(
            15,
            "unpinned dependencies",
            OperationDefects::unpinned,
            templates -> addToUserData(templates, "pip install apache-airflow\n")),
        new Defect(
            16,
            "services before the migration",
            OperationDefects::withoutOrder,
            templates ->
                ((ObjectNode) templates.cluster().at("/Resources/WebGroup")).remove("DependsOn")),
        new Defect(
            18,
            "owners changed at boot, files for workers only",
            OperationDefects::files,
            templates -> addToUserData(templates, "chown -R airflow /mnt/efs\n")),
        new Defect(
            18,
            "files for workers only",
            OperationDefects::files,
            templates -> forbid(templates, "WebRole", "SharedFolder")),
        new Defect(
            19,
            "thresholds that nobody checks",
            OperationDefects::uncheckedThresholds,
            templates ->
                ((ObjectNode) templates.master().path("Rules")).remove("ShrinkIsLessThanGrowth")),
        new Defect(
            20,
            "a function without logs",
            templates -> lacks(templates, "ScalerRole", "logs:PutLogEvents"),
            templates -> forbid(templates, "ScalerRole", "Logs")),
        new Defect(
            21,
            "a queue with SQS's defaults",
            OperationDefects::defaultQueue,
            templates ->
                Templates.properties(templates.workers(), "Queue").remove("RedrivePolicy")),
        new Defect(
            21,
            "a visibility timeout of 30 seconds",
            OperationDefects::defaultQueue,
            templates ->
                Templates.properties(templates.workers(), "Queue").remove("VisibilityTimeout")),
        new Defect(
            22,
            "a service without the queue",
            templates -> lacks(templates, "SchedulerRole", "sqs:SendMessage"),
            templates -> forbid(templates, "SchedulerRole", "SendTasks")),
        new Defect(
            23,
            "all at once",
            OperationDefects::allAtOnce,
            templates ->
                Templates.properties(templates.cluster(), "DeploymentGroup")
                    .put("DeploymentConfigName", "CodeDeployDefault.AllAtOnce")),
        new Defect(
            24,
            "old runtimes",
            OperationDefects::aged,
            templates ->
                Templates.properties(templates.cluster(), "BucketCleaner")
                    .put("Runtime", "python3.7")),
        new Defect(
            24,
            "machine images by region",
            OperationDefects::aged,
            templates ->
                Templates.properties(templates.workers(), "LaunchTemplate")
                    .withObject("/LaunchTemplateData")
                    .put("ImageId", "ami-0123456789abcdef0")),
        new Defect(
            25,
            "no way to the UI",
            OperationDefects::hiddenUi,
            templates -> ((ObjectNode) templates.master().path("Outputs")).remove("AirflowUI")),
        new Defect(
            25,
            "a pattern that takes what its text does not",
            OperationDefects::hiddenUi,
            templates ->
                ((ObjectNode) templates.master().at("/Parameters/VPCCIDR"))
                    .put("AllowedPattern", "^[0-9./]+$")));
  }

  private static JsonNode hooks(Templates templates) {
    return templates.workers().at("/Resources/Group/Properties/LifecycleHookSpecificationList");
  }

  private static List<String> unmatchedNames(Templates templates) {
    List<String> found = new ArrayList<>();
    Evaluation workers = new Evaluation(templates.workers(), Map.of());
    String script =
        workers.properties("LaunchTemplate").at("/LaunchTemplateData/UserData").asText();
    String group = workers.properties("Group").path("AutoScalingGroupName").asText();
    String hook = hooks(templates).get(0).path("LifecycleHookName").asText();
    if (!script.contains("--lifecycle-hook-name " + hook + " ")) {
      found.add("the machine completes another hook than " + hook);
    }
    if (!script.contains("--auto-scaling-group-name \"" + group + "\"")) {
      found.add("the machine is in another group than " + group);
    }
    return found;
  }

  private static List<String> shortDrain(Templates templates) {
    JsonNode drain = hooks(templates).get(1);
    return drain.path("HeartbeatTimeout").asInt() >= LEAST_DRAIN_HEARTBEAT
            && drain.path("LifecycleTransition").asText().endsWith("INSTANCE_TERMINATING")
        ? List.of()
        : List.of("a worker that leaves has " + drain);
  }

  private static List<String> unproven(Templates templates) {
    List<String> found = new ArrayList<>();
    for (String id : List.of("SchedulerGroup", "WebGroup")) {
      JsonNode group = templates.cluster().path("Resources").path(id);
      if (!group.at("/CreationPolicy/ResourceSignal").has("Timeout")
          || !group
              .at("/UpdatePolicy/AutoScalingRollingUpdate/WaitOnResourceSignals")
              .asBoolean()) {
        found.add(id + " is done before its machines work");
      }
      JsonNode script =
          Templates.properties(templates.cluster(), id + "LaunchTemplate")
              .at("/LaunchTemplateData/UserData/Fn::Base64/Fn::Sub");
      if (!script.get(0).asText().contains("--success false")
          || !script.get(1).path("Group").asText().equals(id)) {
        found.add(id + " does not hear of failures");
      }
    }
    return found;
  }

  private static List<String> unseenChanges(Templates templates) {
    return Stream.of("SchedulerGroup", "WebGroup")
        .filter(id ->
            !Templates.properties(templates.cluster(), id + "LaunchTemplate")
                .toString()
                .contains("[\"Description\",\"Value\"]"))
        .map(id -> "what machines of " + id + " read changes without them")
        .toList();
  }

  private static List<String> privateUrl(Templates templates) {
    Map<String, String> certified =
        Map.of("CertificateArn", "arn:aws:acm:…", "DomainName", "airflow.example.com");
    String described =
        new Evaluation(templates.cluster(), certified)
            .properties("Description")
            .path("Value")
            .asText();
    return described.contains("\"baseUrl\": \"https://airflow.example.com\"")
        ? List.of()
        : List.of("Airflow's own address is not the one that people use");
  }

  private static List<String> unpinned(Templates templates) {
    return scripts(templates)
        .filter(script ->
            script.matches("(?s).*(pip3? install|curl [^\n]*https:|/latest/(?!api|meta)).*"))
        .map(script -> "a machine installs what is newest")
        .distinct()
        .toList();
  }

  private static List<String> withoutOrder(Templates templates) {
    Map<String, String> order =
        Map.of(
            "WebGroup", "SchedulerGroup",
            "DefaultWorkers", "WebGroup",
            "Description", "FileMountA");
    return order.entrySet().stream()
        .filter(pair ->
            !templates
                .cluster()
                .at("/Resources/" + pair.getKey() + "/DependsOn")
                .toString()
                .contains("\"" + pair.getValue() + "\""))
        .map(pair -> pair.getKey() + " does not wait for " + pair.getValue())
        .toList();
  }

  private static List<String> files(Templates templates) {
    List<String> found = new ArrayList<>();
    if (scripts(templates).anyMatch(script -> script.contains("chown"))) {
      found.add("owners are changed at boot");
    }
    if (templates
        .ofType("AWS::EFS::AccessPoint")
        .noneMatch(point -> point.getValue().at("/Properties/PosixUser").has("Uid"))) {
      found.add("no user owns the shared folder");
    }
    for (String role : List.of("SchedulerRole", "WebRole", "WorkerRole")) {
      found.addAll(lacks(templates, role, "elasticfilesystem:ClientMount"));
    }
    return found;
  }

  private static List<String> uncheckedThresholds(Templates templates) {
    List<String> found = new ArrayList<>();
    for (ObjectNode template : templates.all()) {
      for (String rule : List.of("ShrinkIsLessThanGrowth", "MinimumIsAtMostMaximum")) {
        if (!template.path("Rules").has(rule)) {
          found.add("no rule " + rule);
        }
      }
      String meaning = template.at("/Parameters/GrowthThreshold/Description").asText();
      if (!meaning.startsWith("Load is") || meaning.contains("queue size")) {
        found.add("GrowthThreshold does not say what it is compared with");
      }
    }
    return found;
  }

  private static List<String> defaultQueue(Templates templates) {
    JsonNode queue = templates.workers().at("/Resources/Queue/Properties");
    return queue.path("VisibilityTimeout").asInt() == 120
            && queue.path("ReceiveMessageWaitTimeSeconds").asInt() >= 10
            && queue.path("MessageRetentionPeriod").asInt() == 1_209_600
            && queue.at("/RedrivePolicy/deadLetterTargetArn").has("Fn::GetAtt")
        ? List.of()
        : List.of("the queue is " + queue);
  }

  private static List<String> allAtOnce(Templates templates) {
    JsonNode group = templates.cluster().at("/Resources/DeploymentGroup/Properties");
    return group.path("DeploymentConfigName").asText().equals("CodeDeployDefault.HalfAtATime")
            && group.at("/AutoRollbackConfiguration/Enabled").asBoolean()
        ? List.of()
        : List.of("a bad revision stops every machine");
  }

  private static List<String> aged(Templates templates) {
    List<String> found = new ArrayList<>();
    Set<String> today = Set.of("java25", "python3.14");
    templates
        .ofType("AWS::Lambda::Function")
        .filter(function -> !today.contains(function.getValue().at("/Properties/Runtime").asText()))
        .forEach(function -> found.add(function.getKey() + " has an old runtime"));
    if (templates.ofType("AWS::AutoScaling::LaunchConfiguration").findAny().isPresent()) {
      found.add("launch configurations cannot be made any more");
    }
    for (ObjectNode template : templates.all()) {
      if (template.toString().matches(".*\\bami-[0-9a-f]{8,}.*")) {
        found.add("a machine image is written down");
      }
    }
    String image = templates.cluster().at("/Parameters/MachineImage/Default").asText();
    if (!image.contains("/al2023-")) {
      found.add("machines are not Amazon Linux 2023");
    }
    if (!templates
        .cluster()
        .at("/Parameters/DatabaseInstanceClass/Default")
        .asText()
        .startsWith("db.t4g.")) {
      found.add("the database's class is old");
    }
    return found;
  }

  private static List<String> hiddenUi(Templates templates) {
    List<String> found = new ArrayList<>();
    for (ObjectNode template : List.of(templates.master(), templates.cluster())) {
      if (!template.path("Outputs").has("AirflowUI")) {
        found.add("no output tells the way to the UI");
      }
    }
    JsonNode range = templates.master().at("/Parameters/VPCCIDR");
    String pattern = range.path("AllowedPattern").asText();
    for (int bits = 0; bits <= 32; bits++) {
      if (("10.0.0.0/" + bits).matches(pattern) != (bits >= 16 && bits <= 20)) {
        found.add("VPCCIDR takes other than 16 to 20 bits: " + bits);
      }
    }
    return found;
  }

  private static List<String> lacks(Templates templates, String role, String action) {
    boolean allowed =
        SecurityDefects.statements(templates.cluster(), role).stream()
            .anyMatch(
                statement -> statement.path("Action").toString().contains("\"" + action + "\""));
    return allowed ? List.of() : List.of(role + " may not " + action);
  }

  private static void forbid(Templates templates, String role, String statementId) {
    ArrayNode statements =
        (ArrayNode)
            Templates.properties(templates.cluster(), role)
                .at("/Policies/0/PolicyDocument/Statement");
    Iterator<JsonNode> each = statements.iterator();
    while (each.hasNext()) {
      if (each.next().path("Sid").asText().equals(statementId)) {
        each.remove();
      }
    }
  }

  private static Stream<String> scripts(Templates templates) {
    return templates
        .ofType("AWS::EC2::LaunchTemplate")
        .map(machine ->
            machine
                .getValue()
                .at("/Properties/LaunchTemplateData/UserData/Fn::Base64/Fn::Sub/0")
                .asText());
  }

  private static void addToUserData(Templates templates, String line) {
    ArrayNode script =
        (ArrayNode)
            Templates.properties(templates.workers(), "LaunchTemplate")
                .at("/LaunchTemplateData/UserData/Fn::Base64/Fn::Sub");
    script.set(0, script.get(0).asText() + line);
  }
}
