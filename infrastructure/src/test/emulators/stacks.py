"""Stacks on an emulator: made from the committed templates, and read back by the services' own calls."""

from __future__ import annotations

import json
import os
import pathlib
import time
import unittest
from typing import Any

import boto3

ENDPOINT = os.environ["TURBINE_EMULATOR"]
REGION = "us-east-1"
TEMPLATES = pathlib.Path(os.environ["TURBINE_TEMPLATES"])
FINAL_SECONDS = 60

Template = dict[str, Any]


def client(service: str) -> Any:
    """A client of one service of the emulator."""
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def template(name: str) -> Template:
    """A committed template."""
    result: Template = json.loads((TEMPLATES / f"turbine-{name}.template").read_text())
    return result


def names(node: Any) -> set[str]:
    """All logical ids that a part of a template refers to."""
    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("Ref", "DependsOn") and isinstance(value, str):
                found.add(value)
            elif key == "DependsOn":
                found.update(value)
            elif key == "Fn::GetAtt":
                found.add(value[0] if isinstance(value, list) else value.split(".")[0])
            else:
                found |= names(value)
    elif isinstance(node, list):
        for value in node:
            found |= names(value)
    return found


def without(whole: Template, types: set[str]) -> Template:
    """The template without resources of some types, and without what refers to them."""
    resources = dict(whole["Resources"])
    gone: set[str] = set()
    more = {name for name, resource in resources.items() if resource["Type"] in types}
    while more:
        gone |= more
        for name in more:
            del resources[name]
        more = {name for name, resource in resources.items() if names(resource) & gone}
    outputs = {name: value for name, value in whole["Outputs"].items() if not names(value) & gone}
    return {**whole, "Resources": resources, "Outputs": outputs}


class Stack:
    """A stack, from its creation to its end."""

    def __init__(self, name: str) -> None:
        """Chooses the name; nothing is made."""
        self.name = name
        self.formation = client("cloudformation")

    def create(self, content: Template, parameters: dict[str, str]) -> str:
        """Creates it and returns the final status."""
        self.formation.create_stack(**self._arguments(content, parameters))
        return self._final()

    def update(self, content: Template, parameters: dict[str, str]) -> str:
        """Updates it and returns the final status."""
        self.formation.update_stack(**self._arguments(content, parameters))
        return self._final()

    def delete(self) -> None:
        """Deletes it."""
        self.formation.delete_stack(StackName=self.name)
        end = time.monotonic() + FINAL_SECONDS
        while time.monotonic() < end:
            if self.name not in self._alive():
                return
            time.sleep(0.2)
        raise AssertionError(f"{self.name} was not deleted")

    def _alive(self) -> set[str]:
        summaries = self.formation.list_stacks()["StackSummaries"]
        return {s["StackName"] for s in summaries if s["StackStatus"] != "DELETE_COMPLETE"}

    def _arguments(self, content: Template, parameters: dict[str, str]) -> dict[str, Any]:
        body = json.dumps(content, separators=(",", ":"))
        bucket = client("s3")
        bucket.create_bucket(Bucket="templates")
        bucket.put_object(Bucket="templates", Key=self.name, Body=body)
        where: dict[str, str] = (
            {"TemplateBody": body}
            if len(body) <= 51_200
            else {"TemplateURL": f"{ENDPOINT.replace('127.0.0.1', 'localhost')}/templates/{self.name}"}
        )
        return {
            "StackName": self.name,
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
            **where,
        }

    def _final(self) -> str:
        end = time.monotonic() + FINAL_SECONDS
        while time.monotonic() < end:
            stack = self.formation.describe_stacks(StackName=self.name)["Stacks"][0]
            status: str = stack["StackStatus"]
            if not status.endswith("IN_PROGRESS"):
                return status
            time.sleep(0.2)
        raise AssertionError(f"{self.name} is still {status}")


class EmulatorTest(unittest.TestCase):
    """Tests that need a network to put machines into."""

    def setUp(self) -> None:
        """Makes a network of two zones."""
        ec2 = client("ec2")
        self.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [
            ec2.create_subnet(VpcId=self.vpc, CidrBlock=cidr, AvailabilityZone=REGION + zone)["Subnet"]["SubnetId"]
            for cidr, zone in (("10.0.0.0/20", "a"), ("10.0.16.0/20", "b"))
        ]
        self.group = ec2.create_security_group(GroupName=self.id(), Description="test", VpcId=self.vpc)["GroupId"]

    def worker_parameters(self, worker_set: str, **further: str) -> dict[str, str]:
        """What a worker set needs, as the cluster's outputs would say."""
        return {
            "WorkerSet": worker_set,
            "Name": "turbine",
            "PrivateSubnetA": self.subnets[0],
            "PrivateSubnetB": self.subnets[1],
            "NetworkAccess": "NAT",
            "InstanceSecurityGroup": self.group,
            "WorkerInstanceProfile": "arn:aws:iam::123456789012:instance-profile/worker",
            "StackParameter": "/turbine/turbine/stack",
            "AlarmTopic": "arn:aws:sns:us-east-1:123456789012:alarms",
            "MachineImageId": "ami-12c6146b",
            "AssetsBucket": "assets",
            "AssetsPrefix": "turbine/1/",
            **further,
        }

    def cluster_parameters(self) -> dict[str, str]:
        """What a cluster needs in this network."""
        return {
            "Name": "turbine",
            "VPCID": self.vpc,
            "PrivateSubnetA": self.subnets[0],
            "PrivateSubnetB": self.subnets[1],
            "PublicSubnetA": self.subnets[0],
            "PublicSubnetB": self.subnets[1],
            "AssetsBucket": "assets",
            "AssetsPrefix": "turbine/1/",
        }

    def queue(self, name: str) -> dict[str, str]:
        """The attributes of a queue."""
        sqs = client("sqs")
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        attributes: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return attributes

    def queues(self) -> list[str]:
        """The names of all queues."""
        return [url.rsplit("/", 1)[1] for url in client("sqs").list_queues().get("QueueUrls", [])]

    def scaling_group(self, name: str) -> dict[str, Any]:
        """One Auto Scaling group."""
        answer = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
        (group,) = answer["AutoScalingGroups"]
        return dict(group)

    def machine(self, fragment: str) -> dict[str, Any]:
        """The newest version of the one launch template whose name contains something."""
        ec2 = client("ec2")
        (found,) = [
            t for t in ec2.describe_launch_templates()["LaunchTemplates"] if fragment in t["LaunchTemplateName"]
        ]
        versions = ec2.describe_launch_template_versions(LaunchTemplateId=found["LaunchTemplateId"])
        newest = max(versions["LaunchTemplateVersions"], key=lambda version: version["VersionNumber"])
        return dict(newest["LaunchTemplateData"])
