package dev.turbine.core.release;

import static dev.turbine.core.release.TestingReleases.content;
import static dev.turbine.core.release.TestingReleases.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseContentTest {
  private static final String HASH = Sha256.OF_NOTHING;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** Written down, because releases made by older programs must keep their names. */
  @Test
  void idStaysWhatItIs() {
    ReleaseContent content =
        new ReleaseContent(
            List.of(
                new ReleaseFile(
                    "turbine-activate.sh", true, 3, Sha256.of(new byte[] {'r', 'u', 'n'})),
                file("airflow/dags/ü.py", "x = 1\n")));
    assertThat(content.id()).hasToString("9ae637a84ce5d5a8");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void idDoesNotDependOnTheOrder(long seed) {
    Random random = new Random(seed);
    List<ReleaseFile> files = TestingReleases.anyFiles(random);
    ReleaseContent content = new ReleaseContent(files);
    List<ReleaseFile> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, random);
    assertThat(new ReleaseContent(shuffled)).isEqualTo(content);
    assertThat(new ReleaseContent(shuffled).id()).isEqualTo(content.id());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void idDependsOnNamesContentsAndRunBitsOfEachFile(long seed) {
    Random random = new Random(seed);
    List<ReleaseFile> files = TestingReleases.anyFiles(random);
    int chosen = random.nextInt(files.size());
    ReleaseFile file = files.get(chosen);
    ReleaseId id = new ReleaseContent(files).id();
    Stream<ReleaseFile> others =
        Stream.of(
            new ReleaseFile(file.path() + "_", file.executable(), file.size(), file.sha256()),
            new ReleaseFile(file.path(), !file.executable(), file.size(), file.sha256()),
            new ReleaseFile(file.path(), file.executable(), file.size(), Sha256.of(new byte[9])));
    assertThat(others)
        .allSatisfy(other -> {
          List<ReleaseFile> changed = new ArrayList<>(files);
          changed.set(chosen, other);
          assertThat(new ReleaseContent(changed).id()).isNotEqualTo(id);
        });
    List<ReleaseFile> fewer = new ArrayList<>(files);
    fewer.remove(chosen);
    assertThat(new ReleaseContent(fewer).id()).isNotEqualTo(id);
  }

  @Test
  void filesAreInTheOrderOfTheirBytes() {
    // By UTF-16, the emoji's surrogates would come before U+FF5E.
    assertThat(content("\uD83D\uDE00", "\uFF5E", "b/c", "b.c", "a").files())
        .extracting(ReleaseFile::path)
        .containsExactly("a", "b.c", "b/c", "\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void allCollisionsAreReportedAtOnce() {
    List<ReleaseFile> files =
        Stream.of("dags/A.py", "dags/a.py", "Include/x", "include/x", "f", "f/g", "twice", "twice")
            .map(path -> file(path, path))
            .toList();
    assertThatThrownBy(() -> new ReleaseContent(files))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("dags/a.py: differs from dags/A.py only in upper and lower case")
        .hasMessageContaining("include: differs from Include only in upper")
        .hasMessageContaining("f: is a file and a folder at once")
        .hasMessageContaining("twice: is listed twice");
  }

  @Test
  void tooManyFilesAreRefusedAndTheMostAreNot() {
    List<ReleaseFile> files =
        IntStream.rangeClosed(0, ReleaseContent.MOST_FILES)
            .mapToObj(number -> new ReleaseFile("f" + number, false, 0, HASH))
            .toList();
    assertThat(new ReleaseContent(files.subList(1, files.size())).files()).hasSize(20_000);
    assertThatThrownBy(() -> new ReleaseContent(files))
        .hasMessage(
            "the release: has 20,001 files; expected at most 20,000."
                + " List what is no part of it in .turbineignore");
  }

  @Test
  void tooManyBytesAreRefusedAndTheMostAreNot() {
    ReleaseFile most = new ReleaseFile("a", false, ReleaseContent.LARGEST, HASH);
    assertThat(new ReleaseContent(List.of(most)).size()).isEqualTo(1 << 30);
    ReleaseFile one = new ReleaseFile("b", false, 1, HASH);
    assertThatThrownBy(() -> new ReleaseContent(List.of(most, one)))
        .hasMessageContaining("has 1,073,741,825 bytes; expected at most 1,073,741,824");
    ReleaseFile endless = new ReleaseFile("c", false, Long.MAX_VALUE, HASH);
    assertThatThrownBy(() -> new ReleaseContent(List.of(one, endless)))
        .hasMessageContaining("expected at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/etc/x", "..", "a/../b", "./a", "a//b", "a/", "a\nb", "a\u0085", "\uFFFD", "\uD800"
      })
  void pathsThatLeadElsewhereOrCannotBeWrittenAreRefused(String path) {
    assertThat(ReleaseFile.problemOf(path)).isPresent();
    assertThatThrownBy(() -> new ReleaseFile(path, false, 0, HASH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "..a", "a/...", ".gitkeep", "a b/ü", "a\\b", "e\u0301"})
  void otherPathsAreKeptAsTheyAre(String path) {
    assertThat(new ReleaseFile(path, false, 0, HASH).path()).isEqualTo(path);
  }

  @Test
  void namesMayHave255BytesEach() {
    String longest = "ü".repeat(127) + "x";
    assertThat(ReleaseFile.problemOf(longest + "/" + longest)).isEmpty();
    assertThat(ReleaseFile.problemOf(longest + "x"))
        .contains("has a name of 256 bytes; expected at most 255");
  }

  @Test
  void belowAFolderPathsAreRelativeToIt() {
    ReleaseContent content = content("airflow/dags/a.py", "airflow2/x", "turbine.yaml");
    assertThat(content.below("airflow").files())
        .extracting(ReleaseFile::path)
        .containsExactly("dags/a.py");
    assertThat(content.below("")).isEqualTo(content);
  }

  @Test
  void manifestOfOtherFilesIsRefused() {
    ReleaseContent content = content("a");
    assertThatThrownBy(() ->
            new Manifest(
                content("b").id(), Instant.EPOCH, "", "", "3.3.1", "3.12", HASH, HASH, content))
        .hasMessageContaining(content.id().value());
  }
}
