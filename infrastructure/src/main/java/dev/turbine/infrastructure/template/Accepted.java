package dev.turbine.infrastructure.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;

/**
 * A finding of a checker that we live with, written with its reason into the resource's metadata,
 * where the checker reads it.
 */
public final class Accepted {
  private Accepted() {}

  /**
   * @param id as the checker has it: CKV_AWS_… of checkov, AwsSolutions-… of cdk-nag, else a rule
   *     of cfn-lint
   * @param reason why it is right here, or what it would cost
   */
  public static void finding(CfnResource resource, String id, String reason) {
    if (id.startsWith("CKV")) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", id);
      entry.put("comment", reason);
      append(resource, "checkov", "skip", entry);
    } else if (id.startsWith("AwsSolutions-") || id.equals("CdkNagValidationFailure")) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", id);
      entry.put("reason", reason);
      append(resource, "cdk_nag", "rules_to_suppress", entry);
    } else if (id.matches("[EWI][0-9]{4}")) {
      resource.addMetadata(
          "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of(id)), "reason", reason));
    } else {
      throw new IllegalArgumentException("No checker has the rule " + id);
    }
  }

  private static void append(
      CfnResource resource, String checker, String list, Map<String, Object> entry) {
    List<Object> entries = new ArrayList<>();
    if (resource.getMetadata(checker) instanceof Map<?, ?> before
        && before.get(list) instanceof List<?> present) {
      entries.addAll(present);
    }
    entries.add(entry);
    resource.addMetadata(checker, Map.of(list, entries));
  }
}
