package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.ServiceRole;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the machines may do: each role what its services need, of this installation only. */
final class Roles {
  private static final List<String> READ = List.of("s3:GetObject");
  private static final List<String> WRITE = List.of("s3:GetObject", "s3:PutObject");

  private final Template template;
  private final CfnInstanceProfile scheduler;
  private final CfnInstanceProfile web;
  private final CfnInstanceProfile worker;

  Roles(
      Template template,
      Encryption encryption,
      Secrets secrets,
      Buckets buckets,
      Database database,
      SharedFiles files,
      MachineGrants machines,
      WebAddress address) {
    this.template = template;
    String logs = buckets.logs().getAttrArn();
    PolicyStatement key = encryption.grant("DataKey", "s3", "secretsmanager");
    // Airflow asks for a log before it writes it: without this S3 answers 403 for one that is not
    // there, not 404, and none is written. No prefix: asking for an object names none.
    PolicyStatement listLogs = Grant.of("ListTaskLogs", List.of("s3:ListBucket"), logs);
    this.scheduler =
        role(
            "Scheduler",
            machines.all(),
            List.of(
                key,
                machines.lifecycle("scheduler"),
                files.grant(),
                secrets(
                    secrets.fernet(),
                    secrets.token(),
                    secrets.api(),
                    secrets.database(),
                    secrets.results(),
                    database.masterSecret()),
                Grant.of(
                    "SendTasks",
                    List.of("sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"),
                    Grant.arn("sqs", "${Name}-*")),
                Grant.of("FindQueues", List.of("sqs:ListQueues"), "*"),
                Grant.of("TaskLogs", WRITE, logs + "/tasks/*"),
                listLogs));
    this.web =
        role(
            "Web",
            machines.all(),
            List.of(
                key,
                machines.lifecycle("web"),
                files.grant(),
                secrets(
                    secrets.fernet(),
                    secrets.token(),
                    secrets.api(),
                    secrets.database(),
                    secrets.login()),
                Grant.of("TaskLogs", READ, logs + "/tasks/*"),
                listLogs,
                address.grant()));
    this.worker =
        role(
            "Worker",
            machines.all(),
            List.of(
                key,
                files.grant(),
                secrets(secrets.api(), secrets.results()),
                Grant.of(
                    "TakeTasks",
                    List.of(
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:ChangeMessageVisibility",
                        "sqs:GetQueueUrl",
                        "sqs:GetQueueAttributes"),
                    Grant.arn("sqs", "${Name}-*")),
                Grant.of("TaskLogs", WRITE, logs + "/tasks/*"),
                listLogs,
                Grant.of(
                    "Data",
                    List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
                    buckets.data().getAttrArn() + "/*"),
                Grant.of("ListData", List.of("s3:ListBucket"), buckets.data().getAttrArn()),
                machines.lifecycle()));
    workersPolicy();
  }

  String scheduler() {
    return scheduler.getAttrArn();
  }

  String web() {
    return web.getAttrArn();
  }

  String worker() {
    return worker.getAttrArn();
  }

  private static PolicyStatement secrets(String... arns) {
    return Grant.of("Secrets", List.of("secretsmanager:GetSecretValue"), arns);
  }

  private CfnInstanceProfile role(
      String name, List<PolicyStatement> all, List<PolicyStatement> own) {
    CfnRole role =
        ServiceRole.add(
            template,
            name + "Role",
            "ec2.amazonaws.com",
            name.toLowerCase(Locale.ROOT),
            Stream.concat(all.stream(), own.stream()).toList());
    Accepted.finding(
        role,
        "AwsSolutions-IAM5",
        "The stars stand for objects below a prefix, queues and groups of this installation's name,"
            + " and for calls that name no resource: sessions, descriptions, metrics.");
    Accepted.finding(
        role,
        "CKV_AWS_111",
        "Sessions, deployments and metrics name no resource; metrics are limited to a namespace.");
    return CfnInstanceProfile.Builder.create(template, name + "Profile")
        .roles(List.of(role.getRef()))
        .build();
  }

  private void workersPolicy() {
    CfnRole worker = (CfnRole) template.getNode().findChild("WorkerRole");
    worker.addPropertyOverride(
        "ManagedPolicyArns",
        Fn.conditionIf(
            template.given(Fields.WORKER_POLICY).getLogicalId(),
            List.of(template.ref(Fields.WORKER_POLICY)),
            Fn.ref("AWS::NoValue")));
  }
}
