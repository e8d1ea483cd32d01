package dev.turbine.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportGraphTest {
  private static final Map<String, String> PROJECT =
      Map.of(
          "dags/shared/__init__.py", "",
          "dags/shared/times.py", "",
          "dags/shared/deep/zone.py", "",
          "include/sql.py", "",
          "plugins/menu.py", "",
          "dags/times.py", "");

  private static ImportGraph with(String path, String text) {
    Map<String, String> sources = new TreeMap<>(PROJECT);
    sources.put(path, text);
    return ImportGraph.of(sources);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import shared.times",
        "import os, shared.times as t",
        "import os; import shared.times",
        "if True: import shared.times",
        "def f():\n\timport shared.times  # late",
        "from shared import times",
        "from shared import (\n  other,  # (not that)\n  times as t,\n)",
        "from shared import other, \\\n    times",
        "from shared.times import parse",
        "from shared import *",
        "from dags.shared import times",
        "from\tshared\timport\ttimes",
        "x = 1\r\nfrom shared import times\r\n",
        "\uFEFFimport shared.times",
        "importlib.import_module('shared.times')",
        "try:\n  from shared import(times)\nexcept ImportError: pass"
      })
  void importsAreFoundInEveryForm(String text) {
    assertThat(with("dags/a.py", text).imports("dags/a.py"))
        .contains("dags/shared/times.py", "dags/shared/__init__.py")
        .doesNotContain("include/sql.py", "plugins/menu.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from . import zone",
        "from .zone import x",
        "from .import zone",
        "from ..deep import zone",
        "from .. deep.zone import x",
        "from ...shared.deep import (zone)"
      })
  void relativeImportsBeginAtTheirFolder(String text) {
    assertThat(with("dags/shared/deep/a.py", text).imports("dags/shared/deep/a.py"))
        .contains("dags/shared/deep/zone.py")
        .doesNotContain("dags/times.py");
  }

  @Test
  void packagesFileImportsFromItsOwnFolder() {
    Map<String, String> sources = new TreeMap<>(PROJECT);
    sources.put("dags/shared/__init__.py", "from . import times");
    assertThat(ImportGraph.of(sources).imports("dags/shared/__init__.py"))
        .containsExactly("dags/shared/times.py");
  }

  @Test
  void modulesAreLookedForWhereAirflowLooks() {
    assertThat(
            with("dags/a.py", "import times\nimport menu\nfrom include import sql\n")
                .imports("dags/a.py"))
        .containsExactly("dags/times.py", "include/sql.py", "plugins/menu.py");
    assertThat(with("dags/a.py", "import shared.deep.zone").imports("dags/a.py"))
        .containsExactly("dags/shared/__init__.py", "dags/shared/deep/zone.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "important = times", "x = 'from here'", "# import times", "import timesheet"})
  void othersAreNot(String text) {
    assertThat(with("dags/a.py", text).imports("dags/a.py")).isEmpty();
  }

  @Test
  void dependentsAreFoundThroughOthersAndThroughCircles() {
    ImportGraph graph =
        ImportGraph.of(
            Map.of(
                "dags/a.py", "import b",
                "dags/b.py", "from include.c import x",
                "include/c.py", "from dags import b",
                "dags/free.py", "import os"));
    assertThat(graph.dependents(List.of("include/c.py")))
        .containsExactly("dags/a.py", "dags/b.py", "include/c.py");
    assertThat(graph.dependents(List.of("dags/free.py"))).containsExactly("dags/free.py");
  }

  @Test
  void removedFilesHaveDependentsAndAreNone() {
    ImportGraph graph = ImportGraph.of(Map.of("dags/a.py", "from include import gone"));
    assertThat(graph.dependents(List.of("include/gone.py"))).containsExactly("dags/a.py");
  }

  @Test
  void configurationTouchesThoseThatNameIt() {
    ImportGraph graph =
        ImportGraph.of(
            Map.of(
                "dags/factory.py", "load('include/customers.yaml')",
                "dags/stem.py", "load(name='customers')",
                "dags/through.py", "import factory",
                "dags/free.py", "load('others.yaml')",
                "dags/keep.py", "'.airflowignore'"));
    assertThat(graph.dependents(List.of("include/customers.yaml")))
        .containsExactly("dags/factory.py", "dags/stem.py", "dags/through.py");
    assertThat(graph.dependents(List.of("dags/.airflowignore"))).containsExactly("dags/keep.py");
  }

  /** An expression that tries all ways to match would take minutes or the stack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from a import (",
        "from . . . ",
        "import a,",
        "from a import (#\n",
        "class A(B, "
      })
  void longTextsAreReadInOnePass(String text) {
    String endless = text + text.repeat(20_000) + "\n" + "x,\n".repeat(100_000);
    assertThat(with("dags/a.py", endless + "\nimport times\n)\nimport menu").imports("dags/a.py"))
        .contains("plugins/menu.py");
    ReleaseContent none = ReleaseContent.EMPTY;
    assertThat(ReleaseEffects.of(none, none, with("dags/a.py", endless), false).dagFilesFirst())
        .isEmpty();
  }
}
