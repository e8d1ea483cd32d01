package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WastebasketTest {
  @TempDir private Path folder;
  private Wastebasket wastebasket;

  @BeforeEach
  void make() {
    wastebasket = new Wastebasket(folder.resolve("removed"));
  }

  @Test
  void whatItTakesIsGoneAtOnceAndDeletedLater() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "A");
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    Files.writeString(tree.resolve("sub/a"), "B");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    wastebasket.take(file);
    wastebasket.take(tree);
    wastebasket.take(link);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("removed", "elsewhere");
    assertThat(wastebasket.folder()).isNotEmptyDirectory();

    wastebasket.empty();
    assertThat(wastebasket.folder()).doesNotExist();
    assertThat(elsewhere.resolve("kept")).exists();
  }

  @Test
  void thereIsNothingToEmptyBeforeItWasUsed() throws Exception {
    wastebasket.empty();
    assertThat(wastebasket.folder()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "A,1000,rw-r--r--,true",
    "B,1000,rw-r--r--,false",
    "A,2000,rw-r--r--,false",
    "A,1000,rw-------,false",
    "A,1000,rwxr-xr-x,false",
    "A,1000,r--r--r--,false"
  })
  void aFileIsPutBackWhereItWouldBeCopied(String content, long time, String mode, boolean expected)
      throws Exception {
    Path original = file("original", "A", 1000, "rw-r--r--");
    Path removed = wastebasket.take(file("installed", content, time, mode)).orElseThrow();
    Path target = folder.resolve("installed");
    assertThat(Wastebasket.putBack(removed, original, 0, target)).isEqualTo(expected);
    assertThat(Files.exists(target)).isEqualTo(expected);
    assertThat(Files.exists(removed)).isEqualTo(!expected);
  }

  @Test
  void aCopyMayBeGrantedMoreThanItsOriginal() throws Exception {
    Path original = file("original", "A", 1000, "r--r--r--");
    Path removed = wastebasket.take(file("copy", "A", 1000, "rw-r--r--")).orElseThrow();
    assertThat(Wastebasket.putBack(removed, original, 0200, folder.resolve("copy"))).isTrue();
  }

  @Test
  void whatIsNoFileIsNotPutBack() throws Exception {
    Path original = file("original", "A", 1000, "rw-r--r--");
    Path link = Files.createSymbolicLink(folder.resolve("link"), original);
    Path target = folder.resolve("target");
    assertThat(Wastebasket.putBack(link, original, 0, target)).isFalse();
    assertThat(Wastebasket.putBack(original, link, 0, target)).isFalse();
    assertThat(Wastebasket.putBack(folder.resolve("missing"), original, 0, target)).isFalse();
    assertThat(target).doesNotExist();
  }

  private Path file(String name, String content, long seconds, String mode) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds)));
  }
}
