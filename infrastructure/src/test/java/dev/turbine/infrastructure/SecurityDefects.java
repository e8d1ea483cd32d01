package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Defects 1 to 5: secrets, access and encryption. */
final class SecurityDefects {
  private SecurityDefects() {}

  static Stream<Defect> all() {
    return Stream.of(
        new Defect(
            1,
            "the same Fernet key everywhere",
            SecurityDefects::constantSecrets,
            templates -> {
              ObjectNode secret = Templates.properties(templates.cluster(), "FernetSecret");
              secret.remove("GenerateSecretString");
              secret.put("SecretString", "ZKho1LI69pbTc00LgU0EzdGsKAEo6XZToF8ytJwTopo=");
            }),
        new Defect(
            2,
            "secrets in files and in the wrong hands",
            SecurityDefects::spreadSecrets,
            templates ->
                statements(templates.cluster(), "WorkerRole")
                    .forEach(statement -> {
                      if (statement.path("Sid").asText().equals("Secrets")) {
                        ((ArrayNode) statement.path("Resource"))
                            .addObject()
                            .putArray("Fn::GetAtt")
                            .add("Database")
                            .add("MasterUserSecret.SecretArn");
                      }
                    })),
        new Defect(
            2,
            "a password in what machines read",
            SecurityDefects::spreadSecrets,
            templates ->
                Templates.properties(templates.cluster(), "Description")
                    .put("Value", "{{resolve:secretsmanager:turbine}}")),
        new Defect(
            3,
            "plain HTTP",
            SecurityDefects::openUi,
            templates ->
                Templates.properties(templates.cluster(), "BalancerListener")
                    .put("Protocol", "HTTP")),
        new Defect(
            3,
            "web server open to addresses",
            SecurityDefects::openUi,
            templates ->
                ((ArrayNode)
                        Templates.properties(templates.cluster(), "WebSecurityGroup")
                            .path("SecurityGroupIngress"))
                    .addObject()
                    .put("CidrIp", "0.0.0.0/0")),
        new Defect(
            4,
            "buckets without a block",
            SecurityDefects::unprotectedData,
            templates ->
                Templates.properties(templates.cluster(), "RevisionBucket")
                    .remove("PublicAccessBlockConfiguration")),
        new Defect(
            4,
            "an unencrypted database",
            SecurityDefects::unprotectedData,
            templates ->
                Templates.properties(templates.cluster(), "Database")
                    .put("StorageEncrypted", false)),
        new Defect(
            4,
            "files without TLS",
            SecurityDefects::unprotectedData,
            templates ->
                Templates.properties(templates.cluster(), "FileSystem").remove("FileSystemPolicy")),
        new Defect(
            4,
            "a queue without TLS",
            SecurityDefects::unprotectedData,
            templates ->
                ((ObjectNode) templates.workers().path("Resources")).remove("QueuePolicy")),
        new Defect(
            4,
            "a bucket whose objects come without TLS",
            SecurityDefects::unprotectedData,
            templates ->
                refusal(templates.cluster(), "RevisionBucketPolicy", "PolicyDocument")
                    .put("Resource", "arn:aws:s3:::id-of-revisionbucket")),
        new Defect(
            4,
            "a topic that refuses some people only",
            SecurityDefects::unprotectedData,
            templates ->
                refusal(templates.cluster(), "NotificationPolicy", "PolicyDocument")
                    .putObject("Principal")
                    .put("Service", "cloudwatch.amazonaws.com")),
        new Defect(
            4,
            "files that are for everybody",
            SecurityDefects::unprotectedData,
            templates ->
                refusal(templates.cluster(), "FileSystem", "FileSystemPolicy")
                    .put("Effect", "Allow")),
        new Defect(
            4,
            "a database with the service's own parameters",
            SecurityDefects::unprotectedData,
            templates ->
                Templates.properties(templates.cluster(), "Database")
                    .remove("DBParameterGroupName")),
        new Defect(
            5,
            "IMDSv1",
            SecurityDefects::looseMachines,
            templates ->
                ((ObjectNode)
                        Templates.properties(templates.workers(), "LaunchTemplate")
                            .at("/LaunchTemplateData/MetadataOptions"))
                    .put("HttpTokens", "optional")),
        new Defect(
            5,
            "broad managed policies",
            SecurityDefects::looseMachines,
            templates ->
                Templates.properties(templates.cluster(), "SchedulerRole")
                    .putArray("ManagedPolicyArns")
                    .add("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")));
  }

  static List<JsonNode> statements(ObjectNode template, String role) {
    return Templates.properties(template, role)
        .path("Policies")
        .valueStream()
        .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
        .toList();
  }

  /** The last statement of a resource's policy, which refuses what comes without TLS. */
  private static ObjectNode refusal(ObjectNode template, String id, String property) {
    JsonNode statements = Templates.properties(template, id).path(property).path("Statement");
    return (ObjectNode) statements.get(statements.size() - 1);
  }

  private static List<String> constantSecrets(Templates templates) {
    return templates
        .ofType("AWS::SecretsManager::Secret")
        .filter(secret -> {
          JsonNode properties = secret.getValue().path("Properties");
          return properties.has("SecretString")
              || properties.at("/GenerateSecretString/PasswordLength").asInt() < 32;
        })
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> spreadSecrets(Templates templates) {
    List<String> found = new ArrayList<>();
    for (ObjectNode template : templates.all()) {
      if (template.path("Resources").toString().contains("{{resolve:secretsmanager")) {
        found.add("a secret is written into a property");
      }
      template
          .path("Parameters")
          .fieldNames()
          .forEachRemaining(name -> {
            if (name.matches(".*(Password|Secret|Token|Key)")) {
              found.add("a person is asked for the secret " + name);
            }
          });
    }
    for (String role : List.of("WebRole", "WorkerRole")) {
      if (statements(templates.cluster(), role).toString().contains("MasterUserSecret")) {
        found.add(role + " reads the database's master password");
      }
    }
    String worker = statements(templates.cluster(), "WorkerRole").toString();
    for (String secret : List.of("FernetSecret", "TokenSecret", "DatabaseSecret", "LoginSecret")) {
      if (worker.contains("\"Ref\":\"" + secret + "\"")) {
        found.add("WorkerRole reads " + secret);
      }
    }
    return found;
  }

  private static List<String> openUi(Templates templates) {
    List<String> found = new ArrayList<>();
    JsonNode listener = templates.cluster().at("/Resources/BalancerListener/Properties");
    if (!listener.path("Protocol").asText().equals("HTTPS")
        || !listener.path("SslPolicy").asText().contains("TLS13")) {
      found.add("the UI's listener is not HTTPS with today's TLS");
    }
    Set<String> mayBeOpen = Set.of("BalancerSecurityGroup", "EndpointSecurityGroup");
    templates
        .ofType("AWS::EC2::SecurityGroup")
        .filter(group -> !mayBeOpen.contains(group.getKey()))
        .filter(group ->
            group.getValue().at("/Properties/SecurityGroupIngress").toString().contains("CidrIp"))
        .forEach(group -> found.add(group.getKey() + " admits addresses"));
    JsonNode addresses =
        templates
            .cluster()
            .at("/Resources/BalancerSecurityGroup/Properties/SecurityGroupIngress/0/CidrIp/Ref");
    if (!addresses.asText().equals("AllowHTTPAccessCIDR")) {
      found.add("the load balancer admits others than those that a person names");
    }
    return found;
  }

  private static List<String> unprotectedData(Templates templates) {
    List<String> found = new ArrayList<>();
    templates
        .ofType("AWS::S3::Bucket")
        .forEach(bucket -> {
          JsonNode properties = bucket.getValue().path("Properties");
          JsonNode block = properties.path("PublicAccessBlockConfiguration");
          if (block.size() != 4 || block.valueStream().anyMatch(value -> !value.asBoolean())) {
            found.add(bucket.getKey() + " can be made public");
          }
          if (!properties.has("BucketEncryption") || !properties.has("LifecycleConfiguration")) {
            found.add(bucket.getKey() + " is not encrypted or keeps everything");
          }
        });
    TlsPolicies.missing(templates).forEach(id -> found.add(id + " takes requests without TLS"));
    templates
        .ofType("AWS::SQS::Queue")
        .filter(queue -> !queue.getValue().at("/Properties/SqsManagedSseEnabled").asBoolean())
        .forEach(queue -> found.add(queue.getKey() + " is not encrypted"));
    JsonNode database = templates.cluster().at("/Resources/Database/Properties");
    if (!database.path("StorageEncrypted").asBoolean()
        || database.path("PubliclyAccessible").asBoolean(true)) {
      found.add("the database is not encrypted or public");
    }
    if (!database.path("DBParameterGroupName").equals(Templates.ref("DatabaseParameters"))
        || !templates
            .cluster()
            .at("/Resources/DatabaseParameters/Properties/Parameters/rds.force_ssl")
            .asText()
            .equals("1")) {
      found.add("the database takes connections without TLS");
    }
    if (!templates.cluster().at("/Resources/FileSystem/Properties/Encrypted").asBoolean()) {
      found.add("shared files are not encrypted");
    }
    return found;
  }

  private static List<String> looseMachines(Templates templates) {
    List<String> found = new ArrayList<>();
    templates
        .ofType("AWS::EC2::LaunchTemplate")
        .forEach(machine -> {
          JsonNode options =
              machine.getValue().at("/Properties/LaunchTemplateData/MetadataOptions");
          if (!options.path("HttpTokens").asText().equals("required")
              || options.path("HttpPutResponseHopLimit").asInt() != 1) {
            found.add(machine.getKey() + " has IMDSv1");
          }
          if (!machine
              .getValue()
              .at("/Properties/LaunchTemplateData/BlockDeviceMappings/0/Ebs/Encrypted")
              .asBoolean()) {
            found.add(machine.getKey() + " has a disk that is not encrypted");
          }
        });
    templates
        .ofType("AWS::IAM::Role")
        .filter(role ->
            role.getValue().at("/Properties/ManagedPolicyArns").toString().contains(":aws:policy/"))
        .forEach(role -> found.add(role.getKey() + " has a broad managed policy"));
    for (ObjectNode template : templates.all()) {
      if (template.toString().contains("arn:aws:")) {
        found.add("a partition is written into an ARN");
      }
    }
    return found;
  }
}
