package dev.turbine.cli.doctor;

import dev.turbine.core.TurbineException;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.port.Ports;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.Survivors;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ports that the next {@code turbine up} wants, or the running stack has.
 *
 * @param project the project's folder
 * @param running whether the stack listens on its ports now
 */
record PortsCheck(Path project, boolean running) implements Check {
  @Override
  public String subject() {
    return "ports";
  }

  @Override
  public List<Finding> examine() {
    StackDirectory directory = StackDirectory.of(project);
    Map<Port, Integer> configured = configured();
    Map<Port, Integer> remembered = Ports.remembered(directory.root());
    Map<Port, Integer> own = running ? remembered : Survivors.of(directory).ports();
    return Stream.of(Port.values())
        .map(port -> finding(port, configured, remembered, own))
        .toList();
  }

  private static Finding finding(
      Port port,
      Map<Port, Integer> configured,
      Map<Port, Integer> remembered,
      Map<Port, Integer> own) {
    if (own.containsKey(port)) {
      return Finding.ok(name(port), own.get(port) + ", held by this stack");
    }
    int number =
        Optional.ofNullable(configured.get(port))
            .or(() -> Optional.ofNullable(remembered.get(port)))
            .orElse(port.wanted());
    if (PortCheck.isFree(number)) {
      return Finding.ok(name(port), number + ", free");
    }
    return taken(port, number, configured.containsKey(port), PortCheck.holder(number));
  }

  static Finding taken(Port port, int number, boolean configured, Optional<String> holder) {
    String seen = number + " is held by " + holder.orElse("a process that cannot be seen");
    return configured
        ? Finding.failed(
            name(port),
            seen,
            "End it, or choose another port with \"%s\" in turbine.yaml.".formatted(port.key()))
        : Finding.ok(name(port), seen + "; turbine up takes the next free one");
  }

  private static String name(Port port) {
    return "port " + port.name().toLowerCase(Locale.ROOT);
  }

  /** Whether turbine.yaml is right is another check's question. */
  private Map<Port, Integer> configured() {
    try {
      return LocalProject.load(project).ports();
    } catch (TurbineException wrong) {
      return Map.of();
    }
  }
}
