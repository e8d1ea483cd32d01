package dev.turbine.infrastructure.network;

import dev.turbine.infrastructure.cluster.ClusterFields;
import dev.turbine.infrastructure.cluster.Outputs;
import dev.turbine.infrastructure.template.Asset;
import dev.turbine.infrastructure.template.Field;
import dev.turbine.infrastructure.template.FieldGroup;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Rule;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnStack;

/** A network of its own, and a cluster in it: what the launch button opens. */
public final class MasterTemplate {
  private MasterTemplate() {}

  /** Adds it to the app. */
  public static Template add(App app) {
    List<FieldGroup> groups = groups();
    Template template =
        new Template(
            app,
            Asset.MASTER.templateName(),
            "Turbine: Apache Airflow in a network of its own",
            groups);
    Rule.minimumIsAtMostMaximum(template);
    Rule.shrinkIsLessThanGrowth(template);
    Rule.instanceTypesDiffer(template);
    Rule.certificateNeedsNameAndAddresses(template);
    Rule.endpointsNeedPackageIndex(template);
    NetworkAccess access = new NetworkAccess(template);
    Network network = new Network(template, access);
    List<CfnResource> endpoints = Endpoints.add(template, network, access);

    Map<String, String> parameters = new TreeMap<>();
    groups.stream()
        .flatMap(group -> group.fields().stream())
        .filter(field -> !field.equals(Fields.VPC_CIDR))
        .forEach(field -> parameters.put(field.name(), template.ref(field)));
    parameters.put(Fields.VPC.name(), network.vpc());
    parameters.put(Fields.PRIVATE_SUBNET_A.name(), network.machinesA());
    parameters.put(Fields.PRIVATE_SUBNET_B.name(), network.machinesB());
    parameters.put(Fields.PUBLIC_SUBNET_A.name(), network.publicA());
    parameters.put(Fields.PUBLIC_SUBNET_B.name(), network.publicB());
    CfnStack cluster =
        CfnStack.Builder.create(template, "Cluster")
            .templateUrl(Asset.CLUSTER.url())
            .parameters(parameters)
            .tags(List.of(template.stackTag()))
            .build();
    // So machines that are told to end still find the way out, to drain and to say so.
    Stream.concat(network.ways().stream(), endpoints.stream())
        .forEach(way -> Template.order(cluster, way));
    Outputs.passOn(template, cluster);
    return template;
  }

  private static List<FieldGroup> groups() {
    return Stream.concat(
            Stream.of(
                FieldGroup.of("Network", Fields.NAME, Fields.VPC_CIDR, Fields.NETWORK_ACCESS)),
            ClusterFields.shared().stream().map(MasterTemplate::withNames))
        .toList();
  }

  /** The cluster looks the image up: it wants the name that a person gives, not what it names. */
  private static FieldGroup withNames(FieldGroup group) {
    List<Field> fields =
        group.fields().stream()
            .map(field ->
                field.name().equals(Fields.IMAGE.name())
                    ? field.typed("AWS::SSM::Parameter::Name")
                    : field)
            .toList();
    return new FieldGroup(group.label(), fields);
  }
}
