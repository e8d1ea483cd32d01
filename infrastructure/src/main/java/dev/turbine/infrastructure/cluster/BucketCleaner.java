package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Grant;
import dev.turbine.infrastructure.template.ServiceRole;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnCustomResource;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnFunction.CodeProperty;
import software.amazon.awscdk.services.lambda.CfnFunction.LoggingConfigProperty;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.s3.CfnBucket;

/**
 * Empties the buckets when the stack is deleted, if a person asked for it; otherwise there is no
 * such function, and nothing in the stack may delete what it did not write. It is told to delete
 * also when a person takes the wish back, and when an update is undone: then the stack lives on.
 */
final class BucketCleaner {
  /** Less than CloudFormation's limit for a program inside a template: 4096 characters. */
  private static final String CODE =
      """
      import json
      import urllib.request

      import boto3


      def handler(event, context):
          answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
          answer |= {"Status": "SUCCESS", "PhysicalResourceId": event.get("PhysicalResourceId", "buckets")}
          try:
              name = "anything"
              if event["RequestType"] == "Delete" and ends(event["StackId"]):
                  for name in event["ResourceProperties"]["Buckets"]:
                      empty(name)
          except Exception as error:
              answer |= {"Status": "FAILED", "Reason": f"cannot empty {name}: {error}"}
          body = json.dumps(answer).encode()
          request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
          urllib.request.urlopen(request, timeout=30).close()


      def ends(stack):
          described = boto3.client("cloudformation").describe_stacks(StackName=stack)
          return described["Stacks"][0]["StackStatus"] in ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")


      def empty(name):
          s3 = boto3.client("s3")
          # From the start each time: markers of a listing may be what was deleted.
          while entries := versions(s3.list_object_versions(Bucket=name)):
              keys = [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
              failed = s3.delete_objects(Bucket=name, Delete={"Objects": keys, "Quiet": True}).get("Errors")
              if failed:
                  raise RuntimeError(f"{failed[0]['Key']}: {failed[0]['Message']}")


      def versions(page):
          return page.get("Versions", []) + page.get("DeleteMarkers", [])
      """;

  private final CfnCustomResource cleaning;

  BucketCleaner(Template template, Buckets buckets, CfnLogGroup logs) {
    CfnCondition asked =
        CfnCondition.Builder.create(template, "EmptiesBuckets")
            .expression(Fn.conditionEquals(template.ref(Fields.EMPTY_BUCKETS), "Yes"))
            .build();
    CfnRole role = role(template, buckets, logs);
    CfnFunction function =
        CfnFunction.Builder.create(template, "BucketCleaner")
            .description(Fn.sub("Turbine ${Name}: empties the buckets when the stack is deleted"))
            .runtime("python3.14")
            .architectures(List.of("arm64"))
            .handler("index.handler")
            .code(CodeProperty.builder().zipFile(CODE).build())
            .role(role.getAttrArn())
            .timeout(900)
            .memorySize(256)
            .loggingConfig(
                LoggingConfigProperty.builder().logFormat("JSON").logGroup(logs.getRef()).build())
            .build();
    this.cleaning =
        CfnCustomResource.Builder.create(template, "BucketCleaning")
            .serviceToken(function.getAttrArn())
            .build();
    cleaning.addPropertyOverride(
        "Buckets", buckets.emptied().stream().map(CfnBucket::getRef).toList());
    Stream.of(logs, role, function, cleaning)
        .forEach(resource -> resource.getCfnOptions().setCondition(asked));
  }

  /** The cleaning, where it was asked for: what writes into the buckets has to end before. */
  CfnResource cleaning() {
    return cleaning;
  }

  private static CfnRole role(Template template, Buckets buckets, CfnLogGroup logs) {
    String[] all = buckets.emptied().stream().map(CfnBucket::getAttrArn).toArray(String[]::new);
    String[] objects = Stream.of(all).map(arn -> arn + "/*").toArray(String[]::new);
    CfnRole role =
        ServiceRole.add(
            template,
            "BucketCleanerRole",
            "lambda.amazonaws.com",
            "empties the buckets when the stack is deleted",
            List.of(
                Grant.of("Stack", List.of("cloudformation:DescribeStacks"), Fn.ref("AWS::StackId")),
                Grant.of("List", List.of("s3:ListBucketVersions"), all),
                Grant.of("Empty", List.of("s3:DeleteObject", "s3:DeleteObjectVersion"), objects),
                Grant.of(
                    "Logs",
                    List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                    logs.getAttrArn())));
    Accepted.finding(role, "AwsSolutions-IAM5", "All objects of this stack's own buckets.");
    return role;
  }
}
