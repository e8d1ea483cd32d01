package dev.turbine.infrastructure.machine;

import dev.turbine.infrastructure.template.Asset;
import java.util.Map;
import software.amazon.awscdk.Fn;

/**
 * The first program that a machine runs: it fetches the agent, which does the rest. Whatever fails
 * is told to CloudFormation and to the group with its line, and the machine ends itself: a stack is
 * green only when its machines work.
 */
final class Bootstrap {
  /** Exit codes and names: the agent's {@code bootstrap} returns 0 when its services are ready. */
  private static final String SCRIPT =
      """
      #!/bin/bash
      set -Eeuo pipefail
      export PATH="/opt/aws/bin:$PATH" AWS_DEFAULT_REGION=${AWS::Region}
      install -d -m 0755 /etc/turbine /opt/turbine
      token=$(curl -sf --retry 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
      instance=$(curl -sf --retry 5 -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)

      failed() {
        trap - ERR
        set +e
        reason="${Role} $instance: line $1 of its user data failed: $(tail -n 1 /var/log/turbine-bootstrap.log | cut -c 1-200)"
        cfn-signal --region ${AWS::Region} --stack ${AWS::StackName} --resource ${Group} --success false --reason "$reason"
        aws autoscaling complete-lifecycle-action --auto-scaling-group-name "${GroupName}" --lifecycle-hook-name launch --instance-id "$instance" --lifecycle-action-result ABANDON
        aws autoscaling set-instance-health --instance-id "$instance" --health-status Unhealthy --no-should-respect-grace-period
        shutdown -h now
        exit 1
      }
      trap 'failed $LINENO' ERR
      exec > >(tee -a /var/log/turbine-bootstrap.log) 2>&1

      cat > /etc/turbine/machine.json <<'JSON'
      {"role": "${Role}", "name": "${Name}", "stack": "${AWS::StackName}", "region": "${AWS::Region}",
       "group": "${GroupName}", "parameter": "${StackParameter}", "assets": "s3://${AssetsBucket}/${AssetsPrefix}",
       "workerSet": "${WorkerSet}", "queues": "${Queues}", "concurrency": "${Concurrency}", "maxDrainHours": "${MaxDrain}"}
      JSON
      : <<'DESCRIPTION'
      ${Description}
      DESCRIPTION
      dnf install -y --setopt=install_weak_deps=False amazon-efs-utils java-25-amazon-corretto-headless ruby tar gzip
      aws s3 cp --only-show-errors "s3://${AssetsBucket}/${AssetsPrefix}${Agent}" /opt/turbine/agent.tar.gz
      tar -xzf /opt/turbine/agent.tar.gz -C /opt/turbine
      /opt/turbine/bin/turbine-agent bootstrap
      cfn-signal --region ${AWS::Region} --stack ${AWS::StackName} --resource ${Group} --success true || true
      """;

  private Bootstrap() {}

  /** The user data of a machine of this role. */
  static String userData(MachineRole role) {
    return Fn.base64(
        Fn.sub(
            SCRIPT,
            Map.of(
                "Agent", Asset.AGENT.path(),
                "Role", role.role(),
                "Group", role.group(),
                "GroupName", role.groupName(),
                "StackParameter", role.stackParameter(),
                "Description", role.description(),
                "WorkerSet", role.workerSet(),
                "Queues", role.queues(),
                "Concurrency", role.concurrency(),
                "MaxDrain", role.maxDrain())));
  }
}
