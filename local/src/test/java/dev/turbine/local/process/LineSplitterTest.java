package dev.turbine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  @Test
  void linesEndAtLineFeeds() throws IOException {
    assertThat(split("a\n\nb\r\nc\rd")).containsExactly("a", "", "b", "c\rd");
    assertThat(split("")).isEmpty();
    assertThat(split("\n")).containsExactly("");
  }

  @Test
  void aLineWithoutEndComesInPieces() throws IOException {
    String endless = "x".repeat(2 * LineSplitter.LONGEST + 1);
    assertThat(split(endless))
        .extracting(String::length)
        .containsExactly(LineSplitter.LONGEST, LineSplitter.LONGEST, 1);
  }

  private static List<String> split(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    new LineSplitter(lines::add).split(new StringReader(text));
    return lines;
  }
}
