package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.workers.WorkerFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnStack;
import software.amazon.awscdk.Fn;

/** What people, Makefiles and further worker sets read from the finished stack. */
public final class Outputs {
  private static final Map<String, String> FOR_PEOPLE =
      Map.of(
          "DeploymentsBucket",
          "Where revisions are uploaded to.",
          "CodeDeployApplication",
          "What to deploy to.",
          "CodeDeployDeploymentGroup",
          "The machines to deploy to.",
          "AirflowUI",
          "Address of the UI; without a certificate the command that leads to it, at"
              + " http://localhost:8080.",
          "LoadBalancerName",
          "Where the host name of the UI has to lead.",
          "LoginCommand",
          "Shows user and password of the first login.",
          "LogsBucket",
          "Where logs of tasks are.",
          "DataBucketName",
          "For what tasks keep.");

  private static final List<Field> PASSED =
      List.of(
          Fields.NAME,
          Fields.PRIVATE_SUBNET_A,
          Fields.PRIVATE_SUBNET_B,
          Fields.NETWORK_ACCESS,
          Fields.ASSETS_BUCKET,
          Fields.ASSETS_PREFIX);

  private static final List<Field> MADE =
      List.of(
          WorkerFields.SECURITY_GROUP,
          WorkerFields.INSTANCE_PROFILE,
          WorkerFields.STACK_PARAMETER,
          WorkerFields.ALARM_TOPIC,
          WorkerFields.IMAGE);

  private Outputs() {}

  /** The outputs of a nested cluster as those of the stack around it. */
  public static void passOn(Template template, CfnStack cluster) {
    descriptions()
        .forEach((name, description) ->
            template.output(name, description, cluster.getAtt("Outputs." + name).toString()));
  }

  static void add(
      Template template,
      Secrets secrets,
      Buckets buckets,
      Delivery delivery,
      UserInterface ui,
      SecurityGroups groups,
      Roles roles,
      Observation observation) {
    Map<String, String> values =
        Stream.of(
                Map.of(
                    "DeploymentsBucket",
                    buckets.revisions().getRef(),
                    "CodeDeployApplication",
                    delivery.application(),
                    "CodeDeployDeploymentGroup",
                    delivery.group(),
                    "AirflowUI",
                    ui.way(),
                    "LoadBalancerName",
                    ui.loadBalancerName(),
                    "LoginCommand",
                    login(secrets),
                    "LogsBucket",
                    buckets.logs().getRef(),
                    "DataBucketName",
                    buckets.data().getRef()),
                PASSED.stream().collect(Collectors.toMap(Field::name, template::ref)),
                Map.of(
                    WorkerFields.SECURITY_GROUP.name(),
                    groups.machines(),
                    WorkerFields.INSTANCE_PROFILE.name(),
                    roles.worker(),
                    WorkerFields.STACK_PARAMETER.name(),
                    Description.name(template),
                    WorkerFields.ALARM_TOPIC.name(),
                    observation.topic(),
                    WorkerFields.IMAGE.name(),
                    template.ref(Fields.IMAGE)))
            .flatMap(map -> map.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    descriptions()
        .forEach((name, description) ->
            template.output(
                name, description, Stream.of(name).map(values::get).findFirst().orElseThrow()));
  }

  private static Map<String, String> descriptions() {
    Map<String, String> all =
        Stream.concat(PASSED.stream(), MADE.stream())
            .collect(
                Collectors.toMap(
                    Field::name, field -> "For further worker sets: " + field.label() + "."));
    all.putAll(FOR_PEOPLE);
    return all;
  }

  private static String login(Secrets secrets) {
    return Fn.sub(
            "aws secretsmanager get-secret-value --region ${AWS::Region} --query SecretString"
                + " --output text --secret-id ")
        + secrets.login();
  }
}
