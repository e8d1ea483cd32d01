package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Alarms;
import dev.turbine.infrastructure.template.Alarms.Missing;
import dev.turbine.infrastructure.template.Alarms.Side;
import dev.turbine.infrastructure.template.Alarms.Watched;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.template.TlsOnly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.CfnTopic;
import software.amazon.awscdk.services.sns.CfnTopicPolicy;

/** Logs, the topic of the alarms, and the alarms that concern the whole installation. */
final class Observation {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Half of what RDS begins to grow a small database at: it does so below a tenth of 20 GiB. */
  private static final long LITTLE_STORAGE_BYTES = 1L << 30;

  private final Template template;
  private final Encryption encryption;
  private final CfnTopic topic;

  Observation(Template template, Encryption encryption) {
    this.template = template;
    this.encryption = encryption;
    this.topic =
        CfnTopic.Builder.create(template, "Notifications")
            .displayName(Fn.sub("Turbine ${Name}"))
            .kmsMasterKeyId(encryption.id())
            .tags(List.of(template.stackTag()))
            .build();
    CfnSubscription subscription =
        CfnSubscription.Builder.create(template, "AlarmSubscription")
            .topicArn(topic.getRef())
            .protocol("email")
            .endpoint(template.ref(Fields.ALARM_EMAIL))
            .build();
    subscription.getCfnOptions().setCondition(template.given(Fields.ALARM_EMAIL));
    PolicyStatement alarms =
        publish("Alarms", "cloudwatch.amazonaws.com")
            .conditions(
                Map.of("StringEquals", Map.of("aws:SourceAccount", Fn.ref("AWS::AccountId"))))
            .build();
    // EventBridge is not documented to name its source to a topic.
    PolicyStatement events = publish("Events", "events.amazonaws.com").build();
    CfnTopicPolicy.Builder.create(template, "NotificationPolicy")
        .topics(List.of(topic.getRef()))
        .policyDocument(
            Grant.policy(
                List.of(alarms, events, TlsOnly.statement("sns:Publish", List.of(topic.getRef())))))
        .build();
  }

  private PolicyStatement.Builder publish(String id, String service) {
    return PolicyStatement.Builder.create()
        .sid(id)
        .principals(List.of(new ServicePrincipal(service)))
        .actions(List.of("sns:Publish"))
        .resources(List.of(topic.getRef()));
  }

  String topic() {
    return topic.getRef();
  }

  /** A log group that is encrypted and forgets. */
  CfnLogGroup logs(String id, String name) {
    return CfnLogGroup.Builder.create(template, id)
        .logGroupName("/turbine/" + template.ref(Fields.NAME) + "/" + name)
        .retentionInDays(template.number(Fields.LOG_RETENTION))
        .kmsKeyId(encryption.arn())
        .build();
  }

  void watch(Scaler scaler, Database database, String scheduler, String web) {
    Alarms alarms = new Alarms(template, topic.getRef());
    alarms.when(
        "ScalerFails",
        "The load could not be measured for three minutes: the number of workers stays as it is."
            + " Look at the log of the scaler.",
        own(Metric.READ_FAILURES, "Minimum"),
        Side.AT_LEAST,
        1,
        MINUTE,
        3,
        Missing.IS_BAD);
    alarms.when(
        "ScalerErrors",
        "The function that scales ended with an error. Look at the log of the scaler.",
        new Watched("AWS/Lambda", "Errors", "Sum", Map.of("FunctionName", scaler.name())),
        Side.AT_LEAST,
        3,
        FIVE_MINUTES,
        1,
        Missing.IS_GOOD);
    alarms.when(
        "ServicesFail",
        "A service of Airflow has not worked for five minutes. Look at the service logs.",
        own(Metric.UNHEALTHY_SERVICES, "Maximum"),
        Side.AT_LEAST,
        1,
        MINUTE,
        5,
        Missing.IS_GOOD);
    alarms.when(
        "DatabaseStorage",
        "The database has less than 1 GiB left, and could not grow.",
        new Watched(
            "AWS/RDS",
            "FreeStorageSpace",
            "Minimum",
            Map.of("DBInstanceIdentifier", database.id())),
        Side.AT_MOST,
        LITTLE_STORAGE_BYTES,
        FIVE_MINUTES,
        1,
        Missing.IS_GOOD);
    alarms.when(
        "NoScheduler",
        gone("scheduler"),
        inService(scheduler),
        Side.AT_MOST,
        0,
        MINUTE,
        10,
        Missing.IS_BAD);
    alarms.when(
        "NoWebServer",
        gone("web server"),
        inService(web),
        Side.AT_MOST,
        0,
        MINUTE,
        10,
        Missing.IS_BAD);
    launchFailures();
  }

  private Watched own(Metric metric, String statistic) {
    return new Watched(
        Metric.NAMESPACE,
        metric.metricName(),
        statistic,
        Map.of("StackName", template.ref(Fields.NAME)));
  }

  private static Watched inService(String group) {
    return new Watched(
        "AWS/AutoScaling",
        "GroupInServiceInstances",
        "Maximum",
        Map.of("AutoScalingGroupName", group));
  }

  private static String gone(String what) {
    return "There has been no " + what + " for ten minutes: its machines do not start.";
  }

  /** Machines that do not start, with EC2's reason: no capacity, a limit, a wrong type. */
  private void launchFailures() {
    CfnRule.Builder.create(template, "LaunchFailures")
        .description(Fn.sub("Turbine ${Name}: machines that do not start"))
        .eventPattern(
            Map.of(
                "source",
                List.of("aws.autoscaling"),
                "detail-type",
                List.of("EC2 Instance Launch Unsuccessful"),
                "detail",
                Map.of("AutoScalingGroupName", List.of(Map.of("prefix", Fn.sub("${Name}-"))))))
        .targets(List.of(CfnRule.TargetProperty.builder().id("topic").arn(topic.getRef()).build()))
        .build();
  }
}
