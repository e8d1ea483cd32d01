package dev.turbine.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseEffectsTest {
  private static final Map<String, String> PROJECT =
      Map.of(
          "requirements.txt", "pandas",
          "dags/a.py", "from include import helper",
          "dags/b.py", "open('include/query.sql')",
          "dags/wait.py", "from include.triggers import FileTrigger",
          "include/helper.py", "",
          "include/files.py", "",
          "include/style.py", "",
          "include/query.sql", "SELECT",
          "include/triggers.py", "import include.files\nclass FileTrigger(BaseTrigger):\n  ...",
          "plugins/menu.py", "from include.style import query");

  private static ReleaseContent content(Map<String, String> project) {
    return new ReleaseContent(
        project.entrySet().stream()
            .map(entry -> TestingReleases.file(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static ReleaseEffects effects(Map<String, String> current, boolean lockChanged) {
    Map<String, String> sources =
        current.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".py"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return ReleaseEffects.of(
        content(PROJECT), content(current), ImportGraph.of(sources), lockChanged);
  }

  private static ReleaseEffects withChanged(String path, String... others) {
    Map<String, String> current = new TreeMap<>(PROJECT);
    current.merge(path, " # changed", String::concat);
    for (String other : others) {
      current.merge(other, " # changed", String::concat);
    }
    return effects(current, false);
  }

  private static ReleaseEffects without(String path) {
    Map<String, String> current = new TreeMap<>(PROJECT);
    current.remove(path);
    return effects(current, false);
  }

  @Test
  void nothingChangedDoesNothing() {
    ReleaseEffects effects = effects(PROJECT, false);
    assertThat(effects.dagFilesFirst()).isEmpty();
    assertThat(effects.restart()).isInstanceOf(Restart.NoService.class);
    assertThat(effects.restart().services()).isEmpty();
  }

  @Test
  void filesThatTheRequirementsIncludeAreRequirements() {
    Map<String, String> current = new TreeMap<>(PROJECT);
    current.put("include/query.sql", "pandas<3");
    ReleaseEffects effects =
        ReleaseEffects.of(
            content(PROJECT),
            content(current),
            ImportGraph.of(Map.of()),
            Set.of("include/query.sql"),
            false);
    assertThat(effects.restart())
        .isEqualTo(new Restart.EveryService(List.of("include/query.sql"), List.of()));
  }

  @Test
  void changedDagsComeBeforeThoseThatDependOnAChange() {
    ReleaseEffects effects = withChanged("include/helper.py", "dags/wait.py", "dags/new.py");
    assertThat(effects.dagFilesFirst()).containsExactly("dags/new.py", "dags/wait.py", "dags/a.py");
    assertThat(effects.restart()).isInstanceOf(Restart.NoService.class);
  }

  @Test
  void removedFileIsNotParsedButWhatImportedItIs() {
    assertThat(without("include/helper.py").dagFilesFirst()).containsExactly("dags/a.py");
    assertThat(without("dags/a.py").dagFilesFirst()).isEmpty();
  }

  @Test
  void configurationMovesDagsToTheFrontAndRestartsNothing() {
    ReleaseEffects effects = withChanged("include/query.sql");
    assertThat(effects.dagFilesFirst()).containsExactly("dags/b.py");
    // menu.py has the word "query" too, but only its imports count.
    assertThat(effects.restart()).isInstanceOf(Restart.NoService.class);
  }

  @Test
  void packagesRestartEveryService() {
    Restart restart = withChanged("requirements.txt", "include/triggers.py").restart();
    assertThat(restart.services())
        .containsExactly("api-server", "scheduler", "dag-processor", "triggerer", "worker");
    assertThat(restart.reason()).isEqualTo("packages changed: requirements.txt");
    assertThat(without("requirements.txt").restart()).isEqualTo(restart);
    assertThat(effects(PROJECT, true).restart().reason())
        .isEqualTo("packages changed: Turbine's lock of packages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugins/menu.py", "plugins/static/menu.css", "include/style.py"})
  void pluginsAndWhatTheyImportRestartEveryService(String path) {
    Restart restart = withChanged(path).restart();
    assertThat(restart).isInstanceOf(Restart.EveryService.class);
    assertThat(restart.reason()).isEqualTo("plugins changed: " + path);
  }

  @Test
  void removedPluginRestartsEveryService() {
    assertThat(without("plugins/menu.py").restart().reason())
        .isEqualTo("plugins changed: plugins/menu.py");
    assertThat(without("include/style.py").restart()).isInstanceOf(Restart.EveryService.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"include/triggers.py", "include/files.py"})
  void triggersAndWhatTheyImportRestartTheTriggerer(String path) {
    Restart restart = withChanged(path).restart();
    assertThat(restart.services()).containsExactly("triggerer");
    assertThat(restart.reason()).isEqualTo("triggers changed: " + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A(BaseTrigger):",
        "class A(triggers.BaseTrigger, Mixin):",
        "class A(\n    Mixin,\n    BaseEventTrigger,\n):",
        "if x:\n  class A[T](Generic[T], Trigger):",
        "class A (DateTimeTrigger) :"
      })
  void triggersAreSeenByTheirBases(String text) {
    Map<String, String> current = new TreeMap<>(PROJECT);
    current.put("dags/t.py", text);
    assertThat(effects(current, false).restart()).isInstanceOf(Restart.OnlyTriggerer.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A(TriggerRule):",
        "class Trigger(Base):",
        "FileTrigger()",
        "class A: Trigger"
      })
  void othersAreNoTriggers(String text) {
    Map<String, String> current = new TreeMap<>(PROJECT);
    current.put("dags/t.py", text);
    assertThat(effects(current, false).restart()).isInstanceOf(Restart.NoService.class);
  }

  @Test
  void reasonNamesFiveFilesAtMost() {
    Map<String, String> current = new TreeMap<>(PROJECT);
    IntStream.range(0, 7).forEach(number -> current.put("plugins/p" + number, ""));
    assertThat(effects(current, false).restart().reason()).endsWith("plugins/p4 and 2 more");
  }
}
