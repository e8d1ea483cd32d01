package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppSpecTest {
  private static final String HEAD = "version: 0.0\nos: linux\n";

  @Test
  void everySectionIsRead() {
    AppSpec spec =
        AppSpec.parse(
            "appspec.yml",
            """
            version: 0.0
            os: linux
            files:
              - source: /
                destination: /airflow
              - source: ./etc/a.conf
                destination: /etc/app/
            file_exists_behavior: OVERWRITE
            permissions:
              - object: /airflow
                pattern: "*.sh"
                except: [a.sh, b*]
                owner: airflow
                group: ops
                mode: 755
                acls:
                  - u:mary:rw
                  - m::7
                context:
                  user: unconfined_u
                  type: httpd_sys_content_t
                  range: s0
                type:
                  - file
            hooks:
              AfterInstall:
                - location: ./scripts/a.sh
                  timeout: 180
                  runas: root
                - location: scripts/b.sh
            """);
    assertThat(spec)
        .isEqualTo(
            new AppSpec(
                List.of(new FileMapping("", "/airflow"), new FileMapping("etc/a.conf", "/etc/app")),
                List.of(
                    new PermissionRule(
                        "/airflow",
                        Optional.of(new SimpleGlob("*.sh")),
                        List.of(new SimpleGlob("a.sh"), new SimpleGlob("b*")),
                        Set.of(ObjectType.FILE),
                        Optional.of("airflow"),
                        Optional.of("ops"),
                        Optional.of(new FileMode(0b111_101_101)),
                        Optional.of(
                            List.of(
                                new AclEntry(false, "user", "mary", "rw-"),
                                new AclEntry(false, "mask", "", "rwx"))),
                        Optional.of(
                            new SelinuxContext(
                                Optional.of("unconfined_u"), "httpd_sys_content_t", "s0")))),
                Map.of(
                    LifecycleEvent.AFTER_INSTALL,
                    List.of(
                        new HookScript(
                            "scripts/a.sh", Duration.ofSeconds(180), Optional.of("root"), false),
                        new HookScript(
                            "scripts/b.sh", Duration.ofHours(1), Optional.empty(), false))),
                Optional.of(FileExistsBehavior.OVERWRITE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "files:\npermissions: ~\nhooks:\nfile_exists_behavior:\n", "hooks: {}"})
  void sectionsMayBeMissingOrEmpty(String sections) {
    assertThat(AppSpec.parse("appspec.yml", HEAD + sections))
        .isEqualTo(new AppSpec(List.of(), List.of(), Map.of(), Optional.empty()));
  }

  @Test
  void itMayBeJson() {
    AppSpec spec =
        AppSpec.parse(
            "appspec.yml",
            """
            {"version": 0.0, "os": "linux", "files": [{"source": "/", "destination": "/a"}]}
            """);
    assertThat(spec.files()).containsExactly(new FileMapping("", "/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "0.00"})
  void theVersionIsTheNumberZero(String version) {
    assertThat(AppSpec.parse("a", "version: " + version + "\nos: linux").files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'0.0'", "1.0", "0.1", "zero", "[0.0]", ""})
  void anotherVersionIsRefusedAQuotedOneToo(String version) {
    assertThat(problems("version: " + version + "\nos: linux"))
        .singleElement()
        .asString()
        .startsWith("appspec.yml:1: version is ")
        .endsWith("; expected 0.0, without quotes");
  }

  @ParameterizedTest
  @CsvSource({"windows, 'windows'", "Linux, 'Linux'", "'', empty"})
  void anotherSystemIsRefused(String os, String shown) {
    String word = shown.equals("empty") ? shown : "'" + shown.replace("'", "") + "'";
    assertThat(problems("version: 0.0\nos: " + os))
        .containsExactly("appspec.yml:2: os is " + word + "; expected linux");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "~"})
  void anEmptyFileIsRefused(String text) {
    assertThat(problems(text))
        .containsExactly("appspec.yml: is empty; expected at least 'version: 0.0' and 'os: linux'");
  }

  @Test
  void versionAndSystemAreRequired() {
    assertThat(problems("files: []"))
        .containsExactly(
            "appspec.yml: has no 'version'; add the line 'version: 0.0'",
            "appspec.yml: has no 'os'; add the line 'os: linux'");
  }

  @Test
  void brokenYamlIsRefused() {
    assertThat(problems("version: 0.0\n\tos: linux"))
        .singleElement()
        .asString()
        .startsWith("appspec.yml:2: broken YAML");
  }

  @Test
  void allProblemsAreReportedAtOnceByLine() {
    assertThat(
            problems(
                """
                version: 0.0
                os: linux
                file:
                  - source: /
                files:
                  - source: a
                  - destination: /b
                  - source: ../a
                    destination: b
                    file_exists_behavior: RETAIN
                  - a
                file_exists_behavior: overwrite
                hooks:
                  AfterInstal: [{location: a}]
                  Install: [{location: a}]
                  AfterInstall:
                    - timeout: 5
                    - {location: /, timeout: 0}
                    - {location: a, timeout: 5m, user: root}
                """))
        .containsExactly(
            "appspec.yml:3: unknown key 'file'; did you mean 'files'?",
            "appspec.yml:6: files[1] has no 'destination'; expected an absolute path, such as"
                + " /airflow",
            "appspec.yml:7: files[2] has no 'source'; expected a file or folder of the revision,"
                + " or / for all of it",
            "appspec.yml:8: files[3].source is '../a'; expected a file or folder of the revision,"
                + " or / for all of it",
            "appspec.yml:9: files[3].destination is 'b'; expected an absolute path, such as"
                + " /airflow",
            "appspec.yml:10: unknown key 'files[3].file_exists_behavior'; known keys: source,"
                + " destination",
            "appspec.yml:11: files[4] is 'a'; expected a mapping: lines of 'key: value'",
            "appspec.yml:12: file_exists_behavior is 'overwrite'; expected DISALLOW, OVERWRITE or"
                + " RETAIN",
            "appspec.yml:14: hooks.AfterInstal is no event of a deployment; did you mean"
                + " 'AfterInstall'?",
            "appspec.yml:15: hooks.Install takes no scripts: the event is reserved for CodeDeploy;"
                + " hook to another",
            "appspec.yml:17: hooks.AfterInstall[1] has no 'location'; expected a script's path"
                + " within the revision",
            "appspec.yml:18: hooks.AfterInstall[2].location is '/'; expected a script's path"
                + " within the revision",
            "appspec.yml:18: hooks.AfterInstall[2].timeout is 0; expected a number of seconds,"
                + " from 1",
            "appspec.yml:19: unknown key 'hooks.AfterInstall[3].user'; known keys: location,"
                + " timeout, runas, sudo",
            "appspec.yml:19: hooks.AfterInstall[3].timeout is '5m'; expected a number of seconds,"
                + " from 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DownloadBundle", "Install", "BlockTraffic", "AllowTraffic"})
  void reservedEventsTakeNoScripts(String event) {
    assertThat(problems(HEAD + "hooks: {" + event + ": [{location: a}]}"))
        .singleElement()
        .asString()
        .contains("reserved for CodeDeploy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Start", "End", "afterinstall"})
  void otherNamesAreNoEvents(String event) {
    assertThat(problems(HEAD + "hooks: {" + event + ": [{location: a}]}"))
        .singleElement()
        .asString()
        .contains("is no event of a deployment; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AfterInstall:", "AfterInstall: []", "AfterInstall: ~"})
  void anEventWithoutScriptsIsNone(String hook) {
    AppSpec spec = AppSpec.parse("appspec.yml", HEAD + "hooks:\n  " + hook);
    assertThat(spec.hooks()).isEmpty();
    assertThat(spec.scripts(LifecycleEvent.AFTER_INSTALL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"180, 180", "'''180''', 180", "1.9, 1", "7200, 7200", "'', 3600", "~, 3600"})
  void aTimeoutIsInSeconds(String timeout, long seconds) {
    assertThat(script("{location: a, timeout: " + timeout + "}").timeout())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.5", "1e3", "true", "[1]", "'1 h'"})
  void noOtherTimeoutIsTaken(String timeout) {
    assertThat(problems(HEAD + "hooks: {AfterInstall: [{location: a, timeout: " + timeout + "}]}"))
        .singleElement()
        .asString()
        .endsWith("expected a number of seconds, from 1");
  }

  @ParameterizedTest
  @CsvSource({
    "scripts/a.sh, scripts/a.sh",
    "./scripts//a.sh, scripts/a.sh",
    "/scripts/a.sh, scripts/a.sh",
    "' scripts/a.sh ', scripts/a.sh",
    "x/../a.sh, a.sh",
    "7, 7"
  })
  void aScriptIsFoundFromTheRevisionsRoot(String location, String path) {
    assertThat(script("{location: \"" + location + "\"}").location()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.sh", "a/../../b", "' '", "''", ".", "~"})
  void aScriptOutsideOfTheRevisionIsRefused(String location) {
    assertThat(problems(HEAD + "hooks: {AfterInstall: [{location: " + location + "}]}"))
        .singleElement()
        .asString()
        .endsWith("expected a script's path within the revision");
  }

  @Test
  void whoRunsAScriptIsRead() {
    assertThat(script("{location: a, runas: ' root ', sudo: true}"))
        .isEqualTo(new HookScript("a", Duration.ofHours(1), Optional.of("root"), true));
    assertThat(script("{location: a, runas: , sudo: false}"))
        .isEqualTo(new HookScript("a", Duration.ofHours(1), Optional.empty(), false));
  }

  @ParameterizedTest
  @CsvSource({"/, ''", "., ''", "./, ''", "a, a", "./a/, a", "/a//b, a/b", "a/../b, b", "a b, a b"})
  void aSourceIsFoundFromTheRevisionsRoot(String source, String path) {
    assertThat(mapping(source, "/x").source()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({"/, /", "/a/, /a", "//a//b, /a/b", "/a/./b/.., /a", "/../../a, /a"})
  void aDestinationIsAbsolute(String destination, String path) {
    assertThat(mapping("a", destination).destination()).isEqualTo(path);
  }

  @Test
  void whatDoesNotHappenOnThisMachineIsNamed() {
    AppSpec spec =
        AppSpec.parse(
            "appspec.yml",
            HEAD
                + """
                hooks:
                  BeforeBlockTraffic: [{location: a}]
                  AfterAllowTraffic: [{location: a}]
                  BeforeInstall: [{location: a}, {location: b}, {location: c, runas: me}]
                  AfterInstall: [{location: a, timeout: 1800}, {location: b, timeout: 1801}]
                  ValidateService: [{location: a, timeout: 3601, runas: root, sudo: true}]
                """);
    assertThat(spec.hookNotes("me"))
        .containsExactly(
            "hooks.BeforeBlockTraffic: not run, this machine has no load balancer",
            "hooks.AfterInstall: the timeouts are 3601 s together; all scripts of an event have"
                + " 3600 s",
            "hooks.ValidateService: the timeouts are 3601 s together; all scripts of an event have"
                + " 3600 s",
            "hooks.ValidateService: a runs as me, not as root: only root can change the user",
            "hooks.ValidateService: a runs without sudo",
            "hooks.AfterAllowTraffic: not run, this machine has no load balancer");
  }

  @Test
  void aWrongFileIsTheProjectsMistake() {
    assertThatThrownBy(() -> AppSpec.parse("appspec.yml", "os: linux"))
        .isInstanceOfSatisfying(
            TurbineException.class, e -> assertThat(e.category()).isEqualTo(Category.PROJECT));
  }

  private static HookScript script(String hook) {
    return AppSpec.parse("appspec.yml", HEAD + "hooks:\n  AfterInstall:\n    - " + hook)
        .scripts(LifecycleEvent.AFTER_INSTALL)
        .getFirst();
  }

  private static FileMapping mapping(String source, String destination) {
    return AppSpec.parse(
            "appspec.yml",
            HEAD
                + "files:\n  - source: '%s'\n    destination: '%s'\n"
                    .formatted(source, destination))
        .files()
        .getFirst();
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(TurbineException.class, () -> AppSpec.parse("appspec.yml", text))
        .getMessage()
        .lines()
        .toList();
  }
}
