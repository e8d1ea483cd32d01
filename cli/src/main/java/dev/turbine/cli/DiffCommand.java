package dev.turbine.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.turbine.airflow.release.Revision;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseDiff;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine diff}: how the project differs from a release. */
@Command(
    name = "diff",
    description = {
      "Shows how the project's files differ from those of a release: the active one, or the one"
          + " that is named.",
      "Exit code 0 if they do not differ, 1 if they do."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  turbine diff", "  turbine diff 3f2a", "  turbine diff -o json"})
final class DiffCommand implements Callable<Integer> {
  private static final int CONTEXT = 3;

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RELEASE", arity = "0..1", description = "The release's id.")
  private @Nullable String release;

  /** What scripts get. */
  private record Result(
      String release, List<String> added, List<String> changed, List<String> removed) {}

  @Override
  public Integer call() {
    ProjectRelease now = ProjectRelease.of(project.load());
    KnownReleases releases = new KnownReleases(project.directory());
    String before =
        release == null
            ? releases
                .active()
                .orElseThrow(() ->
                    new TurbineException(
                        Category.STATE, "There is no release yet. Start with: turbine up"))
            : releases.named(release);
    Manifest manifest =
        releases
            .manifest(before)
            .orElseThrow(() ->
                new TurbineException(
                    Category.STATE, "Release %s is not on this disk any more.".formatted(before)));
    ReleaseDiff diff = ReleaseDiff.between(manifest.content(), now.revision().content());
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(
          OutputOption.json(new Result(before, diff.added(), diff.changed(), diff.removed())));
    } else if (diff.isEmpty()) {
      out.println("The project is what release " + before + " is.");
    } else {
      Path old = releases.folder().revision(new ReleaseId(before));
      diff.touched().stream().sorted().forEach(path -> print(out, old, now.revision(), path));
    }
    return diff.isEmpty() ? 0 : Category.FAILED.exitCode();
  }

  private void print(PrintWriter out, Path old, Revision now, String path) {
    Optional<Revision.Source> source = Optional.ofNullable(now.sources().get(path));
    try {
      byte[] before =
          Files.exists(old.resolve(path)) ? Files.readAllBytes(old.resolve(path)) : new byte[0];
      byte[] after = source.isPresent() ? bytes(source.get()) : new byte[0];
      List<String> lines = lines(before);
      List<String> unified =
          UnifiedDiffUtils.generateUnifiedDiff(
              Files.exists(old.resolve(path)) ? "a/" + path : "/dev/null",
              source.isPresent() ? "b/" + path : "/dev/null",
              lines,
              DiffUtils.diff(lines, lines(after)),
              CONTEXT);
      if (unified.isEmpty()) {
        out.println(path + ": its run bit changed");
      }
      unified.forEach(line -> out.println(colored(line)));
    } catch (CharacterCodingException notText) {
      out.println("Binary file " + path + " differs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Revision.Source source) throws IOException {
    try (InputStream stream = source.open()) {
      return stream.readAllBytes();
    }
  }

  private static List<String> lines(byte[] text) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(text))
        .toString()
        .lines()
        .toList();
  }

  private String colored(String line) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    String color = line.startsWith("+") ? "green" : line.startsWith("-") ? "red" : "";
    // Not as markup: a line may hold what picocli would take for a style.
    return color.isEmpty() || !ansi.enabled()
        ? line
        : Objects.requireNonNull(Ansi.Style.parse(color)[0].on()) + line + Ansi.Style.reset.on();
  }
}
