package dev.turbine.infrastructure;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose loss nobody would notice until they are needed. */
class SettingsTest {
  private final Templates templates = Templates.committed();

  @ParameterizedTest
  @ValueSource(strings = {"Yes", "No"})
  void theDatabaseHasItsStandbyAndProtectionWhenAskedFor(String answer) {
    JsonNode database =
        cluster(Map.of("DatabaseMultiZone", answer, "DeletionProtection", answer))
            .properties("Database");
    assertThat(database.path("MultiAZ").asText()).isEqualTo("" + answer.equals("Yes"));
    assertThat(database.path("DeletionProtection").asText()).isEqualTo("" + answer.equals("Yes"));
    assertThat(database.path("BackupRetentionPeriod").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsKeptIsUnderTheStacksKey() {
    Evaluation cluster = cluster(Map.of());
    String key = "arn:aws:kms:us-east-1:123456789012:key/DataKey";
    List<String> secrets = ids("AWS::SecretsManager::Secret");
    List<String> logs = ids("AWS::Logs::LogGroup");
    assertThat(secrets).hasSizeGreaterThan(5);
    assertThat(logs).hasSizeGreaterThan(2);
    Stream.of(secrets, logs, List.of("Database", "FileSystem"))
        .flatMap(List::stream)
        .forEach(id ->
            assertThat(cluster.properties(id).path("KmsKeyId").asText()).as(id).isEqualTo(key));
    assertThat(cluster.properties("Database").at("/MasterUserSecret/KmsKeyId").asText())
        .isEqualTo(key);
    for (String id : List.of("LogBucket", "RevisionBucket", "DataBucket")) {
      assertThat(cluster.properties(id).findValuesAsText("KMSMasterKeyID")).as(id).contains(key);
    }
    assertThat(cluster.properties("Notifications").path("KmsMasterKeyId").asText())
        .isEqualTo("id-of-datakey");
  }

  @Test
  void workersAreReplacedBeforeTheyAreTakenAwayOrOld() {
    JsonNode group = new Evaluation(templates.workers(), Map.of()).properties("Group");
    assertThat(group.path("CapacityRebalance").asBoolean()).isTrue();
    assertThat(group.path("MaxInstanceLifetime").asInt()).isEqualTo(604_800);
  }

  @Test
  void onlyOneDecides() {
    assertThat(cluster(Map.of()).properties("Scaler").path("ReservedConcurrentExecutions").asInt())
        .isOne();
  }

  /** Silence is bad where somebody should have measured, and no news elsewhere. */
  @Test
  void silenceIsAnAlarmWhereSomebodyShouldHaveMeasured() {
    Set<String> bad = Set.of("ScalerFails", "NoScheduler", "NoWebServer");
    templates
        .ofType("AWS::CloudWatch::Alarm")
        .forEach(alarm ->
            assertThat(alarm.getValue().at("/Properties/TreatMissingData").asText())
                .as(alarm.getKey())
                .isEqualTo(bad.contains(alarm.getKey()) ? "breaching" : "notBreaching"));
    assertThat(ids("AWS::CloudWatch::Alarm")).containsAll(bad);
  }

  /**
   * EventBridge names no source where it publishes to an encrypted topic: under a condition nobody
   * would hear of machines that do not start.
   */
  @Test
  void eventsReachTheEncryptedTopic() {
    Evaluation cluster = cluster(Map.of());
    Map.of(
            cluster.properties("DataKey").at("/KeyPolicy/Statement"), "kms:GenerateDataKey*",
            cluster.properties("NotificationPolicy").at("/PolicyDocument/Statement"), "sns:Publish")
        .forEach((statements, action) ->
            assertThat((ArrayNode) statements)
                .filteredOn(each -> each.path("Principal").toString().contains("events.amazon"))
                .singleElement()
                .satisfies(events -> {
                  assertThat(events.path("Action").toString()).contains(action);
                  assertThat(events.has("Condition")).isFalse();
                }));
  }

  /**
   * Shells read brackets that are not quoted as a pattern; zsh refuses one that matches nothing.
   */
  @Test
  void theCommandThatLeadsToTheUiIsQuoted() {
    String command =
        cluster(Map.of()).of(templates.cluster().at("/Outputs/AirflowUI/Value")).asText();
    assertThat(command).contains("--query 'Reservations[0].Instances[0].InstanceId'");
    assertThat(command.replaceAll("'[^']*'", "")).doesNotContainPattern("[\\[*?{]");
  }

  /** EC2 refuses others; neither CloudFormation nor cfn-lint looks. */
  @Test
  void securityGroupsAreDescribedWithCharactersThatEc2Takes() {
    List<String> descriptions =
        Stream.of("", "Ingress", "Egress")
            .flatMap(kind -> templates.ofType("AWS::EC2::SecurityGroup" + kind))
            .map(group -> group.getValue().path("Properties"))
            .flatMap(group ->
                Stream.of("Description", "GroupDescription")
                    .flatMap(name -> group.findValuesAsText(name).stream()))
            .toList();
    assertThat(descriptions)
        .hasSizeGreaterThan(15)
        .allMatch(text -> text.matches("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void thereAreAsManySchedulersAsAskedFor(String count) {
    JsonNode group = cluster(Map.of("SchedulerCount", count)).properties("SchedulerGroup");
    assertThat(group.path("MinSize").asText()).isEqualTo(count);
    assertThat(group.path("DesiredCapacity").asText()).isEqualTo(count);
    assertThat(group.path("MaxSize").asInt()).isEqualTo(Integer.parseInt(count) + 1);
  }

  /** Else a machine that never works would be in service until somebody looks. */
  @ParameterizedTest
  @ValueSource(strings = {"SchedulerGroup", "WebGroup"})
  void noMachineIsInServiceBeforeItWorks(String id) {
    assertThat(cluster(Map.of()).properties(id).path("LifecycleHookSpecificationList"))
        .singleElement()
        .satisfies(hook -> {
          assertThat(hook.path("LifecycleHookName").asText()).isEqualTo("launch");
          assertThat(hook.path("LifecycleTransition").asText())
              .isEqualTo("autoscaling:EC2_INSTANCE_LAUNCHING");
          assertThat(hook.path("DefaultResult").asText()).isEqualTo("ABANDON");
        });
  }

  @Test
  void theDashboardShowsWhatThereIs() throws Exception {
    Evaluation cluster = cluster(Map.of());
    JsonNode dashboard = cluster.properties("Dashboard");
    assertThat(dashboard.path("DashboardName").asText()).isEqualTo("turbine-us-east-1");
    Set<String> known =
        Set.of("turbine", "turbine-default", "turbine-scheduler", "turbine-web", "id-of-database");
    JsonNode widgets =
        new ObjectMapper().readTree(dashboard.path("DashboardBody").asText()).path("widgets");
    assertThat(widgets).hasSizeGreaterThan(5);
    widgets.forEach(widget ->
        widget
            .at("/properties/metrics")
            .forEach(metric -> {
              if (metric.size() == 1) {
                assertThat(metric.findValue("expression").asText())
                    .contains("{Turbine,StackName,WorkerSet}", "\"turbine\"");
              } else {
                assertThat(known).contains(metric.path(3).asText());
              }
            }));
    assertThat(cluster.properties("SchedulerGroup").path("AutoScalingGroupName").asText())
        .isEqualTo("turbine-scheduler");
  }

  @Test
  void theDescriptionSaysWhereEverythingIs() throws Exception {
    String text = cluster(Map.of("Name", "air")).properties("Description").path("Value").asText();
    String secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:%s-abc123";
    Map<String, String> expected =
        Map.ofEntries(
            entry("name", "air"),
            entry("baseUrl", "http://localhost:8080"),
            entry("executionApi", "http://web.air.turbine.internal:8080/execution/"),
            entry("webHost", "web.air.turbine.internal"),
            entry("webParameter", "/turbine/air/web"),
            entry("databaseAddress", "Endpoint.Address-of-Database"),
            entry("databaseName", "airflow"),
            entry("masterSecret", secret.formatted("rds-master")),
            entry("databaseSecret", secret.formatted("DatabaseSecret")),
            entry("workerDatabaseSecret", secret.formatted("WorkerDatabaseSecret")),
            entry("fernetSecret", secret.formatted("FernetSecret")),
            entry("tokenSecret", secret.formatted("TokenSecret")),
            entry("apiSecret", secret.formatted("ApiSecret")),
            entry("loginSecret", secret.formatted("LoginSecret")),
            entry("logBucket", "id-of-logbucket"),
            entry("dataBucket", "id-of-databucket"),
            entry("revisionBucket", "id-of-revisionbucket"),
            entry("fileSystem", "id-of-filesystem"),
            entry("accessPoint", "id-of-fileaccesspoint"),
            entry("serviceLogs", "id-of-servicelogs"),
            entry("packageIndex", ""));
    assertThat(strings(new ObjectMapper().readTree(text))).isEqualTo(expected);
  }

  @Test
  void eachMachineIsToldWhatItIs() throws Exception {
    Map<String, String> cluster =
        Map.of("AssetsBucket", "assets", "AssetsPrefix", "turbine/1/", "Name", "air");
    for (String role : List.of("scheduler", "web")) {
      String id = role.equals("web") ? "WebGroupLaunchTemplate" : "SchedulerGroupLaunchTemplate";
      assertThat(machine(cluster(cluster).properties(id)))
          .containsEntry("role", role)
          .containsEntry("group", "air-" + role)
          .containsEntry("name", "air")
          .containsEntry("parameter", "/turbine/air/stack")
          .containsEntry("assets", "s3://assets/turbine/1/");
    }
    JsonNode worker =
        new Evaluation(
                templates.workers(),
                Map.of(
                    "Name", "air",
                    "WorkerSet", "large",
                    "FurtherQueues", "extra",
                    "WorkerConcurrency", "8",
                    "MaxDrainHours", "24",
                    "StackParameter", "/turbine/air/stack",
                    "AssetsBucket", "assets",
                    "AssetsPrefix", "turbine/1/"))
            .properties("LaunchTemplate");
    assertThat(machine(worker))
        .isEqualTo(
            Map.ofEntries(
                entry("role", "worker"),
                entry("name", "air"),
                entry("stack", "the-stack"),
                entry("region", "us-east-1"),
                entry("group", "air-large"),
                entry("parameter", "/turbine/air/stack"),
                entry("assets", "s3://assets/turbine/1/"),
                entry("workerSet", "large"),
                entry("queues", "extra"),
                entry("concurrency", "8"),
                entry("maxDrainHours", "24")));
  }

  /** What the user data of a launch template writes to machine.json. */
  private static Map<String, String> machine(JsonNode launchTemplate) throws Exception {
    String script = launchTemplate.at("/LaunchTemplateData/UserData").asText();
    int start = script.indexOf('\n', script.indexOf("<<'JSON'"));
    return strings(
        new ObjectMapper().readTree(script.substring(start, script.indexOf("\nJSON\n", start))));
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new HashMap<>();
    object.properties().forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
    return strings;
  }

  private Evaluation cluster(Map<String, String> parameters) {
    return new Evaluation(templates.cluster(), parameters);
  }

  private List<String> ids(String type) {
    return templates.ofType(type).map(Map.Entry::getKey).toList();
  }
}
