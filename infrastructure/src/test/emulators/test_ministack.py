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
    "AWS::Route53::HostedZone",
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
        self.assertEqual(json.loads(queue["RedrivePolicy"])["maxReceiveCount"], 100)
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


if __name__ == "__main__":
    unittest.main()
