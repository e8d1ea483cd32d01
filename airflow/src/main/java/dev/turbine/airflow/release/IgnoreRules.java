package dev.turbine.airflow.release;

import dev.turbine.core.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/** Which files of a project are no part of its releases. */
final class IgnoreRules {
  /** In a project's root; the syntax of .gitignore. */
  static final String FILE = ".turbineignore";

  /** What tools leave behind, and what only this machine or its person needs. */
  private static final List<String> DEFAULTS =
      List.of(
          ".git/",
          // A worktree's or submodule's .git is a file.
          ".git",
          ".turbine/",
          ".env",
          ".env.*",
          ".venv/",
          "venv/",
          "__pycache__/",
          "*.pyc",
          ".pytest_cache/",
          ".mypy_cache/",
          ".ruff_cache/",
          ".idea/",
          ".vscode/",
          ".DS_Store",
          "node_modules/",
          "tests/",
          "airflow_settings.yaml",
          "logs/");

  /** Hold secrets: no rule of a project brings them in. */
  private static final List<String> NEVER = List.of(".env", "airflow_settings.yaml", ".turbine");

  private final List<FastIgnoreRule> rules;

  private IgnoreRules(List<FastIgnoreRule> rules) {
    this.rules = rules;
  }

  /**
   * The rules that hold for every project, then those of its own file, of which a later one wins.
   *
   * @param text of {@link #FILE}; empty when there is none
   */
  static IgnoreRules of(String text, Problems problems) {
    List<FastIgnoreRule> rules = new ArrayList<>();
    DEFAULTS.forEach(pattern -> add(pattern, 0, rules, problems));
    List<String> lines = text.lines().toList();
    for (int line = 0; line < lines.size(); line++) {
      add(lines.get(line), line + 1, rules, problems);
    }
    return new IgnoreRules(rules);
  }

  private static void add(String pattern, int line, List<FastIgnoreRule> rules, Problems problems) {
    if (pattern.isBlank() || pattern.startsWith("#")) {
      return;
    }
    FastIgnoreRule rule = new FastIgnoreRule(pattern);
    if (rule.isEmpty()) {
      problems.add(FILE, line, "\"%s\" is no pattern of .gitignore".formatted(pattern));
    } else {
      rules.add(rule);
    }
  }

  /**
   * Whether a file or folder is left out. Nothing below a folder that is left out comes back in.
   *
   * @param path relative to the project
   */
  boolean isIgnored(String path, boolean isFolder) {
    if (isNever(path)) {
      return true;
    }
    for (FastIgnoreRule rule : rules.reversed()) {
      if (rule.isMatch(path, isFolder)) {
        return rule.getResult();
      }
    }
    return false;
  }

  /** Whether a path is, or is below, what holds secrets. */
  static boolean isNever(String path) {
    for (String name : path.split("/")) {
      for (String never : NEVER) {
        if (name.equalsIgnoreCase(never)) {
          return true;
        }
      }
    }
    return false;
  }
}
