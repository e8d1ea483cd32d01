package dev.turbine.infrastructure.template;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.ICfnRuleConditionExpression;

/** Rules between parameters, which CloudFormation checks before it makes anything. */
public final class Rule {
  private Rule() {}

  /** MinGroupSize is at most MaxGroupSize: for each greatest size, the least ones are listed. */
  public static void minimumIsAtMostMaximum(Template template) {
    List<CfnRuleAssertion> assertions =
        Fields.GROUP_SIZES.stream()
            .skip(1)
            .map(most -> {
              List<String> least =
                  Fields.GROUP_SIZES.stream()
                      .filter(size -> size <= most)
                      .map(size -> Integer.toString(size))
                      .toList();
              return whenEqual(
                  template,
                  Fields.MAX_GROUP_SIZE,
                  Integer.toString(most),
                  Fields.MIN_GROUP_SIZE,
                  least,
                  "MinGroupSize is more than MaxGroupSize, which is " + most + ".");
            })
            .toList();
    rule(template, "MinimumIsAtMostMaximum", Optional.empty(), assertions);
  }

  /** ShrinkThreshold is less than GrowthThreshold, by looking both up. */
  public static void shrinkIsLessThanGrowth(Template template) {
    List<CfnRuleAssertion> assertions =
        Fields.GROWTH_THRESHOLDS.stream()
            .map(growth -> {
              List<String> less =
                  Fields.SHRINK_THRESHOLDS.stream()
                      .filter(shrink -> Double.parseDouble(shrink) < Double.parseDouble(growth))
                      .toList();
              return whenEqual(
                  template,
                  Fields.GROWTH_THRESHOLD,
                  growth,
                  Fields.SHRINK_THRESHOLD,
                  less,
                  "ShrinkThreshold is not less than GrowthThreshold, which is " + growth + ".");
            })
            .toList();
    rule(template, "ShrinkIsLessThanGrowth", Optional.empty(), assertions);
  }

  /** Auto Scaling takes no type of machine twice. */
  public static void instanceTypesDiffer(Template template) {
    rule(
        template,
        "InstanceTypesDiffer",
        Optional.empty(),
        List.of(
            assertion(
                Fn.conditionNot(
                    Fn.conditionEquals(
                        template.ref(Fields.WORKER_INSTANCE_TYPE),
                        template.ref(Fields.WORKER_INSTANCE_TYPE_2))),
                "WorkerInstanceType2 is WorkerInstanceType again: name another type, or none.")));
  }

  /** A certificate needs a host name and the addresses that may come in. */
  public static void certificateNeedsNameAndAddresses(Template template) {
    rule(
        template,
        "CertificateNeedsNameAndAddresses",
        Optional.of(isSet(template, Fields.CERTIFICATE)),
        List.of(
            assertion(
                isSet(template, Fields.DOMAIN_NAME),
                "DomainName is missing: the host name that the certificate is for."),
            assertion(
                isSet(template, Fields.ALLOW_HTTP_ACCESS_CIDR),
                "AllowHTTPAccessCIDR is missing: without it nobody could open the UI.")));
  }

  /** Without a way to the internet, packages need an index of one's own. */
  public static void endpointsNeedPackageIndex(Template template) {
    rule(
        template,
        "EndpointsNeedPackageIndex",
        Optional.of(Fn.conditionEquals(template.ref(Fields.NETWORK_ACCESS), "Endpoints")),
        List.of(
            assertion(
                isSet(template, Fields.PACKAGE_INDEX),
                "PackageIndex is missing: with Endpoints there is no way to PyPI.")));
  }

  /** All subnets are in the network; those of a pair are in two zones. */
  public static void subnetsAreInTwoZones(Template template) {
    rule(
        template,
        "SubnetsAreInTwoZones",
        Optional.empty(),
        List.of(
            assertion(
                differentZones(Fields.PRIVATE_SUBNET_A, Fields.PRIVATE_SUBNET_B),
                "PrivateSubnetA and PrivateSubnetB are in the same zone."),
            assertion(
                differentZones(Fields.PUBLIC_SUBNET_A, Fields.PUBLIC_SUBNET_B),
                "PublicSubnetA and PublicSubnetB are in the same zone."),
            assertion(
                Fn.conditionEachMemberIn(
                    Fn.valueOfAll("AWS::EC2::Subnet::Id", "VpcId"), Fn.refAll("AWS::EC2::VPC::Id")),
                "A subnet is not in the network of VPCID.")));
  }

  private static ICfnConditionExpression differentZones(Field first, Field second) {
    return Fn.conditionNot(
        Fn.conditionContains(
            List.of(Fn.valueOf(first.name(), "AvailabilityZone")),
            Fn.valueOf(second.name(), "AvailabilityZone")));
  }

  private static ICfnRuleConditionExpression isSet(Template template, Field field) {
    return Fn.conditionNot(Fn.conditionEquals(template.ref(field), ""));
  }

  private static CfnRuleAssertion whenEqual(
      Template template,
      Field given,
      String value,
      Field checked,
      List<String> accepted,
      String message) {
    return assertion(
        Fn.conditionOr(
            Fn.conditionNot(Fn.conditionEquals(template.ref(given), value)),
            Fn.conditionContains(accepted, template.ref(checked))),
        message);
  }

  private static CfnRuleAssertion assertion(ICfnConditionExpression expression, String message) {
    return CfnRuleAssertion.builder().assertValue(expression).assertDescription(message).build();
  }

  private static void rule(
      Template template,
      String id,
      Optional<ICfnConditionExpression> condition,
      List<CfnRuleAssertion> assertions) {
    CfnRule.Builder rule = CfnRule.Builder.create(template, id).assertions(assertions);
    condition.ifPresent(rule::ruleCondition);
    rule.build();
  }
}
