package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionReaderTest {
  @Test
  void onlyTheObjectIsRequired() {
    assertThat(rule("object: ' /airflow/ '"))
        .isEqualTo(
            new PermissionRule(
                "/airflow",
                Optional.empty(),
                List.of(),
                Set.of(ObjectType.FILE, ObjectType.DIRECTORY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(problem("mode: 644"))
        .endsWith("has no 'object'; expected an absolute path, such as /airflow");
    assertThat(problem("object: airflow")).endsWith("expected an absolute path, such as /airflow");
  }

  @Test
  void twoStarsAreNoPatternButEverything() {
    assertThat(rule("object: /a\n    pattern: '**'").pattern()).isEmpty();
    assertThat(rule("object: /a\n    pattern:").pattern()).isEmpty();
    assertThat(rule("object: /a\n    pattern: '*'").pattern()).contains(new SimpleGlob("*"));
  }

  @ParameterizedTest
  @CsvSource({"644, 644", "'\"0644\"', 644", "4755, 4755", "'\"7\"', 007", "0, 000", "~, ''"})
  void aModeIsOctal(String mode, String digits) {
    assertThat(rule("object: /a\n    mode: " + mode).mode().map(FileMode::toString).orElse(""))
        .isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u+x", "648", "07777", "-1", "6.4", "[644]", "''", "'00644'"})
  void noOtherModeIsTaken(String mode) {
    assertThat(problem("object: /a\n    mode: " + mode)).contains("mode is ");
  }

  @Test
  void aModeWithAZeroAtItsStartNeedsQuotes() {
    assertThat(problem("object: /a\n    mode: 0644"))
        .endsWith("mode is 0644; expected \"0644\" in quotes, or no zero at its start");
  }

  @Test
  void typesAndExceptionsAreLists() {
    assertThat(rule("object: /a\n    type: [directory]").types())
        .containsExactly(ObjectType.DIRECTORY);
    assertThat(rule("object: /a\n    type: []").types()).isEmpty();
    assertThat(problem("object: /a\n    type: file")).contains("expected a list");
    assertThat(problem("object: /a\n    type: [link]"))
        .endsWith("type[1] is 'link'; expected file or directory");
    assertThat(problem("object: /a\n    except: a.txt")).contains("expected a list");
  }

  @Test
  void ownerAndGroupAreNames() {
    assertThat(problem("object: /a\n    owner: 1000")).endsWith("expected a name, not a number");
    assertThat(problem("object: /a\n    group: [a]")).endsWith("expected a name, not a number");
    assertThat(rule("object: /a\n    owner:").owner()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "u:bob:rw, user:bob:rw-",
    "user:bob:6, user:bob:rw-",
    "bob:x, user:bob:--x",
    "g:ops:r-x, group:ops:r-x",
    "m::rw, mask::rw-",
    "mask:rw, mask::rw-",
    "d:u:bob:7, default:user:bob:rwx",
    "default:g::5, default:group::r-x",
    "d::rw, default:user::rw-",
    "d:o:4, default:other::r--",
    "u:bob:, user:bob:---"
  })
  void anAclIsAsSetfaclTakesIt(String acl, String entry) {
    assertThat(rule("object: /a\n    acls: ['" + acl + "']").acls().orElseThrow())
        .map(AclEntry::toString)
        .containsExactly(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u::rw",
        "g::rw",
        "o::rw",
        "::rw",
        ":rw",
        "rw",
        "x:bob:rw",
        "u:bob:rq",
        "u:bob:8",
        "d:d:u:rw",
        "m:bob:rw",
        "a:d:u:bob:rw"
      })
  void noOtherAclIsTaken(String acl) {
    assertThat(problem("object: /a\n    acls: ['" + acl + "']")).contains("acls[1] is '" + acl);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s0", "s0-s1", "s0:c1", "s0-s15:c0.c3,c7,c1023", "s3-s3"})
  void aContextHasTypeAndRange(String range) {
    assertThat(rule("object: /a\n    context: {type: t, range: '" + range + "'}").context())
        .contains(new SelinuxContext(Optional.empty(), "t", range));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "s",
        "s1-s0",
        "s0:",
        "s0:c",
        "s0:c3.c1",
        "s0:c1024",
        "s0:c1,c1",
        "s0:c1.c3,c2",
        "s0:c1.c2.c3",
        "s0-s1-s2",
        "s0:c1,"
      })
  void noOtherRangeIsTaken(String range) {
    assertThat(problem("object: /a\n    context: {type: t, range: '" + range + "'}"))
        .endsWith("expected an SELinux range, such as s0 or s0-s1:c0.c3");
  }

  @Test
  void aContextWithoutTypeOrRangeIsRefused() {
    assertThat(problem("object: /a\n    context: {range: s0}")).contains("has no 'type'");
    assertThat(problem("object: /a\n    context: {type: t}")).contains("has no 'range'");
    assertThat(problem("object: /a\n    context: [t]")).contains("expected a mapping");
  }

  @Test
  void theContextsUserHasTwoNames() {
    assertThat(rule("object: /a\n    context: {type: t, range: s0, user: u}").context())
        .contains(new SelinuxContext(Optional.of("u"), "t", "s0"));
    assertThat(rule("object: /a\n    context: {type: t, range: s0, user: u, name: n}").context())
        .contains(new SelinuxContext(Optional.of("n"), "t", "s0"));
  }

  @Test
  void unknownKeysAreRefused() {
    assertThat(problem("object: /a\n    mod: 644"))
        .endsWith("unknown key 'permissions[1].mod'; did you mean 'permissions[1].mode'?");
  }

  private static PermissionRule rule(String rule) {
    return AppSpec.parse("appspec.yml", text(rule)).permissions().getFirst();
  }

  private static String problem(String rule) {
    return catchThrowableOfType(
            TurbineException.class, () -> AppSpec.parse("appspec.yml", text(rule)))
        .getMessage();
  }

  private static String text(String rule) {
    return "version: 0.0\nos: linux\npermissions:\n  - " + rule + "\n";
  }
}
