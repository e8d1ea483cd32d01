package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CloudFormation gives a stack's tags to all its resources: the strictest service decides. */
class TagsTest {
  /** IAM's; EFS, SSM, Logs and Lambda have much the same. */
  private static final String VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}";

  private final Templates templates = Templates.committed();

  @Test
  void stacksAreTaggedWithWhatEveryServiceTakes() {
    for (ObjectNode template : templates.all()) {
      for (Map.Entry<String, JsonNode> resource : template.path("Resources").properties()) {
        if (!resource.getValue().path("Type").asText().equals("AWS::CloudFormation::Stack")) {
          continue;
        }
        JsonNode tags = resource.getValue().at("/Properties/Tags");
        assertThat(new Evaluation(template, Map.of()).of(tags))
            .isNotEmpty()
            .allSatisfy(tag -> {
              assertThat(tag.path("Key").asText()).matches(VALUE);
              assertThat(tag.path("Value").asText()).matches(VALUE);
            });
        // A resource's own id may be anything: a route's has a bar in it.
        assertThat(tags.findValuesAsText("Ref")).isSubsetOf(parameters(template));
      }
    }
  }

  private static List<String> parameters(ObjectNode template) {
    return template.path("Parameters").properties().stream().map(Map.Entry::getKey).toList();
  }
}
