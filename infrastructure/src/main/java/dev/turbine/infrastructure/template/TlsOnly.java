package dev.turbine.infrastructure.template;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sqs.CfnQueue;
import software.amazon.awscdk.services.sqs.CfnQueuePolicy;

/** Resource policies that refuse whatever comes without TLS. */
public final class TlsOnly {
  private TlsOnly() {}

  /** Refuses every action on the resources without TLS. */
  public static PolicyStatement statement(String action, List<String> resources) {
    return PolicyStatement.Builder.create()
        .sid("RefuseWithoutTls")
        .effect(Effect.DENY)
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of(action))
        .resources(resources)
        .conditions(Map.of("Bool", Map.of("aws:SecureTransport", "false")))
        .build();
  }

  /** A policy of a queue; who may use it is said by the roles. */
  public static CfnResource queue(Template template, String id, CfnQueue queue) {
    PolicyDocument document =
        PolicyDocument.Builder.create()
            .statements(List.of(statement("sqs:*", List.of(queue.getAttrArn()))))
            .build();
    return CfnQueuePolicy.Builder.create(template, id)
        .queues(List.of(queue.getRef()))
        .policyDocument(document)
        .build();
  }
}
