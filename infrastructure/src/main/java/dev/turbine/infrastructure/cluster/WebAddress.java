package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.ssm.CfnParameter;

/**
 * Where workers find the API server: the web server's agent writes its address into a parameter,
 * and the others' agents give it a name on their machines. No record of DNS: a zone in which
 * somebody else left one cannot be deleted with the stack.
 */
final class WebAddress {
  private static final String PARAMETER = "/turbine/${Name}/web";

  private final Template template;
  private final CfnParameter parameter;

  WebAddress(Template template) {
    this.template = template;
    this.parameter =
        CfnParameter.Builder.create(template, "WebAddress")
            .name(Fn.sub(PARAMETER))
            .type("String")
            .description("Turbine: the web server's address, written by its agent")
            .value("none")
            .build();
  }

  /** Where Airflow's execution API is, for workers. */
  String executionApi() {
    return "http://" + host() + ":" + SecurityGroups.WEB_PORT + "/execution/";
  }

  /** The name that stands for the address on every machine. */
  String host() {
    return "web." + template.ref(Fields.NAME) + ".turbine.internal";
  }

  /** The name of the parameter. */
  String parameter() {
    return parameter.getRef();
  }

  /** Lets the web server say where it is. */
  PolicyStatement grant() {
    return Grant.of("OwnAddress", List.of("ssm:PutParameter"), arn());
  }

  /** Where it is, for policies. */
  static String arn() {
    return Grant.arn("ssm", "parameter" + PARAMETER);
  }
}
