package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ssm.CfnParameter;

/**
 * What every machine has to know of the installation: names and addresses, no secret. One parameter
 * of Systems Manager, so that worker sets need no dozen parameters of their own.
 */
final class Description {
  private final CfnParameter parameter;

  /**
   * @param values by key, as CloudFormation resolves them; they contain no quotation mark
   */
  Description(Template template, Map<String, String> values) {
    Map<String, String> sorted = new TreeMap<>(values);
    String json =
        sorted.keySet().stream()
            .map(key -> "\"" + key + "\": \"${" + key + "}\"")
            .collect(Collectors.joining(",\n ", "{", "}"));
    this.parameter =
        CfnParameter.Builder.create(template, "Description")
            .name(name(template))
            .type("String")
            .description("Turbine: what its machines know of their installation")
            .value(Fn.sub(json, sorted))
            .build();
  }

  /** The parameter's name, before there is one. */
  static String name(Template template) {
    return "/turbine/" + template.ref(Fields.NAME) + "/stack";
  }

  /** The parameter's name; what refers to it is made after it, and deleted before. */
  String name() {
    return parameter.getRef();
  }

  String value() {
    return parameter.getAttrValue();
  }

  CfnParameter parameter() {
    return parameter;
  }
}
