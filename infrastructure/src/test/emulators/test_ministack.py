"""On ministack: alarms, policies, secrets, custom resources, and what happens when something fails."""

import copy
import json
import unittest

from stacks import EmulatorTest, Stack, client, template, without

# ministack refuses templates that contain these.
REFUSED = {
    "AWS::CloudFormation::Stack",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::EFS::AccessPoint",
    "AWS::Lambda::EventInvokeConfig",
}
# A custom resource whose function is not there.
FAILING = {
    "Type": "AWS::CloudFormation::CustomResource",
    "DependsOn": ["Group", "QueuePolicy"],
    "Properties": {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:missing"},
}


class WorkerSet(EmulatorTest):
    """One worker set, from creation to deletion."""

    def test_life(self) -> None:
        """Creates, updates, fails to update, and deletes, and reads each back."""
        stack = Stack("mini-workers")
        parameters = self.worker_parameters("small")
        self.assertEqual(stack.create(template("workers"), parameters), "CREATE_COMPLETE")

        queue = self.queue("turbine-small")
        self.assertEqual(json.loads(queue["RedrivePolicy"])["maxReceiveCount"], 1000)
        self.assertIn("aws:SecureTransport", queue["Policy"])
        dead = self.queue("turbine-small-dead")
        self.assertEqual(json.loads(dead["RedriveAllowPolicy"])["redrivePermission"], "byQueue")
        alarms = client("cloudwatch").describe_alarms()["MetricAlarms"]
        watched = {alarm["Dimensions"][0]["Value"]: alarm for alarm in alarms}
        self.assertEqual(set(watched), {"turbine-small", "turbine-small-dead"})
        self.assertEqual(watched["turbine-small"]["AlarmActions"], [parameters["AlarmTopic"]])

        parameters |= {"MaxGroupSize": "30", "WorkerConcurrency": "8"}
        self.assertEqual(stack.update(template("workers"), parameters), "UPDATE_COMPLETE")
        self.assertEqual(self.scaling_group("turbine-small")["MaxSize"], 30)

        broken = copy.deepcopy(template("workers"))
        broken["Resources"]["Failing"] = FAILING
        status = stack.update(broken, parameters | {"MaxGroupSize": "50"})
        self.assertEqual(status, "UPDATE_ROLLBACK_COMPLETE")
        self.assertEqual(self.scaling_group("turbine-small")["MaxSize"], 30)

        stack.delete()
        self.assertEqual(self.queues(), [])

    def test_failed_creation(self) -> None:
        """A creation that fails leaves nothing."""
        broken = copy.deepcopy(template("workers"))
        broken["Resources"]["Failing"] = FAILING
        stack = Stack("mini-broken")
        self.assertEqual(stack.create(broken, self.worker_parameters("broken")), "ROLLBACK_COMPLETE")
        self.assertEqual(self.queues(), [])


class Cluster(EmulatorTest):
    """The parts of a cluster that ministack makes."""

    def test_secrets_and_alarms(self) -> None:
        """Each secret is another one, the database keeps its own, and alarms lead to the topic."""
        client("ssm").put_parameter(Name="/test/image", Value="ami-12345678", Type="String")
        stack = Stack("mini-cluster")
        parameters = self.cluster_parameters() | {"MachineImage": "/test/image"}
        self.assertEqual(stack.create(without(template("cluster"), REFUSED), parameters), "CREATE_COMPLETE")

        manager = client("secretsmanager")
        secrets = [
            manager.get_secret_value(SecretId=secret["ARN"])["SecretString"]
            for secret in manager.list_secrets()["SecretList"]
            if secret["Name"].startswith("mini-cluster-")
        ]
        self.assertEqual(len(set(secrets)), 6)
        users = {json.loads(secret)["username"] for secret in secrets if secret.startswith("{\"")}
        self.assertEqual(users, {"admin", "airflow", "airflow_results"})
        (database,) = client("rds").describe_db_instances()["DBInstances"]
        self.assertTrue(database["StorageEncrypted"])
        self.assertFalse(database["PubliclyAccessible"])
        (topic,) = [t["TopicArn"] for t in client("sns").list_topics()["Topics"] if "mini-cluster" in t["TopicArn"]]
        alarms = client("cloudwatch").describe_alarms()["MetricAlarms"]
        own = [alarm for alarm in alarms if alarm["AlarmName"].startswith("mini-cluster-")]
        self.assertGreaterEqual(len(own), 3)
        self.assertEqual({action for alarm in own for action in alarm["AlarmActions"]}, {topic})
        (rule,) = [r for r in client("events").list_rules()["Rules"] if "ScalerSchedule" in r["Name"]]
        self.assertEqual(rule["ScheduleExpression"], "rate(1 minute)")

        stack.delete()


if __name__ == "__main__":
    unittest.main()
