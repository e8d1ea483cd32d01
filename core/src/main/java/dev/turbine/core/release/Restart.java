package dev.turbine.core.release;

import java.util.List;
import java.util.stream.Collectors;

/** Which services have to start anew so that a release is what they execute, and why. */
public sealed interface Restart {
  /** Why, in words that name files. */
  String reason();

  /** The kinds of services, in the order of their names in Airflow. */
  List<String> services();

  /** None: runs that begin after the activation execute the new code by themselves. */
  record NoService() implements Restart {
    @Override
    public String reason() {
      return "no packages, plugins or triggers changed";
    }

    @Override
    public List<String> services() {
      return List.of();
    }
  }

  /**
   * The triggerer, which keeps the classes of triggers once it has imported them.
   *
   * @param files what changed: files of triggers, or files that those import
   */
  record OnlyTriggerer(List<String> files) implements Restart {
    public OnlyTriggerer {
      files = List.copyOf(files);
    }

    @Override
    public String reason() {
      return "triggers changed: " + named(files);
    }

    @Override
    public List<String> services() {
      return List.of("triggerer");
    }
  }

  /**
   * Every service, because each has the packages and the plugins in its process.
   *
   * @param packages what the environment is made of and what changed: requirements.txt, the lock
   * @param plugins what changed: files of plugins, or files that those import
   */
  record EveryService(List<String> packages, List<String> plugins) implements Restart {
    public EveryService {
      packages = List.copyOf(packages);
      plugins = List.copyOf(plugins);
      if (packages.isEmpty() && plugins.isEmpty()) {
        throw new IllegalArgumentException("Every service restarts for no reason");
      }
    }

    @Override
    public String reason() {
      if (plugins.isEmpty()) {
        return "packages changed: " + named(packages);
      }
      String plugin = "plugins changed: " + named(plugins);
      return packages.isEmpty() ? plugin : "packages changed: " + named(packages) + "; " + plugin;
    }

    @Override
    public List<String> services() {
      return List.of("api-server", "scheduler", "dag-processor", "triggerer", "worker");
    }
  }

  private static String named(List<String> files) {
    int shown = 5;
    String first = files.stream().limit(shown).collect(Collectors.joining(", "));
    return files.size() > shown ? "%s and %d more".formatted(first, files.size() - shown) : first;
  }
}
