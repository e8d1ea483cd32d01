package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.EgressProperty;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup.IngressProperty;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;

/** Who may talk to whom. Nothing but the load balancer is reached from outside. */
final class SecurityGroups {
  static final int WEB_PORT = 8080;
  static final int DATABASE_PORT = 5432;
  private static final int FILES_PORT = 2049;

  /** Where a worker serves the log of a running task, and after it the triggerer. */
  private static final int FIRST_LOG_PORT = 8793;

  private static final int LAST_LOG_PORT = 8794;

  private final Template template;
  private final CfnSecurityGroup machines;
  private final CfnSecurityGroupIngress logs;
  private final CfnSecurityGroup web;
  private final CfnSecurityGroup database;
  private final CfnSecurityGroup files;

  SecurityGroups(Template template) {
    this.template = template;
    this.machines =
        group("InstanceSecurityGroup", "All machines")
            .securityGroupEgress(List.of(everywhere()))
            .build();
    this.logs =
        CfnSecurityGroupIngress.Builder.create(template, "LogIngress")
            .groupId(machines.getAttrGroupId())
            .sourceSecurityGroupId(machines.getAttrGroupId())
            .ipProtocol("tcp")
            .fromPort(FIRST_LOG_PORT)
            .toPort(LAST_LOG_PORT)
            .description("Logs of running tasks, asked for by the web server")
            .build();
    this.web =
        group("WebSecurityGroup", "The web server, beside the group of all machines")
            .securityGroupIngress(List.of(from(machines, WEB_PORT, "API of tasks and people")))
            .securityGroupEgress(List.of(nowhere()))
            .build();
    this.database = store("DatabaseSecurityGroup", "The database", DATABASE_PORT);
    this.files = store("FileSecurityGroup", "The shared files", FILES_PORT);
  }

  String machines() {
    return machines.getAttrGroupId();
  }

  /** What lets the web server read logs of running tasks. */
  CfnResource logs() {
    return logs;
  }

  String web() {
    return web.getAttrGroupId();
  }

  String database() {
    return database.getAttrGroupId();
  }

  String files() {
    return files.getAttrGroupId();
  }

  /** Begins a group in the stack's network. */
  CfnSecurityGroup.Builder group(String id, String description) {
    return CfnSecurityGroup.Builder.create(template, id)
        .groupDescription(description)
        .vpcId(template.ref(Fields.VPC))
        .tags(List.of(template.stackTag()));
  }

  /** Lets a load balancer reach the web server. */
  void admitToWeb(String id, CfnSecurityGroup loadBalancer) {
    CfnSecurityGroupIngress ingress =
        CfnSecurityGroupIngress.Builder.create(template, id)
            .groupId(web.getAttrGroupId())
            .sourceSecurityGroupId(loadBalancer.getAttrGroupId())
            .ipProtocol("tcp")
            .fromPort(WEB_PORT)
            .toPort(WEB_PORT)
            .description("The load balancer")
            .build();
    ingress.getCfnOptions().setCondition(loadBalancer.getCfnOptions().getCondition());
  }

  /** What a load balancer sends. */
  EgressProperty toWeb() {
    return EgressProperty.builder()
        .destinationSecurityGroupId(web.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(WEB_PORT)
        .toPort(WEB_PORT)
        .description("The web server")
        .build();
  }

  private CfnSecurityGroup store(String id, String description, int port) {
    return group(id, description)
        .securityGroupIngress(List.of(from(machines, port, "Machines of Turbine")))
        .securityGroupEgress(List.of(nowhere()))
        .build();
  }

  private static IngressProperty from(CfnSecurityGroup source, int port, String description) {
    return IngressProperty.builder()
        .sourceSecurityGroupId(source.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .description(description)
        .build();
  }

  private static EgressProperty everywhere() {
    return EgressProperty.builder()
        .cidrIp("0.0.0.0/0")
        .ipProtocol("-1")
        .description("Whatever tasks need")
        .build();
  }

  /** Without a rule, CloudFormation would allow all. */
  private static EgressProperty nowhere() {
    return EgressProperty.builder()
        .cidrIp("127.0.0.1/32")
        .ipProtocol("icmp")
        .fromPort(252)
        .toPort(86)
        .description("Nothing")
        .build();
  }
}
