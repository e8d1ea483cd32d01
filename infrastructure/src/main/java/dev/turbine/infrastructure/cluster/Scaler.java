package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Asset;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.ServiceRole;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.CfnRule.RetryPolicyProperty;
import software.amazon.awscdk.services.events.CfnRule.TargetProperty;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnFunction.CodeProperty;
import software.amazon.awscdk.services.lambda.CfnFunction.EnvironmentProperty;
import software.amazon.awscdk.services.lambda.CfnFunction.LoggingConfigProperty;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.ssm.CfnParameter;

/**
 * The function that measures and scales, every minute, within which it repeats itself. It finds
 * worker sets by their groups' tags, so that a further set needs no change here. Only one runs at a
 * time: two would decide twice.
 */
final class Scaler {
  /** It ends by itself before the next one begins. */
  private static final int TIMEOUT_SECONDS = 58;

  private static final int MEMORY_MIB = 512;

  private final CfnFunction function;
  private final List<CfnResource> invocation;

  Scaler(Template template, CfnLogGroup logs) {
    this.function =
        CfnFunction.Builder.create(template, "Scaler")
            .description(Fn.sub("Turbine ${Name}: measures the load and sets the workers"))
            .runtime("java25")
            .architectures(List.of("arm64"))
            .handler(Asset.SCALER_HANDLER)
            .code(
                CodeProperty.builder()
                    .s3Bucket(template.ref(Fields.ASSETS_BUCKET))
                    .s3Key(Asset.SCALER.key())
                    .build())
            .role(role(template, logs).getAttrArn())
            .memorySize(MEMORY_MIB)
            .timeout(TIMEOUT_SECONDS)
            .reservedConcurrentExecutions(1)
            .loggingConfig(
                LoggingConfigProperty.builder().logFormat("JSON").logGroup(logs.getRef()).build())
            .environment(
                EnvironmentProperty.builder()
                    .variables(
                        Map.of(
                            "TURBINE_NAME",
                            template.ref(Fields.NAME),
                            "TURBINE_INTERVAL_SECONDS",
                            template.ref(Fields.MEASURE_INTERVAL),
                            "TURBINE_STATE",
                            state(template).getRef()))
                    .build())
            .tags(List.of(template.stackTag()))
            .build();
    accept();
    CfnEventInvokeConfig.Builder.create(template, "ScalerInvocation")
        .functionName(function.getRef())
        .qualifier("$LATEST")
        .maximumRetryAttempts(0)
        .maximumEventAgeInSeconds(60)
        .build();
    CfnRule rule =
        CfnRule.Builder.create(template, "ScalerSchedule")
            .description(Fn.sub("Turbine ${Name}: begins a minute of measuring"))
            .scheduleExpression("rate(1 minute)")
            .state("ENABLED")
            .targets(
                List.of(
                    TargetProperty.builder()
                        .id("scaler")
                        .arn(function.getAttrArn())
                        .retryPolicy(
                            RetryPolicyProperty.builder()
                                .maximumRetryAttempts(0)
                                .maximumEventAgeInSeconds(60)
                                .build())
                        .build()))
            .build();
    CfnPermission permission =
        CfnPermission.Builder.create(template, "ScalerPermission")
            .action("lambda:InvokeFunction")
            .functionName(function.getRef())
            .principal("events.amazonaws.com")
            .sourceArn(rule.getAttrArn())
            .build();
    this.invocation = List.of(rule, permission);
  }

  /** What calls it, and with it all that it needs. */
  List<CfnResource> invocation() {
    return invocation;
  }

  String name() {
    return function.getRef();
  }

  /** The function writes it; the stack makes it, so that it goes with the stack. */
  private static CfnParameter state(Template template) {
    return CfnParameter.Builder.create(template, "ScalerState")
        .name(Fn.sub("/turbine/${Name}/scaling/state"))
        .type("String")
        .description("Turbine: what the scaling function remembers from one minute to the next")
        .value("{}")
        .build();
  }

  private static CfnRole role(Template template, CfnLogGroup logs) {
    List<PolicyStatement> statements =
        List.of(
            Grant.of(
                "Measure",
                List.of("sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
                Grant.arn("sqs", "${Name}-*")),
            Grant.of(
                "Describe",
                List.of("autoscaling:DescribeAutoScalingGroups", "cloudwatch:GetMetricData"),
                "*"),
            Grant.when(
                "Scale",
                MachineGrants.workerSets(),
                List.of(
                    "autoscaling:SetDesiredCapacity",
                    "autoscaling:TerminateInstanceInAutoScalingGroup"),
                MachineGrants.groups()),
            Grant.when(
                "Publish",
                Map.of("StringEquals", Map.of("cloudwatch:namespace", Metric.NAMESPACE)),
                List.of("cloudwatch:PutMetricData"),
                "*"),
            Grant.of(
                "State",
                List.of("ssm:GetParameter", "ssm:PutParameter"),
                Grant.arn("ssm", "parameter/turbine/${Name}/scaling/*")),
            Grant.of(
                "Logs", List.of("logs:CreateLogStream", "logs:PutLogEvents"), logs.getAttrArn()));
    CfnRole role =
        ServiceRole.add(
            template, "ScalerRole", "lambda.amazonaws.com", "the function that scales", statements);
    Accepted.finding(
        role,
        "AwsSolutions-IAM5",
        "Descriptions and metrics name no resource; queues and groups are limited to this"
            + " installation's name, groups to its tag too.");
    return role;
  }

  private void accept() {
    Accepted.finding(
        function,
        "CKV_AWS_116",
        "A lost run is made up by the next minute's; an alarm says when measurements stay out.");
    Accepted.finding(
        function,
        "CKV_AWS_117",
        "It talks to AWS's own services only; inside the network it would need a way out.");
    Accepted.finding(
        function, "CKV_AWS_173", "Its environment holds a name and an interval, no secret.");
  }
}
