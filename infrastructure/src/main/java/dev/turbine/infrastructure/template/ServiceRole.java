package dev.turbine.infrastructure.template;

import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Roles that services of AWS take, each with one policy of its own. */
public final class ServiceRole {
  private ServiceRole() {}

  /**
   * Adds a role.
   *
   * @param id its logical id
   * @param service that may take it, such as {@code lambda.amazonaws.com}
   * @param purpose for people, beginning small
   * @param statements all that it may do
   */
  public static CfnRole add(
      Template template,
      String id,
      String service,
      String purpose,
      List<PolicyStatement> statements) {
    return CfnRole.Builder.create(template, id)
        .description(Fn.sub("Turbine ${Name}: " + purpose))
        .assumeRolePolicyDocument(Grant.trust(service))
        .policies(
            List.of(
                CfnRole.PolicyProperty.builder()
                    .policyName("turbine")
                    .policyDocument(Grant.policy(statements))
                    .build()))
        .tags(List.of(template.stackTag()))
        .build();
  }
}
