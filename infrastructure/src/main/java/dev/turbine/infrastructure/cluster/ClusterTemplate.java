package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.machine.Machine;
import dev.turbine.infrastructure.template.Asset;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Rule;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnStack;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.logs.CfnLogGroup;

/** Everything but the network: stores, services, delivery, scaling, and the default worker set. */
public final class ClusterTemplate {
  private ClusterTemplate() {}

  /** Adds it to the app. */
  public static Template add(App app) {
    Template template =
        new Template(
            app,
            Asset.CLUSTER.templateName(),
            "Turbine: Apache Airflow in a network of yours",
            ClusterFields.groups());
    Rule.minimumIsAtMostMaximum(template);
    Rule.shrinkIsLessThanGrowth(template);
    Rule.instanceTypesDiffer(template);
    Rule.certificateNeedsNameAndAddresses(template);
    Rule.endpointsNeedPackageIndex(template);
    Rule.subnetsAreInTwoZones(template);

    Encryption encryption = new Encryption(template);
    SecurityGroups groups = new SecurityGroups(template);
    Secrets secrets = new Secrets(template, encryption);
    Buckets buckets = new Buckets(template, encryption);
    Database database = new Database(template, encryption, groups);
    SharedFiles files = new SharedFiles(template, encryption, groups);
    Observation observation = new Observation(template, encryption);
    CfnLogGroup logs = observation.logs("ServiceLogs", "services");
    WebAddress address = new WebAddress(template);
    UserInterface ui = new UserInterface(template, groups, buckets);
    Roles roles =
        new Roles(
            template,
            encryption,
            secrets,
            buckets,
            database,
            files,
            new MachineGrants(buckets, logs),
            address);
    BucketCleaner cleaner =
        new BucketCleaner(template, buckets, observation.logs("CleanerLogs", "bucket-cleaner"));
    Description description =
        new Description(
            template, described(template, secrets, buckets, database, files, address, ui, logs));
    // All machines are made after the description, and have ended, or drained, before it goes. So
    // they write no more when the buckets are emptied.
    Stream.concat(files.mounts().stream(), Stream.of(groups.logs(), cleaner.cleaning()))
        .forEach(earlier -> Template.order(description.parameter(), earlier));

    Machine machine = new Machine(template, template.ref(Fields.IMAGE));
    CfnCondition two =
        CfnCondition.Builder.create(template, "HasTwoSchedulers")
            .expression(Fn.conditionEquals(template.ref(Fields.SCHEDULER_COUNT), "2"))
            .build();
    ServiceGroup scheduler =
        new ServiceGroup(
            template,
            machine,
            description,
            "scheduler",
            "SchedulerGroup",
            template.ref(Fields.SCHEDULER_COUNT),
            Template.either(two, "3", "2"),
            Fields.SCHEDULER_INSTANCE_TYPE,
            roles.scheduler(),
            List.of(groups.machines()));
    ServiceGroup web =
        new ServiceGroup(
            template,
            machine,
            description,
            "web",
            "WebGroup",
            "1",
            "2",
            Fields.WEBSERVER_INSTANCE_TYPE,
            roles.web(),
            List.of(groups.machines(), groups.web()));
    web.serve(List.of(ui.targetGroup()));
    CfnStack workers =
        DefaultWorkers.add(template, groups.machines(), roles.worker(), observation.topic());
    // The scheduler migrates the database; workers talk to the web server, to their last task.
    web.after(scheduler.resource());
    workers.addResourceDependency(web.resource());

    Delivery delivery =
        new Delivery(
            template,
            List.of(scheduler.name(), web.name(), workers.getAtt("Outputs.GroupName").toString()));
    Scaler scaler = new Scaler(template, observation.logs("ScalerLogs", "scaler"));
    // CloudFormation ends no machine that is busy: the function has to name it.
    scaler.invocation().forEach(each -> Template.order(workers, each));
    observation.watch(scaler, database, scheduler.name(), web.name());
    Dashboard.add(template, database);
    Outputs.add(template, secrets, buckets, delivery, ui, groups, roles, observation);
    return template;
  }

  private static Map<String, String> described(
      Template template,
      Secrets secrets,
      Buckets buckets,
      Database database,
      SharedFiles files,
      WebAddress address,
      UserInterface ui,
      CfnLogGroup logs) {
    Map<String, String> values = new TreeMap<>();
    values.put("name", template.ref(Fields.NAME));
    values.put("baseUrl", ui.baseUrl());
    values.put("executionApi", address.executionApi());
    values.put("webHost", address.host());
    values.put("webParameter", address.parameter());
    values.put("databaseAddress", database.address());
    values.put("databaseName", Database.NAME);
    values.put("masterSecret", database.masterSecret());
    values.put("databaseSecret", secrets.database());
    values.put("workerDatabaseSecret", secrets.results());
    values.put("fernetSecret", secrets.fernet());
    values.put("tokenSecret", secrets.token());
    values.put("apiSecret", secrets.api());
    values.put("loginSecret", secrets.login());
    values.put("logBucket", buckets.logs().getRef());
    values.put("dataBucket", buckets.data().getRef());
    values.put("revisionBucket", buckets.revisions().getRef());
    values.put("fileSystem", files.id());
    values.put("accessPoint", files.accessPoint());
    values.put("serviceLogs", logs.getRef());
    values.put("packageIndex", template.ref(Fields.PACKAGE_INDEX));
    return values;
  }
}
