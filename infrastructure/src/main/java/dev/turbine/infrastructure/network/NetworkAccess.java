package dev.turbine.infrastructure.network;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;

/** How machines get out of the network, as conditions over the parameter. */
final class NetworkAccess {
  private final Template template;
  private final CfnCondition natPerZone;
  private final CfnCondition nat;
  private final CfnCondition endpoints;
  private final CfnCondition open;

  NetworkAccess(Template template) {
    this.template = template;
    this.natPerZone = condition("HasNatPerZone", is("NATPerZone"));
    this.nat = condition("HasNat", Fn.conditionOr(is("NAT"), is("NATPerZone")));
    this.endpoints = condition("HasEndpoints", is("Endpoints"));
    this.open = condition("HasPublicMachines", is("Public"));
  }

  /** There is a NAT gateway. */
  CfnCondition nat() {
    return nat;
  }

  /** There is a second NAT gateway. */
  CfnCondition natPerZone() {
    return natPerZone;
  }

  /** There are interface endpoints. */
  CfnCondition endpoints() {
    return endpoints;
  }

  /** Machines have public addresses. */
  CfnCondition open() {
    return open;
  }

  private ICfnConditionExpression is(String value) {
    return Fn.conditionEquals(template.ref(Fields.NETWORK_ACCESS), value);
  }

  private CfnCondition condition(String id, ICfnConditionExpression expression) {
    return CfnCondition.Builder.create(template, id).expression(expression).build();
  }
}
