package dev.turbine.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.cli.doctor.Finding.Outcome;
import dev.turbine.local.port.Port;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.stack.StackDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
  private static final Instant MADE = Instant.parse("2026-11-22T00:00:00Z");
  private static final long GIGABYTE = 1L << 30;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"25.0.1, OK", "26, OK", "24.0.2, FAILED"})
  void java(String version, Outcome outcome) {
    assertThat(outcomes(new JavaCheck(Runtime.Version.parse(version), "/jdk").examine()))
        .containsExactly(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:00:00Z, OK",
    "1970-01-01T00:01:00Z, FAILED",
    "2026-11-21T23:59:59Z, FAILED",
    "2099-01-01T00:00:00Z, FAILED"
  })
  void clock(Instant now, Outcome outcome) {
    assertThat(outcomes(new ClockCheck(now, MADE).examine())).containsExactly(outcome);
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "5, OK", "6, FAILED", "-6, FAILED"})
  void aStoresClock(int seconds, Outcome outcome) throws Exception {
    Clock clock = Clock.fixed(MADE, ZoneOffset.UTC);
    Check check = new StoreClockCheck("db clock", () -> MADE.plusSeconds(seconds), clock);

    assertThat(outcomes(check.examine())).containsExactly(outcome);
  }

  @ParameterizedTest
  @CsvSource({"10, OK", "5, OK", "4, WARNING", "1, WARNING", "0, FAILED"})
  void disk(int free, Outcome outcome) {
    assertThat(new DiskCheck("disk", folder, "Elsewhere.").judge(free * GIGABYTE).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void aFolderThatIsNotThereYetIsJudgedByTheOneAboveIt() throws Exception {
    Check check = new DiskCheck("disk", folder.resolve("not/yet"), "Elsewhere.");

    assertThat(check.examine().getFirst().seen()).contains("free for");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileInPlaceOfAFolderFails() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(outcomes(new DiskCheck("disk", file.resolve("cache"), "Elsewhere.").examine()))
        .containsExactly(Outcome.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"false, 5, OK", "false, 3, WARNING", "true, 3, OK", "true, 0, WARNING"})
  void memory(boolean running, int available, Outcome outcome) {
    assertThat(new MemoryCheck(running).judge(available * GIGABYTE, 8 * GIGABYTE).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void memoryOfThisMachineIsSeen() throws Exception {
    assertThat(new MemoryCheck(false).examine().getFirst().seen())
        .matches("\\d+\\.\\d GB available of \\d+\\.\\d GB");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, OK", "utf-8, OK", "ANSI_X3.4-1968, WARNING"})
  void encoding(String encoding, Outcome outcome) {
    List<Finding> findings = new EncodingCheck(encoding, Map.of("LC_ALL", "C")).examine();

    assertThat(outcomes(findings)).containsExactly(outcome);
    assertThat(findings.getFirst().seen()).contains("LC_ALL=C");
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, http://proxy:3128",
    "https://me:secret@index/secret/simple?token=secret, https://…@index/…",
    "https://me:se/cr@et@index/simple, https://…@index/…",
    "me:secret@proxy:3128, …",
    "http://me:sec ret@proxy:3128, …",
    "own=https://me:secret@one https://two, own=https://…@one https://two",
    "'localhost,127.0.0.1', 'localhost,127.0.0.1'",
    "/etc/ssl/own.pem, /etc/ssl/own.pem"
  })
  void networkSettingsAreShownWithoutCredentials(String value, String shown) {
    assertThat(NetworkCheck.withoutCredentials(value)).isEqualTo(shown);
  }

  @Test
  void lowerCaseVariablesAndPipsFilesAreSeen() throws Exception {
    Path file = folder.resolve(".config/pip/pip.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "[global]\nindex-url = https://me:secret@index/simple\n");

    assertThat(new NetworkCheck(Map.of("https_proxy", "http://p:1"), folder).examine())
        .singleElement()
        .extracting(Finding::seen)
        .asString()
        .contains("https_proxy=http://p:1", file.toString())
        .doesNotContain("secret");
  }

  @Test
  void aTakenPortMattersOnlyIfItIsSet() {
    Optional<String> holder = Optional.of("process 7 (java)");

    assertThat(PortsCheck.taken(Port.WEB, 8080, false, holder).outcome()).isEqualTo(Outcome.OK);
    assertThat(PortsCheck.taken(Port.WEB, 8080, true, holder))
        .isEqualTo(
            Finding.failed(
                "port web",
                "8080 is held by process 7 (java)",
                "End it, or choose another port with \"ports.web\" in turbine.yaml."));
  }

  @Test
  void theHolderOfARememberedPortIsNamed() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      StackDirectory directory = StackDirectory.of(folder);
      directory.create();
      Files.writeString(
          directory.root().resolve("ports.json"), "{\"WEB\": %d}".formatted(socket.getLocalPort()));

      assertThat(new PortsCheck(folder, false).examine().getFirst().seen())
          .contains(socket.getLocalPort() + " is held by process " + ProcessHandle.current().pid());
      assertThat(new PortsCheck(folder, true).examine().getFirst().seen())
          .contains("held by this stack");
    }
  }

  @Test
  void anEmptyFolderIsNoProjectYet() {
    assertThat(new ProjectCheck(folder).examine())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.FAILED);
  }

  @Test
  void badRequirementsFailWithTheirLine() throws Exception {
    Files.createDirectories(folder.resolve("airflow/dags"));
    Files.writeString(folder.resolve("airflow/requirements.txt"), "humanize\n-e ../mine\n");

    Finding requirements = new ProjectCheck(folder).examine().getLast();

    assertThat(requirements.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(requirements.advice()).hasValueSatisfying(it -> assertThat(it).contains("line 2"));
  }

  @ParameterizedTest
  @CsvSource({
    "READY, OK",
    "STARTING, WARNING",
    "UNHEALTHY, FAILED",
    "RESTARTING, WARNING",
    "FAILED, FAILED",
    "STOPPING, WARNING",
    "STOPPED, WARNING"
  })
  void service(ServiceState state, Outcome outcome) {
    ServiceStatus status =
        new ServiceStatus("scheduler", state, Optional.of(7L), MADE, 1, Optional.of("why"));

    assertThat(StackCheck.service(status).outcome()).isEqualTo(outcome);
  }

  @Test
  void aStackThatNeverRanIsWell() {
    assertThat(new StackCheck(StackDirectory.of(folder), Optional.empty()).examine())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.OK);
    assertThat(folder).isEmptyDirectory();
  }

  private static List<Outcome> outcomes(List<Finding> findings) {
    return findings.stream().map(Finding::outcome).toList();
  }
}
