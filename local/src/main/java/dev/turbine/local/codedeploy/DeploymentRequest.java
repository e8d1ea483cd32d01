package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.RevisionOrigin;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is to be deployed, in CodeDeploy's words.
 *
 * @param deploymentId names a folder, as {@code groupId} does: letters, digits, dots, dashes and
 *     underscores. A deployment that was interrupted may be repeated under its id
 * @param groupId of one group, one deployment runs at a time
 * @param origin what the scripts are told about where the revision is from
 * @param environment what the scripts get beside CodeDeploy's own variables: nothing is inherited
 * @param fileExistsBehavior holds where the appspec does not say
 * @param ignoreApplicationStopFailures whether to go on when scripts of the revision before fail,
 *     which the new revision cannot mend
 */
public record DeploymentRequest(
    String deploymentId,
    String applicationName,
    String groupId,
    String groupName,
    RevisionOrigin origin,
    Map<String, String> environment,
    FileExistsBehavior fileExistsBehavior,
    boolean ignoreApplicationStopFailures) {
  private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Copies the environment and refuses ids that name no folder. */
  public DeploymentRequest {
    environment = Map.copyOf(environment);
    if (!FOLDER_NAME.matcher(deploymentId).matches()
        || !FOLDER_NAME.matcher(groupId).matches()
        || groupId.equals(DeploymentFolders.INSTRUCTIONS)) {
      throw new IllegalArgumentException(
          "ids that name no folder: deployment %s, group %s".formatted(deploymentId, groupId));
    }
  }

  /**
   * The complete environment of a script.
   *
   * @param event the event's name
   */
  Map<String, String> variables(String event) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("LIFECYCLE_EVENT", event);
    variables.put("DEPLOYMENT_ID", deploymentId);
    variables.put("APPLICATION_NAME", applicationName);
    variables.put("DEPLOYMENT_GROUP_NAME", groupName);
    variables.put("DEPLOYMENT_GROUP_ID", groupId);
    // Never those of the daemon's own environment.
    variables.keySet().removeIf(name -> name.startsWith("BUNDLE_"));
    variables.putAll(origin.variables());
    return variables;
  }
}
