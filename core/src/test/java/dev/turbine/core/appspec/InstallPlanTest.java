package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.appspec.InstallDecision.Install;
import dev.turbine.core.appspec.InstallDecision.Refuse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Revisions and machines are written as words: {@code folder/}, {@code file}, {@code link@}. */
class InstallPlanTest {
  @Test
  void aFileLandsInTheDestinationByItsName() {
    assertThat(
            plan(
                "source: Config/config.txt, destination: /webapps/Config",
                "Config/ Config/config.txt b",
                ""))
        .containsExactly(
            "mkdir /webapps",
            "mkdir /webapps/Config",
            "Config/config.txt > /webapps/Config/config.txt");
  }

  @Test
  void theContentsOfAFolderLandInTheDestination() {
    assertThat(
            plan(
                "source: my-folder, destination: /temp/other",
                "appspec.yml my-folder/ my-folder/a my-folder/sub/ my-folder/sub/b my-folder-2/"
                    + " my-folder-2/c",
                "/temp/"))
        .containsExactly(
            "mkdir /temp/other",
            "my-folder/a > /temp/other/a",
            "mkdir /temp/other/sub",
            "my-folder/sub/b > /temp/other/sub/b");
  }

  @Test
  void aSlashIsTheWholeRevisionAndTheAppspecToo() {
    assertThat(plan("source: /, destination: /temp", "appspec.yml a/ a/b empty/ l@", "/temp/"))
        .containsExactly(
            "mkdir /temp/a",
            "a/b > /temp/a/b",
            "appspec.yml > /temp/appspec.yml",
            "mkdir /temp/empty",
            "l > /temp/l");
  }

  @Test
  void theRootOfTheMachineIsADestinationToo() {
    assertThat(plan("source: a, destination: /", "a/ a/b c", "")).containsExactly("a/b > /b");
    assertThat(plan("source: c, destination: /", "a/ a/b c", "")).containsExactly("c > /c");
  }

  @Test
  void foldersThatExistAreNotMade() {
    assertThat(plan("source: a, destination: /x/y", "a/ a/b/ a/b/c", "/x/ /x/y/ /x/y/b/"))
        .containsExactly("a/b/c > /x/y/b/c");
  }

  @Test
  void severalEntriesAreInstalledInTheirOrder() {
    assertThat(
            plan(
                "source: b, destination: /x}, {source: a, destination: /x/y}, {source: c,"
                    + " destination: /x",
                "a b c/ c/y/ c/y/d",
                ""))
        .containsExactly("mkdir /x", "b > /x/b", "mkdir /x/y", "a > /x/y/a", "c/y/d > /x/y/d");
  }

  @Test
  void aSourceThatIsNotThereIsRefused() {
    assertThat(refusal("source: nothing, destination: /x}, {source: b/c, destination: /x", "a b"))
        .containsExactly(
            "files: the revision has no 'nothing'", "files: the revision has no 'b/c'");
  }

  @Test
  void twoFilesForOnePlaceAreRefused() {
    assertThat(refusal("source: a, destination: /x}, {source: b/a, destination: /x", "a b/ b/a"))
        .containsExactly("files: 'a' and 'b/a' would both land at /x/a");
  }

  @Test
  void aFileAndAFolderForOnePlaceAreRefused() {
    assertThat(refusal("source: a, destination: /x}, {source: b, destination: /x/a", "a b/ b/c"))
        .contains("files: the file 'a' and a folder would both land at /x/a");
    assertThat(refusal("source: b, destination: /x/a}, {source: a, destination: /x", "a b/ b/c"))
        .containsExactly("files: the file 'a' and a folder would both land at /x/a");
  }

  @Test
  void aFileInTheWayOfAFolderIsRefused() {
    assertThat(refusal("source: a, destination: /x/y", "a/ a/b", "/x/ /x/y"))
        .containsExactly("files: a folder should be at /x/y, where a file is");
    assertThat(refusal("source: a/b, destination: /x/y/z", "a/ a/b", "/x/ /x/y"))
        .containsExactly("files: /x/y cannot hold /x/y/z/b: it is a file");
  }

  @Test
  void aLineBreakInANameIsRefused() {
    TreeMap<String, RevisionListing.Kind> entries = new TreeMap<>();
    entries.put("a\nb", RevisionListing.Kind.FILE);
    assertThat(
            decide(
                spec("files: [{source: /, destination: /x}]"),
                new RevisionListing(entries),
                _ -> InstallTarget.Kind.NOTHING))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void byDefaultAFileThatExistsIsRefused() {
    assertThat(refusal("source: /, destination: /x", "a b c", "/x/ /x/a /x/c"))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("files: /x/a exists, and no deployment of this group put it there");
    assertThat(refusal("source: /, destination: /x", "a", "/x/ /x/a/")).hasSize(1);
  }

  @Test
  void aFileThatExistsIsOverwrittenOnRequest() {
    assertThat(
            steps(
                spec("file_exists_behavior: OVERWRITE\nfiles: [{source: /, destination: /x}]"),
                "a b",
                "/x/ /x/a"))
        .containsExactly("a > /x/a", "b > /x/b");
  }

  @Test
  void onlyFilesOverwriteAndOnlyFiles() {
    AppSpec spec = spec("file_exists_behavior: OVERWRITE\nfiles: [{source: /, destination: /x}]");
    assertThat(decide(spec, revision("a l@"), machine("/x/ /x/a/ /x/l")))
        .isEqualTo(
            new Refuse(
                List.of(
                    "files: 'a' cannot replace the folder /x/a",
                    "files: the link 'l' cannot replace /x/l: CodeDeploy replaces files by files"
                        + " only")));
  }

  @Test
  void aFileThatExistsIsRetainedOnRequest() {
    assertThat(
            steps(
                spec("file_exists_behavior: RETAIN\nfiles: [{source: /, destination: /x}]"),
                "a b c/ c/d",
                "/x/ /x/a /x/c/ /x/c/d/"))
        .containsExactly("b > /x/b");
  }

  @Test
  void theAppspecCountsMoreThanTheDeployment() {
    RevisionListing revision = revision("a");
    InstallTarget machine = machine("/x/ /x/a");
    AppSpec silent = spec("files: [{source: /, destination: /x}]");
    AppSpec retains = spec("file_exists_behavior: RETAIN\nfiles: [{source: /, destination: /x}]");
    assertThat(InstallPlan.of(silent, FileExistsBehavior.OVERWRITE, revision, machine, "me"))
        .isEqualTo(new Install(List.of(new InstallStep.Copy("a", "/x/a")), List.of()));
    assertThat(InstallPlan.of(retains, FileExistsBehavior.OVERWRITE, revision, machine, "me"))
        .isEqualTo(new Install(List.of(), List.of()));
  }

  private static List<String> plan(String files, String revision, String machine) {
    return steps(spec("files: [{" + files + "}]"), revision, machine);
  }

  private static List<String> refusal(String files, String revision) {
    return refusal(files, revision, "");
  }

  private static List<String> refusal(String files, String revision, String machine) {
    InstallDecision decision =
        decide(spec("files: [{" + files + "}]"), revision(revision), machine(machine));
    assertThat(decision).isInstanceOf(Refuse.class);
    return ((Refuse) decision).reasons();
  }

  static InstallDecision decide(AppSpec spec, RevisionListing revision, InstallTarget machine) {
    return InstallPlan.of(spec, FileExistsBehavior.DISALLOW, revision, machine, "me");
  }

  static List<String> steps(AppSpec spec, String revision, String machine) {
    InstallDecision decision = decide(spec, revision(revision), machine(machine));
    assertThat(decision).isInstanceOf(Install.class);
    List<String> steps = new ArrayList<>();
    for (InstallStep step : ((Install) decision).steps()) {
      steps.add(
          switch (step) {
            case InstallStep.MakeFolder(String folder) -> "mkdir " + folder;
            case InstallStep.Copy(String source, String destination) ->
                source + " > " + destination;
            case InstallStep.ChangeMode(String object, FileMode mode) ->
                "chmod " + mode + " " + object;
          });
    }
    return steps;
  }

  static AppSpec spec(String sections) {
    return AppSpec.parse("appspec.yml", "version: 0.0\nos: linux\n" + sections);
  }

  static RevisionListing revision(String words) {
    TreeMap<String, RevisionListing.Kind> entries = new TreeMap<>();
    for (String word : words.split(" ")) {
      if (word.endsWith("/")) {
        entries.put(word.substring(0, word.length() - 1), RevisionListing.Kind.FOLDER);
      } else if (word.endsWith("@")) {
        entries.put(word.substring(0, word.length() - 1), RevisionListing.Kind.LINK);
      } else {
        entries.put(word, RevisionListing.Kind.FILE);
      }
    }
    return new RevisionListing(entries);
  }

  static InstallTarget machine(String words) {
    Map<String, InstallTarget.Kind> kinds = new HashMap<>(Map.of("/", InstallTarget.Kind.FOLDER));
    for (String word : words.split(" ")) {
      if (word.endsWith("/")) {
        kinds.put(word.substring(0, word.length() - 1), InstallTarget.Kind.FOLDER);
      } else {
        kinds.put(word, InstallTarget.Kind.FILE);
      }
    }
    return path -> kinds.getOrDefault(path, InstallTarget.Kind.NOTHING);
  }
}
