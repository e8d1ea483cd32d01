package dev.turbine.infrastructure.template;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/** Statements of IAM policies. Each is for one purpose, which its id names. */
public final class Grant {
  private Grant() {}

  /** Allows actions on resources. */
  public static PolicyStatement of(String id, List<String> actions, String... resources) {
    return when(id, Map.of(), actions, resources);
  }

  /** Allows actions on resources under conditions. */
  public static PolicyStatement when(
      String id,
      Map<String, Map<String, Object>> conditions,
      List<String> actions,
      String... resources) {
    return PolicyStatement.Builder.create()
        .sid(id)
        .actions(actions)
        .resources(List.of(resources))
        .conditions(conditions)
        .build();
  }

  /** The policy of these statements. */
  public static PolicyDocument policy(List<PolicyStatement> statements) {
    return PolicyDocument.Builder.create().statements(statements).build();
  }

  /** Lets a service take a role. */
  static PolicyDocument trust(String service) {
    return policy(
        List.of(
            PolicyStatement.Builder.create()
                .actions(List.of("sts:AssumeRole"))
                .principals(List.of(new ServicePrincipal(service)))
                .build()));
  }

  /**
   * An ARN in this partition, region and account.
   *
   * @param rest what follows the account, with parameters as {@code ${Name}}
   */
  public static String arn(String service, String rest) {
    return Fn.sub("arn:${AWS::Partition}:" + service + ":${AWS::Region}:${AWS::AccountId}:" + rest);
  }
}
