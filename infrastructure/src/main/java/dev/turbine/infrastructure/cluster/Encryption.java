package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.CfnKey;

/**
 * The key of database, files, buckets, secrets and logs. It outlives the stack: without it the
 * database's last snapshot could not be read.
 */
final class Encryption {
  private static final List<String> USE = List.of("kms:Decrypt", "kms:GenerateDataKey*");

  private final CfnKey key;

  Encryption(Template template) {
    this.key =
        CfnKey.Builder.create(template, "DataKey")
            .description(Fn.sub("Turbine ${Name}: database, files, buckets, secrets and logs"))
            .enableKeyRotation(true)
            .keyPolicy(Grant.policy(List.of(owner(), logs(), alarms(), events())))
            .tags(List.of(template.stackTag()))
            .build();
    key.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE);
    key.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
  }

  String arn() {
    return key.getAttrArn();
  }

  String id() {
    return key.getRef();
  }

  /** Lets a role read and write what a service keeps under the key. */
  PolicyStatement grant(String id, String... services) {
    List<String> through =
        List.of(services).stream()
            .map(service -> Fn.sub(service + ".${AWS::Region}.${AWS::URLSuffix}"))
            .toList();
    return Grant.when(id, Map.of("StringEquals", Map.of("kms:ViaService", through)), USE, arn());
  }

  private static PolicyStatement owner() {
    return PolicyStatement.Builder.create()
        .sid("PoliciesOfThisAccountDecide")
        .principals(
            List.of(new ArnPrincipal(Fn.sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"))))
        .actions(List.of("kms:*"))
        .resources(List.of("*"))
        .build();
  }

  private static PolicyStatement logs() {
    return PolicyStatement.Builder.create()
        .sid("LogsOfThisStack")
        .principals(List.of(new ServicePrincipal(Fn.sub("logs.${AWS::Region}.${AWS::URLSuffix}"))))
        .actions(
            List.of(
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey"))
        .resources(List.of("*"))
        .conditions(
            Map.of(
                "ArnLike",
                Map.of(
                    "kms:EncryptionContext:aws:logs:arn",
                    Grant.arn("logs", "log-group:/turbine/${Name}/*"))))
        .build();
  }

  private static PolicyStatement alarms() {
    return PolicyStatement.Builder.create()
        .sid("AlarmsOfThisAccount")
        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
        .actions(USE)
        .resources(List.of("*"))
        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Fn.ref("AWS::AccountId"))))
        .build();
  }

  /** EventBridge names no source to an encrypted topic's key: under a condition nothing arrives. */
  private static PolicyStatement events() {
    return PolicyStatement.Builder.create()
        .sid("EventsToTheTopic")
        .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
        .actions(USE)
        .resources(List.of("*"))
        .build();
  }
}
