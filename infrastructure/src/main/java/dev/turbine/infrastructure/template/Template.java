package dev.turbine.infrastructure.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.BootstraplessSynthesizer;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.IResolvable;
import software.amazon.awscdk.ITemplateOptions;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Token;

/**
 * A template: a stack without any account, region or bootstrap. What it holds are CloudFormation's
 * own resource types, directly below it, so that a construct's id is the resource's logical id.
 */
public final class Template extends Stack {
  /** Every resource that we tag carries the stack's name under this key. */
  public static final String STACK_TAG = "turbine:stack";

  /** The metadata that names what a resource is made after. */
  private static final String AFTER = "turbine:after";

  /**
   * @param app what writes it
   * @param id the name of its file, without {@code .template}
   * @param description the first line that the console shows
   * @param groups all its parameters
   */
  public Template(App app, String id, String description, List<FieldGroup> groups) {
    super(
        app,
        id,
        StackProps.builder()
            .description(description)
            .synthesizer(new BootstraplessSynthesizer())
            .build());
    groups.forEach(group -> group.fields().forEach(this::declare));
    getTemplateOptions().setTemplateFormatVersion("2010-09-09");
    describe(getTemplateOptions(), groups);
  }

  /** The value of a parameter, as CloudFormation resolves it. */
  public String ref(Field field) {
    return parameter(field).getValueAsString();
  }

  /** The value of a parameter whose values are all numbers. */
  public Number number(Field field) {
    return Token.asNumber(Fn.ref(parameter(field).getLogicalId()));
  }

  /** The value of a parameter that takes Yes or No, as a boolean. */
  public IResolvable flag(Field field) {
    String condition = "Is" + field.name();
    if (getNode().tryFindChild(condition) == null) {
      CfnCondition.Builder.create(this, condition)
          .expression(Fn.conditionEquals(ref(field), "Yes"))
          .build();
    }
    return Fn.conditionIf(condition, true, false);
  }

  /** A condition that holds when a parameter is not left empty. */
  public CfnCondition given(Field field) {
    String id = "Has" + field.name();
    return getNode().tryFindChild(id) instanceof CfnCondition present
        ? present
        : CfnCondition.Builder.create(this, id)
            .expression(Fn.conditionNot(Fn.conditionEquals(ref(field), "")))
            .build();
  }

  /** One text when a condition holds, else the other. */
  public static String either(CfnCondition condition, String then, String otherwise) {
    return Fn.conditionIf(condition.getLogicalId(), then, otherwise).toString();
  }

  /**
   * Has a resource made after another one and deleted before it. CloudFormation refuses DependsOn
   * of what may not exist; a reference in the metadata does the same.
   */
  public static void order(CfnResource later, CfnResource earlier) {
    CfnCondition condition = earlier.getCfnOptions().getCondition();
    if (condition == null) {
      later.addResourceDependency(earlier);
      return;
    }
    Map<String, Object> all = new TreeMap<>();
    if (later.getMetadata(AFTER) instanceof Map<?, ?> before) {
      before.forEach((id, reference) -> all.put(id.toString(), reference));
    }
    all.put(earlier.getNode().getId(), either(condition, earlier.getRef(), Fn.ref("AWS::NoValue")));
    later.addMetadata(AFTER, all);
  }

  /** The tag that says which installation a resource belongs to. */
  public CfnTag stackTag() {
    return CfnTag.builder().key(STACK_TAG).value(ref(Fields.NAME)).build();
  }

  /** A value that people or programs read from the finished stack. */
  public CfnOutput output(String name, String description, String value) {
    CfnOutput output =
        CfnOutput.Builder.create(this, name + "Output")
            .description(description)
            .value(value)
            .build();
    output.overrideLogicalId(name);
    return output;
  }

  private CfnParameter parameter(Field field) {
    return (CfnParameter) getNode().findChild(field.name());
  }

  private void declare(Field field) {
    CfnParameter.Builder builder =
        CfnParameter.Builder.create(this, field.name())
            .type(field.type())
            .description(field.description());
    field.initial().ifPresent(builder::defaultValue);
    if (!field.allowed().isEmpty()) {
      builder.allowedValues(field.allowed());
    }
    field.pattern().ifPresent(builder::allowedPattern);
    field.range().ifPresent(range -> builder.minValue(range.least()).maxValue(range.greatest()));
    field.constraint().ifPresent(builder::constraintDescription);
    builder.build();
  }

  private static void describe(ITemplateOptions options, List<FieldGroup> groups) {
    List<Map<String, Object>> shown =
        groups.stream()
            .<Map<String, Object>>map(group ->
                Map.of(
                    "Label",
                    Map.of("default", group.label()),
                    "Parameters",
                    group.fields().stream().map(Field::name).toList()))
            .toList();
    Map<String, Object> labels = new LinkedHashMap<>();
    groups.forEach(group ->
        group
            .fields()
            .forEach(field -> labels.put(field.name(), Map.of("default", field.label()))));
    options.setMetadata(
        Map.of(
            "AWS::CloudFormation::Interface",
            Map.of("ParameterGroups", shown, "ParameterLabels", labels)));
  }
}
