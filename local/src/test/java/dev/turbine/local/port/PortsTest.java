package dev.turbine.local.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void areRememberedAndDistinct() {
    Map<Port, Integer> first = all(Map.of(), Map.of());
    assertThat(first.values()).doesNotHaveDuplicates();
    first.forEach((port, number) -> assertThat(number).isGreaterThanOrEqualTo(port.wanted()));
    assertThat(all(Map.of(), Map.of())).isEqualTo(first);
  }

  @Test
  void takeTheNextWhenTheRememberedOneIsTaken() throws IOException {
    int before = all(Map.of(), Map.of()).get(Port.WEB);
    try (ServerSocket other = new ServerSocket(before)) {
      assertThat(all(Map.of(), Map.of()).get(Port.WEB))
          .isGreaterThanOrEqualTo(Port.WEB.wanted())
          .isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void refuseAConfiguredPortThatIsTakenAndNameItsHolder() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      int taken = other.getLocalPort();
      assertThatThrownBy(() -> all(Map.of(Port.DATABASE, taken), Map.of()))
          .isInstanceOfSatisfying(
              TurbineException.class,
              problem -> assertThat(problem.category()).isEqualTo(Category.MACHINE))
          .hasMessageContainingAll("" + taken, "ports.database");
    }
  }

  @Test
  void countWhatASurvivorOfTheStackHoldsAsFree() throws IOException {
    try (ServerSocket survivor = new ServerSocket(0)) {
      int held = survivor.getLocalPort();
      assertThat(all(Map.of(Port.DATABASE, held), Map.of(Port.DATABASE, held)))
          .containsEntry(Port.DATABASE, held);
      assertThat(all(Map.of(), Map.of(Port.DATABASE, held))).containsEntry(Port.DATABASE, held);
    }
  }

  @Test
  void giveNoNumberTwice() throws IOException {
    int free = freePort();
    assertThatThrownBy(() -> all(Map.of(Port.WEB, free, Port.OBJECTS, free), Map.of()))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("" + free);
  }

  @Test
  void areNotChosenByAnotherStackWhileNothingListensYet() {
    try (Ports one = claim("one", Map.of(), Map.of());
        Ports two = claim("two", Map.of(), Map.of())) {
      for (Port port : Port.values()) {
        assertThat(one.of(port)).isNotEqualTo(two.of(port));
      }
      int claimed = one.of(Port.QUEUE);
      assertThatThrownBy(() -> claim("three", Map.of(Port.QUEUE, claimed), Map.of()))
          .hasMessageContainingAll("" + claimed, "ports.queue");
    }
  }

  @Test
  void surviveADamagedMemory() throws IOException {
    Files.createDirectories(folder.resolve("stack"));
    Files.writeString(folder.resolve("stack/ports.json"), "{broken");
    assertThat(all(Map.of(), Map.of())).hasSize(Port.values().length);
  }

  private Map<Port, Integer> all(Map<Port, Integer> configured, Map<Port, Integer> held) {
    try (Ports ports = claim("stack", configured, held)) {
      return Arrays.stream(Port.values()).collect(Collectors.toMap(port -> port, ports::of));
    }
  }

  private Ports claim(String stack, Map<Port, Integer> configured, Map<Port, Integer> held) {
    return Ports.claim(folder.resolve(stack), folder.resolve("cache"), configured, held);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
