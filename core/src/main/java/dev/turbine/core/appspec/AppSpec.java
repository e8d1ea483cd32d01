package dev.turbine.core.appspec;

import dev.turbine.core.TurbineException;
import dev.turbine.core.yaml.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An appspec.yml for servers that run Linux: what a deployment installs, and which scripts run
 * when.
 *
 * @param files what is installed where, in the order of the file
 * @param permissions what is set on it, in the order of the file
 * @param hooks the scripts of each event that has any, in their order
 * @param fileExistsBehavior empty leaves it to the deployment
 */
public record AppSpec(
    List<FileMapping> files,
    List<PermissionRule> permissions,
    Map<LifecycleEvent, List<HookScript>> hooks,
    Optional<FileExistsBehavior> fileExistsBehavior) {
  /** The file's name at the root of a revision; the agent takes no other. */
  public static final String FILE = "appspec.yml";

  /** Copies its lists and refuses scripts of events that take none. */
  public AppSpec {
    files = List.copyOf(files);
    permissions = List.copyOf(permissions);
    Map<LifecycleEvent, List<HookScript>> copy = new EnumMap<>(LifecycleEvent.class);
    hooks.forEach((event, scripts) -> {
      if (!event.takesScripts()) {
        throw new IllegalArgumentException(event.word() + " takes no scripts");
      }
      copy.put(event, List.copyOf(scripts));
    });
    hooks = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the text of an appspec.yml.
   *
   * @param file its name in problems
   * @throws TurbineException PROJECT, lists all problems, one per line with its line number
   */
  public static AppSpec parse(String file, String text) {
    Problems problems = new Problems();
    AppSpec spec = read(file, text, problems);
    problems.throwIfAny();
    return spec;
  }

  /**
   * Reads it as one of several files.
   *
   * @param file its name in problems
   * @param problems takes what is wrong
   * @return what is right in it
   */
  public static AppSpec read(String file, String text, Problems problems) {
    return new AppSpecReader(file, problems).read(text);
  }

  /** The scripts of an event, in their order; empty if it has none. */
  public List<HookScript> scripts(LifecycleEvent event) {
    return hooks.getOrDefault(event, List.of());
  }

  /**
   * What of its hooks is not done on this machine, or not as it seems, in lines for a person.
   *
   * @param user who deploys
   */
  public List<String> hookNotes(String user) {
    List<String> notes = new ArrayList<>();
    hooks.forEach((event, scripts) -> {
      String hook = "hooks." + event.word();
      if (event.needsLoadBalancer()) {
        notes.add(hook + ": not run, this machine has no load balancer");
        return;
      }
      Duration together =
          scripts.stream()
              .map(HookScript::timeout)
              .filter(timeout -> !timeout.equals(HookScript.EVENT_LIMIT))
              .reduce(Duration.ZERO, Duration::plus);
      if (together.compareTo(HookScript.EVENT_LIMIT) > 0) {
        notes.add(
            "%s: the timeouts are %d s together; all scripts of an event have %d s"
                .formatted(hook, together.toSeconds(), HookScript.EVENT_LIMIT.toSeconds()));
      }
      for (HookScript script : scripts) {
        script
            .runAs()
            .filter(name -> !name.equals(user))
            .ifPresent(name ->
                notes.add(
                    "%s: %s runs as %s, not as %s: only root can change the user"
                        .formatted(hook, script.location(), user, name)));
        if (script.sudo()) {
          notes.add("%s: %s runs without sudo".formatted(hook, script.location()));
        }
      }
    });
    return notes;
  }
}
