package dev.turbine.core.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the activation of a release asks of a running Airflow.
 *
 * @param dagFilesFirst files below {@code dags/} to parse before all others: those that changed,
 *     then those that depend on what changed
 * @param restart which services start anew
 */
public record ReleaseEffects(List<String> dagFilesFirst, Restart restart) {
  /** In the folder that becomes {@code /airflow}. */
  public static final String REQUIREMENTS = "requirements.txt";

  /** Stands for the lock that ships with Turbine, among the packages that changed. */
  public static final String LOCK = "Turbine's lock of packages";

  private static final String DAGS = "dags/";
  private static final String PLUGINS = "plugins/";

  /**
   * A class of which one base's text ends with {@code Trigger}, as all of Airflow's do. A class
   * whose base is named otherwise is not seen as a trigger.
   */
  private static final Pattern TRIGGER =
      Pattern.compile(
          "(?m)^["
              + " \\t]*class\\s+\\w+\\s*(?:\\[[^\\]]*\\]\\s*)?\\((?:[^)]*[\\s,.])?\\w*Trigger\\s*(?:\\[[^\\]]*\\]\\s*)?[,)]",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Copies. */
  public ReleaseEffects {
    dagFilesFirst = List.copyOf(dagFilesFirst);
  }

  /**
   * Compares two releases; all paths are relative to the folder that becomes {@code /airflow}.
   *
   * @param old what is active; {@link ReleaseContent#EMPTY} when nothing is
   * @param current what becomes active
   * @param graph of the Python files of {@code current}
   * @param lockChanged whether they were made for different locks
   */
  public static ReleaseEffects of(
      ReleaseContent old, ReleaseContent current, ImportGraph graph, boolean lockChanged) {
    return of(old, current, graph, Set.of(), lockChanged);
  }

  /**
   * The same for a project whose requirements.txt includes other files.
   *
   * @param included what it includes now or did include
   */
  public static ReleaseEffects of(
      ReleaseContent old,
      ReleaseContent current,
      ImportGraph graph,
      Set<String> included,
      boolean lockChanged) {
    List<String> touched = ReleaseDiff.between(old, current).touched();
    List<String> packages =
        new ArrayList<>(
            touched.stream()
                .filter(path -> path.equals(REQUIREMENTS) || included.contains(path))
                .toList());
    if (lockChanged) {
      packages.add(LOCK);
    }
    return new ReleaseEffects(
        dagFilesFirst(current, graph, touched), restart(graph, touched, packages));
  }

  private static List<String> dagFilesFirst(
      ReleaseContent current, ImportGraph graph, List<String> touched) {
    Set<String> present = current.byPath().keySet();
    // A packaged DAG is a zip.
    Stream<String> changed =
        touched.stream().filter(path -> path.endsWith(".py") || path.endsWith(".zip")).sorted();
    Set<String> first = new LinkedHashSet<>();
    Stream.concat(changed, graph.dependents(touched).stream())
        .filter(path -> path.startsWith(DAGS) && present.contains(path))
        .forEach(first::add);
    return List.copyOf(first);
  }

  private static Restart restart(ImportGraph graph, List<String> touched, List<String> packages) {
    Set<String> sources = graph.sources().keySet();
    List<String> plugins =
        behind(graph, sources.stream().filter(path -> path.startsWith(PLUGINS)).toList(), touched);
    touched.stream()
        .filter(path -> path.startsWith(PLUGINS) && !plugins.contains(path))
        .forEach(plugins::add);
    if (!packages.isEmpty() || !plugins.isEmpty()) {
      return new Restart.EveryService(packages, plugins);
    }
    List<String> definingTriggers =
        sources.stream().filter(path -> definesTrigger(graph, path)).toList();
    List<String> triggers = behind(graph, definingTriggers, touched);
    return triggers.isEmpty() ? new Restart.NoService() : new Restart.OnlyTriggerer(triggers);
  }

  private static boolean definesTrigger(ImportGraph graph, String path) {
    String text = graph.sources().getOrDefault(path, "");
    // Most files have no such word, and need not be searched for a class.
    return text.contains("Trigger") && TRIGGER.matcher(text).find();
  }

  private static List<String> behind(
      ImportGraph graph, Collection<String> files, List<String> touched) {
    Set<String> reach = graph.reach(files);
    return new ArrayList<>(touched.stream().filter(reach::contains).toList());
  }
}
