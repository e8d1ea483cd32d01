package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.ReleaseRecords.UnderWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRecordsTest {
  private static final ActiveRelease ONE = release("0123456789abcdef");
  private static final ActiveRelease TWO = release("fedcba9876543210");

  @TempDir private Path folder;
  private ReleaseRecords records;

  @BeforeEach
  void make() {
    records = new ReleaseRecords(folder);
  }

  @Test
  void whatIsWrittenIsRead() {
    records.activate(ONE);
    records.saved("0123456789abcdef");
    UnderWay deployment =
        new UnderWay(
            new DeploymentOrder("fedcba9876543210", Cause.DEPLOYED, "Ana", "größer"),
            Optional.of(ONE));
    records.begin(deployment);
    assertThat(records.active()).contains(ONE);
    assertThat(records.saved()).contains("0123456789abcdef");
    assertThat(records.underWay()).contains(deployment);
    records.end();
    records.deactivate();
    assertThat(records.underWay()).isEmpty();
    assertThat(records.active()).isEmpty();
  }

  /** What release.py takes out of it: "release", and "first". */
  @Test
  void theActiveReleaseIsWhatPythonReads() throws IOException {
    records.activate(ONE);
    JsonNode json = new JsonMapper().readTree(folder.resolve("active.json").toFile());
    assertThat(json.path("release").textValue()).isEqualTo("0123456789abcdef");
    assertThat(json.path("first").isArray()).isTrue();
    assertThat(json.path("first").path(0).textValue()).isEqualTo("a.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"release\": \"../..\", \"cause\": \"SAVED\", \"since\": \"2026-11-22T12:00:00Z\","
            + " \"first\": []}",
        "{\"release\": \"0123456789abcdef\"}",
      })
  void aDamagedFileIsAsGoodAsNone(String text) throws IOException {
    Files.writeString(folder.resolve("active.json"), text);
    Files.writeString(folder.resolve("under-way.json"), text);
    Files.writeString(folder.resolve("history.jsonl"), text);
    assertThat(records.active()).isEmpty();
    assertThat(records.underWay()).isEmpty();
    assertThat(records.history()).isEmpty();
  }

  @Test
  void aLineThatWasCutShortCostsNoOther() throws IOException {
    records.remember(ONE);
    // In the middle of a letter of two bytes.
    Files.write(
        folder.resolve("history.jsonl"),
        new byte[] {'{', '"', (byte) 0xc3},
        StandardOpenOption.APPEND);
    assertThat(records.history()).containsExactly(ONE);
    records.remember(TWO);
    records.remember(ONE);
    assertThat(records.history()).containsExactly(ONE, TWO, ONE);
  }

  private static ActiveRelease release(String id) {
    return new ActiveRelease(
        id, Cause.SAVED, "ana", "größer", Instant.parse("2026-11-22T12:00:00Z"), List.of("a.py"));
  }
}
