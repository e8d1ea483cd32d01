package dev.turbine.infrastructure;

import dev.turbine.infrastructure.template.Template;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.CfnBucket;

/** AWS's own rules for solutions, over the sources of the templates. */
class NagTest {
  @TempDir private Path folder;

  @BeforeEach
  void node() {
    Node.assumeThere();
  }

  @Test
  void nothingIsFoundThatHasNoReason() {
    App app = app();
    List<Template> templates = Synthesis.templates(app);
    for (Template template : templates) {
      Annotations annotations = Annotations.fromStack(template);
      annotations.hasNoError("*", Match.anyValue());
      annotations.hasNoWarning("*", Match.anyValue());
    }
  }

  @Test
  void anOpenBucketIsFound() {
    App app = app();
    Template template = Synthesis.templates(app).getFirst();
    CfnBucket.Builder.create(template, "Open").build();

    Annotations.fromStack(template)
        .hasError("/turbine-master/Open", Match.stringLikeRegexp("AwsSolutions-S1:.*"));
  }

  private App app() {
    App app = App.Builder.create().outdir(folder.toString()).analyticsReporting(false).build();
    Aspects.of(app).add(new AwsSolutionsChecks());
    return app;
  }
}
