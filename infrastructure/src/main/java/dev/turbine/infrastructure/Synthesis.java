package dev.turbine.infrastructure;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbine.infrastructure.cluster.ClusterTemplate;
import dev.turbine.infrastructure.network.MasterTemplate;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.workers.WorkersTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;

/** Writes all templates into a folder. */
public final class Synthesis {
  /** Sorted, because Java's maps have no order of their own and the files are compared. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Synthesis() {}

  /**
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("turbine-synthesis");
    write(work, Path.of(arguments[0]));
  }

  /** The templates, in an app that has not been synthesized yet. */
  static List<Template> templates(App app) {
    return List.of(MasterTemplate.add(app), ClusterTemplate.add(app), WorkersTemplate.add(app));
  }

  /** Synthesizes into one folder and copies the templates into the other. */
  static void write(Path work, Path templates) throws IOException {
    App app = App.Builder.create().outdir(work.toString()).analyticsReporting(false).build();
    List<Template> all = templates(app);
    app.synth();
    Files.createDirectories(templates);
    for (Template template : all) {
      Path written = work.resolve(template.getTemplateFile());
      Object content = JSON.readValue(written.toFile(), Object.class);
      Files.writeString(
          templates.resolve(template.getStackName() + ".template"),
          JSON.writeValueAsString(content) + "\n");
    }
  }
}
