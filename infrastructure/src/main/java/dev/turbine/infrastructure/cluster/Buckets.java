package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.template.TlsOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.AbortIncompleteMultipartUploadProperty;
import software.amazon.awscdk.services.s3.CfnBucket.BucketEncryptionProperty;
import software.amazon.awscdk.services.s3.CfnBucket.LifecycleConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.LoggingConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NoncurrentVersionExpirationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.OwnershipControlsProperty;
import software.amazon.awscdk.services.s3.CfnBucket.OwnershipControlsRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.PublicAccessBlockConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.RuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.ServerSideEncryptionByDefaultProperty;
import software.amazon.awscdk.services.s3.CfnBucket.ServerSideEncryptionRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.VersioningConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;

/** The stack's buckets: closed to the public, encrypted, TLS only. */
final class Buckets {
  /** How long an overwritten or deleted object can be brought back. */
  private static final int OLD_VERSION_DAYS = 30;

  private final Template template;
  private final Encryption encryption;
  private final CfnBucket accessLogs;
  private final CfnBucket logs;
  private final CfnBucket revisions;
  private final CfnBucket data;

  Buckets(Template template, Encryption encryption) {
    this.template = template;
    this.encryption = encryption;
    this.accessLogs = accessLogs();
    this.logs =
        CfnBucket.Builder.create(template, "LogBucket")
            .bucketEncryption(ownKey())
            .publicAccessBlockConfiguration(closed())
            .ownershipControls(ownerOnly())
            .loggingConfiguration(logged("log-bucket/"))
            .lifecycleConfiguration(
                lifecycle(
                    RuleProperty.builder()
                        .status("Enabled")
                        .expirationInDays(template.number(Fields.LOG_RETENTION))))
            .build();
    Accepted.finding(logs, "CKV_AWS_21", "Logs are written once and never changed.");
    this.revisions = versioned("RevisionBucket", "revision-bucket/");
    this.data = versioned("DataBucket", "data-bucket/");
    for (CfnBucket bucket : List.of(logs, revisions, data)) {
      // S3 deletes no bucket that holds something: with Delete, emptying it is all that it takes.
      bucket.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.DELETE);
      bucket.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    }
    tlsOnly("LogBucketPolicy", logs, List.of());
    tlsOnly("RevisionBucketPolicy", revisions, List.of());
    tlsOnly("DataBucketPolicy", data, List.of());
  }

  /** The bucket of task logs. */
  CfnBucket logs() {
    return logs;
  }

  /** The bucket that revisions are uploaded to. */
  CfnBucket revisions() {
    return revisions;
  }

  /** The bucket for what tasks keep. */
  CfnBucket data() {
    return data;
  }

  /** The bucket of S3's and the load balancer's access logs. */
  CfnBucket accessLogBucket() {
    return accessLogs;
  }

  /** Those that a person may want emptied with the stack. */
  List<CfnBucket> emptied() {
    return List.of(logs, revisions, data);
  }

  private CfnBucket accessLogs() {
    CfnBucket bucket =
        CfnBucket.Builder.create(template, "AccessLogBucket")
            .bucketEncryption(
                encryption(
                    ServerSideEncryptionByDefaultProperty.builder().sseAlgorithm("AES256").build()))
            .publicAccessBlockConfiguration(closed())
            .ownershipControls(ownerOnly())
            .lifecycleConfiguration(
                lifecycle(
                    RuleProperty.builder()
                        .status("Enabled")
                        .expirationInDays(template.number(Fields.LOG_RETENTION))))
            .build();
    // Logs arrive hours late, also after the stack's end, and the load balancer's first file before
    // a creation fails: it could never be deleted with the stack.
    bucket.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN);
    bucket.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    Accepted.finding(bucket, "CKV_AWS_18", "It is where access logs go.");
    Accepted.finding(bucket, "CKV_AWS_21", "Logs are written once and never changed.");
    Accepted.finding(bucket, "AwsSolutions-S1", "It is where access logs go.");
    tlsOnly("AccessLogBucketPolicy", bucket, List.of(deliver(bucket)));
    return bucket;
  }

  private CfnBucket versioned(String id, String logPrefix) {
    return CfnBucket.Builder.create(template, id)
        .bucketEncryption(ownKey())
        .publicAccessBlockConfiguration(closed())
        .ownershipControls(ownerOnly())
        .loggingConfiguration(logged(logPrefix))
        .versioningConfiguration(
            VersioningConfigurationProperty.builder().status("Enabled").build())
        .lifecycleConfiguration(
            lifecycle(
                RuleProperty.builder()
                    .status("Enabled")
                    .noncurrentVersionExpiration(
                        NoncurrentVersionExpirationProperty.builder()
                            .noncurrentDays(OLD_VERSION_DAYS)
                            .build())))
        .build();
  }

  private BucketEncryptionProperty ownKey() {
    return encryption(
        ServerSideEncryptionByDefaultProperty.builder()
            .sseAlgorithm("aws:kms")
            .kmsMasterKeyId(encryption.arn())
            .build());
  }

  private static BucketEncryptionProperty encryption(ServerSideEncryptionByDefaultProperty how) {
    return BucketEncryptionProperty.builder()
        .serverSideEncryptionConfiguration(
            List.of(
                ServerSideEncryptionRuleProperty.builder()
                    .bucketKeyEnabled(true)
                    .serverSideEncryptionByDefault(how)
                    .build()))
        .build();
  }

  private static PublicAccessBlockConfigurationProperty closed() {
    return PublicAccessBlockConfigurationProperty.builder()
        .blockPublicAcls(true)
        .blockPublicPolicy(true)
        .ignorePublicAcls(true)
        .restrictPublicBuckets(true)
        .build();
  }

  private static OwnershipControlsProperty ownerOnly() {
    return OwnershipControlsProperty.builder()
        .rules(
            List.of(
                OwnershipControlsRuleProperty.builder()
                    .objectOwnership("BucketOwnerEnforced")
                    .build()))
        .build();
  }

  private LoggingConfigurationProperty logged(String prefix) {
    return LoggingConfigurationProperty.builder()
        .destinationBucketName(accessLogs.getRef())
        .logFilePrefix(prefix)
        .build();
  }

  private static LifecycleConfigurationProperty lifecycle(RuleProperty.Builder rule) {
    return LifecycleConfigurationProperty.builder()
        .rules(
            List.of(
                rule.abortIncompleteMultipartUpload(
                        AbortIncompleteMultipartUploadProperty.builder()
                            .daysAfterInitiation(1)
                            .build())
                    .build()))
        .build();
  }

  private static PolicyStatement deliver(CfnBucket bucket) {
    return PolicyStatement.Builder.create()
        .sid("AccessLogs")
        .principals(
            List.of(
                new ServicePrincipal("logging.s3.amazonaws.com"),
                new ServicePrincipal("logdelivery.elasticloadbalancing.amazonaws.com")))
        .actions(List.of("s3:PutObject"))
        .resources(List.of(bucket.getAttrArn() + "/*"))
        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Fn.ref("AWS::AccountId"))))
        .build();
  }

  private void tlsOnly(String id, CfnBucket bucket, List<PolicyStatement> further) {
    List<PolicyStatement> statements = new ArrayList<>(further);
    statements.add(
        TlsOnly.statement("s3:*", List.of(bucket.getAttrArn(), bucket.getAttrArn() + "/*")));
    CfnBucketPolicy.Builder.create(template, id)
        .bucket(bucket.getRef())
        .policyDocument(Grant.policy(statements))
        .build();
  }
}
