package dev.turbine.core.release;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Releases to test with. */
public final class TestingReleases {
  private TestingReleases() {}

  /** A file that holds a text. */
  public static ReleaseFile file(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ReleaseFile(path, false, bytes.length, Sha256.of(bytes));
  }

  /** Files that each hold their own path. */
  public static ReleaseContent content(String... paths) {
    return new ReleaseContent(List.of(paths).stream().map(path -> file(path, path)).toList());
  }

  /** The manifest of a content. */
  public static Manifest manifest(ReleaseContent content, Instant made) {
    return new Manifest(
        content.id(),
        made,
        "ana@laptop",
        "Größer, \"schneller\"",
        "3.3.1",
        "3.12",
        Sha256.OF_NOTHING,
        Sha256.of(new byte[] {1}),
        content);
  }

  /** Up to 30 files with names that sort differently by characters and by bytes. */
  static List<ReleaseFile> anyFiles(Random random) {
    List<String> names = List.of("a", "B", "ü", "\uFF5E", "\uD83D\uDE00", "x y", "c.py", "#", "-");
    List<ReleaseFile> files = new ArrayList<>();
    int count = 2 + random.nextInt(28);
    for (int number = 0; number < count; number++) {
      String folder = names.get(random.nextInt(names.size())) + random.nextInt(5);
      files.add(
          new ReleaseFile(
              folder + "/" + number + names.get(random.nextInt(names.size())),
              random.nextBoolean(),
              random.nextInt(1000),
              Sha256.of(new byte[] {(byte) random.nextInt(3)})));
    }
    return files;
  }
}
