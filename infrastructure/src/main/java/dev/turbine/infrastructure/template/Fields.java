package dev.turbine.infrastructure.template;

import java.util.List;

/** The parameters that templates share. The same name means the same thing in each of them. */
public final class Fields {
  private static final String INSTANCE_TYPE =
      "^[a-z][a-z0-9-]*\\.(nano|micro|small|medium|large|metal|[0-9]*xlarge)(-[0-9a-z]+)?$";
  private static final String INSTANCE_TYPE_ADVICE =
      "An EC2 instance type such as t4g.medium, of the machine image's processor.";
  private static final String IMAGE_NAME =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
  private static final String IMAGE_TYPE = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>";

  /**
   * How many machines a worker set may have. A list, because CloudFormation's rules compare no
   * numbers: they look a value up.
   */
  public static final List<Integer> GROUP_SIZES =
      List.of(0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500);

  /** Loads below which a worker set shrinks. */
  public static final List<String> SHRINK_THRESHOLDS =
      List.of("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9");

  /** Loads above which a worker set grows. */
  public static final List<String> GROWTH_THRESHOLDS =
      List.of("0.5", "0.6", "0.7", "0.8", "0.9", "1.0");

  /** Without hyphens: else the names of {@code a-b} were among those that {@code a-*} grants. */
  public static final Field NAME =
      Field.text(
              "Name",
              "Name of the installation",
              "Begins the names of its queues, groups and log groups: each installation of a region"
                  + " has its own. It cannot be changed later.")
          .matching("^[a-z][a-z0-9]{0,39}$", "At most 40 small letters and digits; a letter first.")
          .or("turbine");

  public static final Field VPC_CIDR =
      Field.text(
              "VPCCIDR",
              "Address range of the network",
              "Private addresses that no network connected to this one uses. Four subnets are cut"
                  + " from it.")
          .matching(
              "^(10\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168)(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){2}/(1[6-9]|20)$",
              "Private addresses with 16 to 20 network bits, such as 10.0.0.0/16.")
          .or("10.0.0.0/16");

  public static final Field NETWORK_ACCESS =
      Field.choice(
          "NetworkAccess",
          "Way out of the network",
          List.of("NAT", "NATPerZone", "Endpoints", "Public"),
          "NAT",
          "NAT: through one NAT gateway. NATPerZone: through one in each zone. Endpoints: no"
              + " internet, AWS through interface endpoints, packages from PackageIndex. Public:"
              + " machines have public addresses, closed to all that comes from outside; the"
              + " cheapest. An update cannot change to Public or from it.");

  public static final Field VPC =
      Field.of("VPCID", "Network", "AWS::EC2::VPC::Id", "The network that everything runs in.");

  public static final Field PRIVATE_SUBNET_A =
      Field.of(
          "PrivateSubnetA",
          "First subnet of the machines",
          "AWS::EC2::Subnet::Id",
          "Runs machines and database. It needs a way to AWS and to a Python package index.");

  public static final Field PRIVATE_SUBNET_B =
      Field.of(
          "PrivateSubnetB",
          "Second subnet of the machines",
          "AWS::EC2::Subnet::Id",
          "The same, in another zone.");

  public static final Field PUBLIC_SUBNET_A =
      Field.of(
          "PublicSubnetA",
          "First subnet of the load balancer",
          "AWS::EC2::Subnet::Id",
          "Used with a certificate only. For an internal load balancer, or none, repeat"
              + " PrivateSubnetA.");

  public static final Field PUBLIC_SUBNET_B =
      Field.of(
          "PublicSubnetB",
          "Second subnet of the load balancer",
          "AWS::EC2::Subnet::Id",
          "The same, in another zone.");

  public static final Field CERTIFICATE =
      Field.text(
              "CertificateArn",
              "Certificate of the UI",
              "ARN of a certificate in ACM, in this region. With it a load balancer serves the UI"
                  + " by HTTPS; without it the UI is reached by Session Manager only.")
          .matching(
              "^(arn:[a-z0-9-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+)?$",
              "The ARN of a certificate in ACM, or nothing.")
          .or("");

  public static final Field DOMAIN_NAME =
      Field.text(
              "DomainName",
              "Host name of the UI",
              "A name that the certificate is for. Lead it to the load balancer yourself: the"
                  + " output LoadBalancerName.")
          .matching(
              "^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,})?$", "A DNS name in small letters.")
          .or("");

  public static final Field ALLOW_HTTP_ACCESS_CIDR =
      Field.text(
              "AllowHTTPAccessCIDR",
              "Addresses that may open the UI",
              "Needed with a certificate: who may reach the load balancer, such as your office's"
                  + " 203.0.113.0/24.")
          .matching(
              "^(((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])/(3[0-2]|[12]?[0-9]))?$",
              "An IPv4 address range with 0 to 32 network bits, or nothing.")
          .or("");

  public static final Field LOAD_BALANCER_SCHEME =
      Field.choice(
          "LoadBalancerScheme",
          "Reach of the load balancer",
          List.of("internet-facing", "internal"),
          "internet-facing",
          "Used with a certificate only. internal: reachable inside the network and what is"
              + " connected to it. To change it, first update the stack without CertificateArn.");

  public static final Field SCHEDULER_COUNT =
      Field.choice(
          "SchedulerCount",
          "Schedulers",
          List.of("1", "2"),
          "1",
          "Two go on without a pause when one machine fails. Each also runs a DAG processor and a"
              + " triggerer.");

  public static final Field SCHEDULER_INSTANCE_TYPE =
      instanceType("SchedulerInstanceType", "Scheduler's machine", "t4g.small")
          .describedAs("Runs scheduler, DAG processor and triggerer: 2 GiB at least.");

  public static final Field WEBSERVER_INSTANCE_TYPE =
      instanceType("WebserverInstanceType", "Web server's machine", "t4g.small")
          .describedAs("Runs Airflow's API server, which also serves the workers: 2 GiB at least.");

  public static final Field WORKER_INSTANCE_TYPE =
      instanceType("WorkerInstanceType", "Worker's machine", "t4g.medium")
          .describedAs("The first choice for a worker: about 0.5 GiB and what its tasks need.");

  public static final Field WORKER_INSTANCE_TYPE_2 =
      Field.text(
              "WorkerInstanceType2",
              "Worker's machine, second choice",
              "Taken when there is no capacity for the first, above all with spot; nothing for"
                  + " none.")
          .matching("^$|" + INSTANCE_TYPE, INSTANCE_TYPE_ADVICE)
          .or("");

  public static final Field MIN_GROUP_SIZE =
      Field.choice(
          "MinGroupSize",
          "Least workers",
          GROUP_SIZES.stream().map(size -> Integer.toString(size)).toList(),
          "0",
          "Workers that are always there. With 0 the first task waits for a machine to start.");

  public static final Field MAX_GROUP_SIZE =
      Field.choice(
          "MaxGroupSize",
          "Most workers",
          GROUP_SIZES.stream().skip(1).map(size -> Integer.toString(size)).toList(),
          "10",
          "Workers that there are at most, and so the greatest cost.");

  public static final Field ON_DEMAND_BASE =
      Field.number(
          "OnDemandBase",
          "Workers never on spot",
          1,
          0,
          500,
          "So many workers are bought on demand before the share of spot counts.");

  public static final Field ON_DEMAND_PERCENTAGE =
      Field.number(
          "OnDemandPercentage",
          "Share bought on demand",
          100,
          0,
          100,
          "Per cent of the further workers that are not spot machines. Spot is cheaper, and taken"
              + " away with two minutes' notice: give alternatives to the worker's machine then.");

  public static final Field WORKER_CONCURRENCY =
      Field.number(
          "WorkerConcurrency",
          "Tasks of a worker at once",
          4,
          1,
          256,
          "Slots of each worker. More slots need more memory.");

  public static final Field GROWTH_THRESHOLD =
      Field.choice(
          "GrowthThreshold",
          "Load that adds workers",
          GROWTH_THRESHOLDS,
          "0.9",
          "Load is the number of queued and running tasks divided by the slots in service. Above"
              + " this load workers are added.");

  public static final Field SHRINK_THRESHOLD =
      Field.choice(
          "ShrinkThreshold",
          "Load that removes workers",
          SHRINK_THRESHOLDS,
          "0.5",
          "Below this load, for the whole shrink window, idle workers are removed. Less than the"
              + " load that adds workers.");

  public static final Field SHRINK_WINDOW =
      Field.number(
          "ShrinkWindowMinutes",
          "Shrink window in minutes",
          10,
          1,
          1440,
          "How long the load has to stay low before idle workers are removed.");

  public static final Field MAX_DRAIN =
      Field.number(
          "MaxDrainHours",
          "Longest drain in hours",
          12,
          1,
          48,
          "A worker that leaves finishes its running tasks for so long at most; EC2 allows 48.");

  public static final Field MEASURE_INTERVAL =
      Field.choice(
          "MeasureIntervalSeconds",
          "Seconds between measurements",
          List.of("10", "15", "20", "30", "60"),
          "10",
          "How often load is measured and decided upon. 60 costs least: the function then runs for"
              + " seconds of each minute instead of for most of it.");

  public static final Field DATABASE_INSTANCE_CLASS =
      Field.text("DatabaseInstanceClass", "Database's machine", "A class of Amazon RDS.")
          .matching(
              "^db\\.[a-z0-9]+\\.[0-9]*(micro|small|medium|large|xlarge)$",
              "A class of Amazon RDS such as db.t4g.micro.")
          .or("db.t4g.micro");

  public static final Field DATABASE_MULTI_ZONE =
      Field.yesNo(
          "DatabaseMultiZone",
          "Standby database",
          false,
          "Yes keeps a standby in the other zone, at twice the price.");

  public static final Field DELETION_PROTECTION =
      Field.yesNo(
          "DeletionProtection",
          "Protect the database",
          false,
          "Yes makes deleting the stack fail until this is No again, also when CloudFormation"
              + " undoes a first creation that failed: better set it by an update. A snapshot is"
              + " made in any case.");

  public static final Field EMPTY_BUCKETS =
      Field.yesNo(
          "EmptyBucketsOnDelete",
          "Empty buckets with the stack",
          false,
          "Yes deletes logs, revisions and data with the stack. With No, deleting the stack stops"
              + " at a bucket that is not empty.");

  public static final Field LOG_RETENTION =
      Field.choice(
          "LogRetentionDays",
          "Days that logs are kept",
          List.of("7", "14", "30", "60", "90", "180", "365", "731"),
          "90",
          "For service logs and for task logs.");

  public static final Field WORKER_POLICY =
      Field.text(
              "WorkerPolicyArn",
              "What tasks may do",
              "ARN of an IAM policy for the workers: what your DAGs need of AWS beyond their own"
                  + " bucket. Nothing else lets a task act.")
          .matching(
              "^(arn:[a-z0-9-]+:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+)?$",
              "The ARN of an IAM policy, or nothing.")
          .or("");

  public static final Field ALARM_EMAIL =
      Field.text(
              "AlarmEmail",
              "Address for alarms",
              "Alarms are sent there. AWS first asks the address for its consent.")
          .matching("^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$", "An e-mail address, or nothing.")
          .or("");

  public static final Field PACKAGE_INDEX =
      Field.text(
              "PackageIndex",
              "Python package index",
              "HTTPS address of the index that Airflow and your requirements come from; nothing"
                  + " means PyPI. Needed where the network has no way to the internet.")
          .matching("^(https://[^\\s@]+)?$", "An address that begins with https://, or nothing.")
          .or("");

  public static final Field IMAGE =
      Field.of(
              "MachineImage",
              "Machine image",
              IMAGE_TYPE,
              "Parameter of Systems Manager that names an image of Amazon Linux 2023, looked up"
                  + " when the stack is created or updated. For machines that are not Graviton, end"
                  + " it in x86_64.")
          .or(IMAGE_NAME);

  public static final Field ASSETS_BUCKET =
      Field.text(
              "AssetsBucket",
              "Bucket of Turbine's files",
              "Holds nested templates, function and agent. It has to be in the stack's own region.")
          .matching(
              "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
              "The name of a bucket, without s3:// and without a folder.");

  public static final Field ASSETS_PREFIX =
      Field.text(
              "AssetsPrefix",
              "Folder of Turbine's files",
              "One version of Turbine. To move to another version, change it.")
          .matching(
              "^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*/$",
              "Letters, digits, dots, hyphens and slashes; a slash last.");

  private Fields() {}

  private static Field instanceType(String name, String label, String initial) {
    return Field.text(name, label, ".").matching(INSTANCE_TYPE, INSTANCE_TYPE_ADVICE).or(initial);
  }
}
