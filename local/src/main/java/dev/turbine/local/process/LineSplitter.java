package dev.turbine.local.process;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/**
 * Cuts text into lines as it comes.
 *
 * @param line takes each, without its end
 */
record LineSplitter(Consumer<String> line) {
  /** A line longer than this is handed on in pieces: it may never end. */
  static final int LONGEST = 64 * 1024;

  /** Reads to the end; a last line needs no end of its own. */
  void split(Reader text) throws IOException {
    StringBuilder begun = new StringBuilder();
    char[] buffer = new char[8192];
    for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n' || begun.length() == LONGEST) {
          hand(begun);
        }
        if (buffer[i] != '\n') {
          begun.append(buffer[i]);
        }
      }
    }
    if (!begun.isEmpty()) {
      hand(begun);
    }
  }

  private void hand(StringBuilder begun) {
    int length = begun.length();
    boolean windows = length > 0 && begun.charAt(length - 1) == '\r';
    line.accept(begun.substring(0, windows ? length - 1 : length));
    begun.setLength(0);
  }
}
