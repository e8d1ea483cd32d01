package dev.turbine.core.release;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of a project's Python files import which.
 *
 * <p>Read from texts alone, so an approximation from above: an import stands for every file that
 * Python could take it for, present or not, and a file that was removed still has its importers.
 * Modules are looked for where Airflow puts its {@code sys.path}: in {@code dags/}, in {@code
 * plugins/}, and in the folder that holds both, from which {@code include} is imported. Packages
 * need no {@code __init__.py}. Not seen: a module whose name is put together at run time.
 */
public final class ImportGraph {
  private static final List<String> ROOTS = List.of("dags/", "plugins/", "");

  private final Map<String, String> sources;
  private final Map<String, Set<String>> imports;
  private final Map<String, Set<String>> importers;

  private ImportGraph(
      Map<String, String> sources,
      Map<String, Set<String>> imports,
      Map<String, Set<String>> importers) {
    this.sources = sources;
    this.imports = imports;
    this.importers = importers;
  }

  /**
   * Reads the imports of all files.
   *
   * @param sources the text of each Python file by its path, relative to the folder that becomes
   *     {@code /airflow}
   */
  public static ImportGraph of(Map<String, String> sources) {
    Map<String, Set<String>> children = new HashMap<>();
    for (String path : sources.keySet()) {
      String folder = folder(path);
      children.computeIfAbsent(folder, _ -> new HashSet<>()).add(path);
      if (path.endsWith("/__init__.py")) {
        children.computeIfAbsent(parent(folder), _ -> new HashSet<>()).add(path);
      }
    }
    Map<String, Set<String>> imports = new TreeMap<>();
    Map<String, Set<String>> importers = new HashMap<>();
    sources.forEach((path, text) -> {
      Set<String> candidates = new TreeSet<>();
      PythonImports.of(text).forEach(found -> addCandidates(path, found, children, candidates));
      candidates.remove(path);
      imports.put(path, candidates);
      candidates.forEach(
          candidate -> importers.computeIfAbsent(candidate, _ -> new TreeSet<>()).add(path));
    });
    return new ImportGraph(new TreeMap<>(sources), imports, importers);
  }

  private static void addCandidates(
      String path,
      PythonImports.Import found,
      Map<String, Set<String>> children,
      Set<String> candidates) {
    String module = found.module().replace('.', '/');
    if (found.level() > 0) {
      String base = folder(path);
      for (int level = found.level(); level > 1; level--) {
        base = parent(base);
      }
      addModule(base, module, found.names(), children, candidates);
    } else {
      ROOTS.forEach(root -> addModule(root, module, found.names(), children, candidates));
    }
  }

  private static void addModule(
      String root,
      String module,
      List<String> names,
      Map<String, Set<String>> children,
      Set<String> candidates) {
    // Importing a module executes each package on the way to it.
    for (int slash = module.indexOf('/'); slash >= 0; slash = module.indexOf('/', slash + 1)) {
      candidates.add(root + module.substring(0, slash) + "/__init__.py");
    }
    String folder = module.isEmpty() ? root : root + module + "/";
    if (!module.isEmpty()) {
      candidates.add(root + module + ".py");
    }
    candidates.add(folder + "__init__.py");
    for (String name : names) {
      if (name.equals("*")) {
        // A package's __all__ may name modules.
        candidates.addAll(children.getOrDefault(folder, Set.of()));
      } else {
        candidates.add(folder + name + ".py");
        candidates.add(folder + name + "/__init__.py");
      }
    }
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String parent(String folder) {
    return folder.isEmpty() ? folder : folder(folder.substring(0, folder.length() - 1));
  }

  /** The Python files of the project that a file imports itself; empty for an unknown file. */
  public Set<String> imports(String path) {
    Set<String> present = new TreeSet<>(imports.getOrDefault(path, Set.of()));
    present.retainAll(sources.keySet());
    return present;
  }

  /** The text of each Python file by its path. */
  Map<String, String> sources() {
    return sources;
  }

  /**
   * All that some files import, directly or not, themselves included: present or not.
   *
   * @param paths where to begin
   */
  Set<String> reach(Collection<String> paths) {
    return closure(paths, imports);
  }

  /**
   * The Python files that have to be read again: the changed ones that are present, and all that
   * import a changed one, directly or not.
   *
   * <p>A changed file that is not Python counts as touching each Python file whose text has its
   * name or its stem, as that of a DAG factory has the name of its configuration. That is a guess,
   * often of too many and sometimes of too few, as when a factory reads all files of a folder. Use
   * the answer only to decide what is parsed first.
   *
   * @param changed paths that were added, changed or removed
   */
  public Set<String> dependents(Collection<String> changed) {
    Set<String> touched = new LinkedHashSet<>();
    for (String path : changed) {
      if (isPython(path)) {
        touched.add(path);
      } else {
        touched.addAll(mentioning(path));
      }
    }
    Set<String> dependents = new TreeSet<>(closure(touched, importers));
    dependents.retainAll(sources.keySet());
    return dependents;
  }

  private List<String> mentioning(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    // The stem is a part of the name: who has the name has the stem. ".airflowignore" has none.
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return sources.entrySet().stream()
        .filter(source -> source.getValue().contains(stem))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<String> closure(Collection<String> begin, Map<String, Set<String>> edges) {
    Set<String> reached = new LinkedHashSet<>(begin);
    Deque<String> open = new ArrayDeque<>(begin);
    while (!open.isEmpty()) {
      for (String next : edges.getOrDefault(open.remove(), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static boolean isPython(String path) {
    return path.endsWith(".py");
  }
}
