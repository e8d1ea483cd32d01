package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTailTest {
  @Test
  void theLast2048CharactersAreKeptInWholeLines() {
    OutputTail tail = new OutputTail();
    tail.add("x".repeat(999));
    tail.add("y".repeat(999));
    tail.add("z".repeat(47));
    assertThat(tail.lines()).hasSize(3);
    tail.add("");
    assertThat(tail.lines()).hasSize(3).last().isEqualTo("");
  }

  @Test
  void ofALineThatIsTooLongTheEndIsKept() {
    OutputTail tail = new OutputTail();
    tail.add("a");
    tail.add("b" + "c".repeat(3000));
    assertThat(tail.lines()).containsExactly("c".repeat(2047));
  }
}
