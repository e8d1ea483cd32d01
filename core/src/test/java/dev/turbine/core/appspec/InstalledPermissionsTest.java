package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.appspec.InstallDecision.Install;
import dev.turbine.core.appspec.InstallDecision.Refuse;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstalledPermissionsTest {
  private static final String FILES = "files: [{source: /, destination: /app}]\npermissions:\n";
  private static final String REVISION = "a.sh b.sh c.txt d/ d/a.sh d/e/ d/e/f.sh";

  @Test
  void withoutPatternAllWithinTheObjectIsMatchedAtAnyDepthButNotTheObject() {
    assertThat(modes("- {object: /app, mode: 640}"))
        .containsExactly(
            "640 /app/a.sh",
            "640 /app/b.sh",
            "640 /app/c.txt",
            "640 /app/d/a.sh",
            "640 /app/d/e/f.sh",
            "640 /app/d",
            "640 /app/d/e");
  }

  @Test
  void aPatternMatchesWhatIsDirectlyInTheObject() {
    assertThat(modes("- {object: /app, pattern: '*.sh', mode: 755}"))
        .containsExactly("755 /app/a.sh", "755 /app/b.sh");
    assertThat(modes("- {object: /app/d, pattern: '*', mode: 755}"))
        .containsExactly("755 /app/d/a.sh", "755 /app/d/e");
    assertThat(modes("- {object: /app, pattern: 'd/*', mode: 755}")).isEmpty();
  }

  @Test
  void exceptionsAreNamesDirectlyInTheObject() {
    assertThat(modes("- {object: /app, except: [a.sh, 'c*', d], mode: 600}"))
        .containsExactly("600 /app/b.sh", "600 /app/d/a.sh", "600 /app/d/e/f.sh", "600 /app/d/e");
    assertThat(modes("- {object: /app/d, except: [/app/d/a.sh, e/f.sh], type: [file], mode: 600}"))
        .containsExactly("600 /app/d/a.sh", "600 /app/d/e/f.sh");
  }

  @Test
  void theTypeChoosesFilesOrFolders() {
    assertThat(modes("- {object: /app/d, type: [file], mode: 600}"))
        .containsExactly("600 /app/d/a.sh", "600 /app/d/e/f.sh");
    assertThat(modes("- {object: /app, type: [directory], mode: 700}"))
        .containsExactly("700 /app/d", "700 /app/d/e");
    assertThat(modes("- {object: /app, type: [], mode: 700}")).isEmpty();
  }

  @Test
  void anObjectMayBeAFileThatIsInstalled() {
    assertThat(modes("- {object: /app/d/../a.sh, mode: 755}")).containsExactly("755 /app/a.sh");
    assertThat(modes("- {object: /app/a.sh, type: [directory], mode: 755}")).isEmpty();
  }

  @Test
  void aFileTakesNoPatternAndNoExceptions() {
    assertThat(reasons("- {object: /app/a.sh, pattern: '*', mode: 755}"))
        .containsExactly(
            "permissions[1] (/app/a.sh): pattern and except are for folders, and this is a file");
    assertThat(reasons("- {object: /app/a.sh, except: [x], mode: 755}")).hasSize(1);
    assertThat(modes("- {object: /app/a.sh, pattern: '**', mode: 755}")).hasSize(1);
  }

  @Test
  void onlyWhatThisDeploymentInstallsIsTouched() {
    AppSpec spec =
        InstallPlanTest.spec(
            "files: [{source: a.sh, destination: /app}]\n"
                + "permissions:\n- {object: /app, mode: 755}\n- {object: /other, mode: 755}\n");
    InstallDecision decision =
        InstallPlanTest.decide(
            spec,
            InstallPlanTest.revision(REVISION),
            InstallPlanTest.machine("/app/ /app/old.sh /other/ /other/x"));
    assertThat(decision)
        .isEqualTo(
            new Install(
                List.of(
                    new InstallStep.Copy("a.sh", "/app/a.sh"),
                    new InstallStep.ChangeMode("/app/a.sh", new FileMode(0b111_101_101))),
                List.of("permissions[2] (/other): nothing that is installed matches")));
  }

  @Test
  void whatIsRetainedKeepsItsPermissions() {
    AppSpec spec =
        InstallPlanTest.spec(
            "file_exists_behavior: RETAIN\n"
                + FILES
                + "- {object: /app/a.sh, mode: 755}\n"
                + "- {object: /app, pattern: 'b*', mode: 700}\n");
    assertThat(InstallPlanTest.steps(spec, "a.sh b.sh", "/app/ /app/a.sh"))
        .containsExactly("b.sh > /app/b.sh", "chmod 700 /app/b.sh");
  }

  @Test
  void anObjectThatIsNotThereIsNamed() {
    assertThat(notes("- {object: /nowhere, mode: 755}"))
        .containsExactly("permissions[1] (/nowhere): nothing that is installed matches");
  }

  @Test
  void twoEntriesForOneObjectAreRefused() {
    assertThat(
            reasons(
                "- {object: /app, pattern: '*.sh', mode: 755}\n- {object: /app/a.sh, owner: x}"))
        .containsExactly(
            "permissions[2] (/app/a.sh): another entry has set the permissions of /app/a.sh"
                + " already; one must not match it");
  }

  @Test
  void defaultAclsAreForFolders() {
    assertThat(reasons("- {object: /app, acls: ['d:u:bob:rw']}"))
        .containsExactly(
            "permissions[1] (/app): files have no default acls; set type to directory");
    assertThat(reasons("- {object: /app/a.sh, acls: ['d:u:bob:rw']}"))
        .containsExactly("permissions[1] (/app/a.sh): files have no default acls");
    assertThat(notes("- {object: /app, type: [directory], acls: ['d:u:bob:rw']}")).hasSize(1);
  }

  @Test
  void whatNeedsRootIsNamed() {
    assertThat(
            notes(
                "- {object: /app, owner: adm, group: wheel, acls: ['u:bob:rw', 'm::7'], type:"
                    + " [file], context: {type: t, range: s0}}"))
        .containsExactly(
            "permissions[1] (/app): not set on this machine, where me deploys: owner adm; group"
                + " wheel; acls user:bob:rw-,mask::rwx; context t");
    assertThat(notes("- {object: /app, owner: me, mode: 700}")).isEmpty();
  }

  /** The documentation's example: its comments promise more for folders than the agent does. */
  @Test
  void theDocumentationsExampleHasTheAgentsResult() {
    AppSpec spec =
        InstallPlanTest.spec(
            """
            files:
              - {source: ./my-file-1.txt, destination: /tmp/my-app}
              - {source: ./my-file-2.txt, destination: /tmp/my-app}
              - {source: ./my-file-3.txt, destination: /tmp/my-app}
              - {source: ./my-folder-1, destination: /tmp/my-app/my-folder-1}
              - {source: ./my-folder-2, destination: /tmp/my-app/my-folder-2}
            permissions:
              - {object: /tmp/my-app, pattern: "*-3.txt", mode: 464, type: [file]}
              - {object: /tmp/my-app, pattern: "*.txt", except: [my-file-3.txt], mode: 444,
                 type: [file]}
              - {object: /tmp/my-app/my-folder-1, pattern: "**",
                 except: [my-file-4.txt, my-file-5.txt], mode: 646, type: [file]}
              - {object: /tmp/my-app/my-folder-2, pattern: "**", except: [my-file-8.txt],
                 mode: 777, type: [file]}
              - {object: /tmp/my-app, pattern: "*my-folder*",
                 except: [tmp/my-app/my-folder-2/my-folder-3], mode: 555, type: [directory]}
              - {object: /tmp/my-app/my-folder-2/my-folder-3, mode: 564, type: [directory]}
            """);
    assertThat(
            InstallPlanTest.steps(
                spec,
                "my-file-1.txt my-file-2.txt my-file-3.txt my-folder-1/ my-folder-1/my-file-4.txt"
                    + " my-folder-1/my-file-5.txt my-folder-1/my-file-6.txt my-folder-2/"
                    + " my-folder-2/my-file-7.txt my-folder-2/my-file-8.txt"
                    + " my-folder-2/my-file-9.txt my-folder-2/my-folder-3/",
                "/tmp/"))
        .filteredOn(step -> step.startsWith("chmod"))
        .containsExactly(
            "chmod 464 /tmp/my-app/my-file-3.txt",
            "chmod 444 /tmp/my-app/my-file-1.txt",
            "chmod 444 /tmp/my-app/my-file-2.txt",
            "chmod 646 /tmp/my-app/my-folder-1/my-file-6.txt",
            "chmod 777 /tmp/my-app/my-folder-2/my-file-7.txt",
            "chmod 777 /tmp/my-app/my-folder-2/my-file-9.txt",
            "chmod 555 /tmp/my-app/my-folder-1",
            "chmod 555 /tmp/my-app/my-folder-2");
  }

  private static List<String> modes(String permissions) {
    return InstallPlanTest.steps(InstallPlanTest.spec(FILES + permissions), REVISION, "").stream()
        .filter(step -> step.startsWith("chmod "))
        .map(step -> step.substring("chmod ".length()))
        .toList();
  }

  private static List<String> notes(String permissions) {
    return ((Install) decide(permissions)).notes();
  }

  private static List<String> reasons(String permissions) {
    return ((Refuse) decide(permissions)).reasons();
  }

  private static InstallDecision decide(String permissions) {
    return InstallPlanTest.decide(
        InstallPlanTest.spec(FILES + permissions),
        InstallPlanTest.revision(REVISION),
        InstallPlanTest.machine(""));
  }
}
