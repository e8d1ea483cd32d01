package dev.turbine.infrastructure.machine;

/**
 * What a machine is for. All are values as CloudFormation resolves them, but the role and the
 * group's logical id.
 *
 * @param role {@code scheduler}, {@code web} or {@code worker}
 * @param group the logical id of its Auto Scaling group
 * @param groupName the name of that group
 * @param stackParameter the name of the parameter that describes the installation
 * @param description what is written there, so that a change replaces the machine; empty for
 *     workers, which leave when they are idle and must not be replaced at work
 * @param workerSet the worker set's name; empty when it is no worker
 * @param queues further queues that it serves
 * @param concurrency a worker's slots
 * @param maxDrain hours that a worker that leaves may take
 */
public record MachineRole(
    String role,
    String group,
    String groupName,
    String stackParameter,
    String description,
    String workerSet,
    String queues,
    String concurrency,
    String maxDrain) {

  /** A machine that runs services, and no tasks. */
  public static MachineRole service(
      String role, String group, String groupName, String stackParameter, String description) {
    return new MachineRole(role, group, groupName, stackParameter, description, "", "", "", "");
  }
}
