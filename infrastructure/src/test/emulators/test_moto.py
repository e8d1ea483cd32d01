"""On moto: networks, machines, groups and stores. What it makes silently or not at all is left out."""

import base64
import copy
import http.server
import json
import os
import threading
import unittest
from typing import Any

from stacks import ENDPOINT, REGION, EmulatorTest, Stack, Template, client, template, without

# moto answers 500 to these or makes nothing, or makes nothing that could be read back.
NOT_MADE = {
    "AWS::CloudFormation::Stack",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::Lambda::Function",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::Permission",
    "AWS::EFS::AccessPoint",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Events::Rule",
    "AWS::SNS::TopicPolicy",
    "AWS::S3::BucketPolicy",
    "AWS::RDS::DBInstance",
}


def adapted(name: str) -> Template:
    """A template as moto can read it: without Fn::Cidr, and without a key's tags, which it asks for in another form."""
    reduced = copy.deepcopy(without(template(name), NOT_MADE))
    for resource in reduced["Resources"].values():
        if resource["Type"] == "AWS::KMS::Key":
            del resource["Properties"]["Tags"]
    result: Template = without_cidr(reduced)
    return result


def without_cidr(node: Any) -> Any:
    """The same with the ranges that Fn::Cidr cuts from the default range."""
    if isinstance(node, dict):
        if "Fn::Cidr" in node:
            return [f"10.0.{part * 4}.0/22" for part in range(4)]
        return {key: without_cidr(value) for key, value in node.items()}
    if isinstance(node, list):
        return [without_cidr(value) for value in node]
    return node


class WorkerSet(EmulatorTest):
    """One worker set, from creation to deletion."""

    def test_life(self) -> None:
        """Creates, updates and deletes, and reads each back."""
        stack = Stack("moto-workers")
        parameters = self.worker_parameters("large", WorkerInstanceType2="m7g.large", OnDemandPercentage="20")
        self.assertEqual(stack.create(template("workers"), parameters), "CREATE_COMPLETE")

        queue = self.queue("turbine-large")
        self.assertEqual(queue["VisibilityTimeout"], "120")
        self.assertEqual(queue["ReceiveMessageWaitTimeSeconds"], "20")
        self.assertIn("turbine-large-dead", queue["RedrivePolicy"])
        group = self.scaling_group("turbine-large")
        self.assertEqual((group["MinSize"], group["MaxSize"], group["DesiredCapacity"]), (0, 10, 0))
        mixed = group["MixedInstancesPolicy"]
        types = [override["InstanceType"] for override in mixed["LaunchTemplate"]["Overrides"]]
        self.assertEqual(types, ["t4g.medium", "m7g.large"])
        self.assertEqual(mixed["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"], 20)
        tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
        self.assertEqual(tags["turbine:stack"], "turbine")
        self.assertEqual(tags["turbine:worker-set"], "large")
        self.assertEqual(tags["turbine:concurrency"], "4")
        machine = self.machine("LaunchTemplate")
        self.assertEqual(machine["MetadataOptions"]["HttpTokens"], "required")
        self.assertTrue(machine["BlockDeviceMappings"][0]["Ebs"]["Encrypted"])
        script = base64.b64decode(machine["UserData"]).decode()
        self.assertIn('"workerSet": "large"', script)
        self.assertIn("s3://assets/turbine/1/agent/turbine-agent.tar.gz", script)

        parameters |= {"MaxGroupSize": "20", "MinGroupSize": "2", "AssetsPrefix": "turbine/2/"}
        self.assertEqual(stack.update(template("workers"), parameters), "UPDATE_COMPLETE")
        group = self.scaling_group("turbine-large")
        self.assertEqual((group["MinSize"], group["MaxSize"]), (2, 20))
        self.assertEqual(self.queue("turbine-large")["VisibilityTimeout"], "120")

        stack.delete()
        self.assertEqual(self.queues(), [])
        self.assertEqual(client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"], [])


class Cluster(EmulatorTest):
    """The parts of a cluster that moto makes."""

    def test_life(self) -> None:
        """Creates and deletes what moto makes, and reads it back."""
        reduced = adapted("cluster")
        stack = Stack("moto-cluster")
        self.assertEqual(stack.create(reduced, self.cluster_parameters()), "CREATE_COMPLETE")

        (files,) = client("efs").describe_file_systems()["FileSystems"]
        self.assertTrue(files["Encrypted"])
        targets = client("efs").describe_mount_targets(FileSystemId=files["FileSystemId"])["MountTargets"]
        self.assertEqual({target["SubnetId"] for target in targets}, set(self.subnets))
        groups = client("ec2").describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])
        database = next(g for g in groups["SecurityGroups"] if g["Description"] == "The database")
        (rule,) = database["IpPermissions"]
        self.assertEqual((rule["FromPort"], rule["IpRanges"]), (5432, []))
        buckets = [bucket["Name"] for bucket in client("s3").list_buckets()["Buckets"]]
        (revisions,) = [name for name in buckets if "revisionbucket" in name]
        encryption = client("s3").get_bucket_encryption(Bucket=revisions)["ServerSideEncryptionConfiguration"]
        default = encryption["Rules"][0]["ApplyServerSideEncryptionByDefault"]
        self.assertEqual(default["SSEAlgorithm"], "aws:kms")
        groups = client("logs").describe_log_groups(logGroupNamePrefix="/turbine/turbine/")["logGroups"]
        self.assertEqual({str(group["retentionInDays"]) for group in groups}, {"90"})

        stack.delete()
        self.assertEqual([b["Name"] for b in client("s3").list_buckets()["Buckets"] if "databucket" in b["Name"]], [])


class Network(EmulatorTest):
    """The network of the master."""

    def test_nat(self) -> None:
        """One NAT gateway, four subnets in two zones, no cluster."""
        stack = Stack("moto-network")
        reduced = adapted("master")
        parameters = {"AssetsBucket": "assets", "AssetsPrefix": "turbine/1/", "Name": "network"}
        self.assertEqual(stack.create(reduced, parameters), "CREATE_COMPLETE")

        ec2 = client("ec2")
        tag = [{"Name": "tag:turbine:stack", "Values": ["network"]}]
        subnets = ec2.describe_subnets(Filters=tag)["Subnets"]
        self.assertEqual(len({subnet["CidrBlock"] for subnet in subnets}), 4)
        self.assertEqual(len({subnet["AvailabilityZone"] for subnet in subnets}), 2)
        self.assertFalse(any(subnet["MapPublicIpOnLaunch"] for subnet in subnets))
        self.assertEqual(len(ec2.describe_nat_gateways(Filters=tag)["NatGateways"]), 1)
        (vpc,) = ec2.describe_vpcs(Filters=tag)["Vpcs"]
        # moto loses route tables' tags.
        inside = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        tables = ec2.describe_route_tables(Filters=inside)["RouteTables"]
        ways = [route for table in tables for route in table["Routes"] if "NatGatewayId" in route]
        self.assertEqual(len(ways), 2)
        endpoints = ec2.describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])
        services = [endpoint["ServiceName"] for endpoint in endpoints["VpcEndpoints"]]
        self.assertEqual(services, ["com.amazonaws.us-east-1.s3"])
        # No deletion: moto deletes the network before what is in it, and refuses that itself.


class BucketCleaner(unittest.TestCase):
    """The program inside the template that empties buckets, run as it is there."""

    def setUp(self) -> None:
        """Begins with a stack that is being deleted."""
        self.status = "DELETE_IN_PROGRESS"

    def test_spares_a_stack_that_lives_on(self) -> None:
        """A person takes the wish back, or an update is undone: nothing is deleted."""
        s3 = client("s3")
        s3.create_bucket(Bucket="to-keep")
        s3.put_object(Bucket="to-keep", Key="one", Body=b"one")
        for self.status in (
            "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "UPDATE_ROLLBACK_IN_PROGRESS",
        ):
            self.assertEqual(self.answer("Delete", "to-keep")["Status"], "SUCCESS")
        self.assertEqual(s3.list_objects_v2(Bucket="to-keep")["KeyCount"], 1)

        self.status = "ROLLBACK_IN_PROGRESS"
        self.assertEqual(self.answer("Delete", "to-keep")["Status"], "SUCCESS")
        self.assertEqual(s3.list_objects_v2(Bucket="to-keep")["KeyCount"], 0)

    def test_spares_a_stack_that_it_cannot_see(self) -> None:
        """Without the stack's status nothing is deleted, and CloudFormation is told."""
        client("s3").create_bucket(Bucket="to-keep-too")
        client("s3").put_object(Bucket="to-keep-too", Key="one", Body=b"one")
        self.status = ""
        self.assertEqual(self.answer("Delete", "to-keep-too")["Status"], "FAILED")
        self.assertEqual(client("s3").list_objects_v2(Bucket="to-keep-too")["KeyCount"], 1)

    def test_deletes_all_versions(self) -> None:
        """Objects, old versions and markers go, more than one page of them, and CloudFormation is told."""
        s3 = client("s3")
        s3.create_bucket(Bucket="to-empty")
        s3.put_bucket_versioning(Bucket="to-empty", VersioningConfiguration={"Status": "Enabled"})
        for number in range(1005):
            s3.put_object(Bucket="to-empty", Key=f"folder/{number}", Body=b"one")
        s3.put_object(Bucket="to-empty", Key="folder/1", Body=b"two")
        s3.delete_object(Bucket="to-empty", Key="folder/2")

        self.assertEqual(self.answer("Create", "to-empty")["Status"], "SUCCESS")
        self.assertEqual(s3.list_objects_v2(Bucket="to-empty")["KeyCount"], 1000)

        answer = self.answer("Delete", "to-empty")
        self.assertEqual(answer["Status"], "SUCCESS")
        self.assertEqual((answer["StackId"], answer["RequestId"]), ("a-stack", "a-request"))
        # S3 deletes a bucket only when it holds no version any more.
        s3.delete_bucket(Bucket="to-empty")

    def test_says_what_it_cannot_do(self) -> None:
        """A bucket that is not there is a failure with its name."""
        answer = self.answer("Delete", "missing-bucket")
        self.assertEqual(answer["Status"], "FAILED")
        self.assertIn("missing-bucket", answer["Reason"])

    def answer(self, kind: str, bucket: str) -> dict[str, str]:
        """What the program answers to one event."""
        answers: list[dict[str, str]] = []

        test = self

        class Formation(http.server.BaseHTTPRequestHandler):
            """CloudFormation: its API, and the end that takes answers."""

            def do_POST(self) -> None:
                """Describes the stack."""
                asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
                found = "StackName=a-stack" in asked and test.status
                body = (
                    "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>a</StackName>"
                    f"<StackStatus>{test.status}</StackStatus></member></Stacks></DescribeStacksResult>"
                    "</DescribeStacksResponse>"
                ).encode()
                self.send_response(200 if found else 400)
                self.send_header("Content-Length", str(len(body) if found else 0))
                self.end_headers()
                if found:
                    self.wfile.write(body)

            def do_PUT(self) -> None:
                """Takes an answer."""
                answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        os.environ.update(
            AWS_ENDPOINT_URL=ENDPOINT,
            AWS_DEFAULT_REGION=REGION,
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
        )
        program: dict[str, Any] = {}
        exec(template("cluster")["Resources"]["BucketCleaner"]["Properties"]["Code"]["ZipFile"], program)
        with http.server.HTTPServer(("127.0.0.1", 0), Formation) as server:
            os.environ["AWS_ENDPOINT_URL_CLOUDFORMATION"] = f"http://127.0.0.1:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            program["handler"](
                {
                    "RequestType": kind,
                    "StackId": "a-stack",
                    "RequestId": "a-request",
                    "LogicalResourceId": "BucketCleaning",
                    "ResponseURL": f"http://127.0.0.1:{server.server_port}/",
                    "ResourceProperties": {"Buckets": [bucket]},
                },
                None,
            )
            server.shutdown()
            thread.join()
        return answers[0]


if __name__ == "__main__":
    unittest.main()
