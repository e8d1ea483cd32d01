package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every partition, region and account is as good as another. */
class PlacesTest {
  private static final Map<String, String> EVERYTHING =
      new TreeMap<>(
          Map.of(
              "CertificateArn", "a-certificate",
              "DomainName", "airflow.example.com",
              "EmptyBucketsOnDelete", "Yes",
              "NetworkAccess", "Endpoints",
              "AlarmEmail", "person@example.com"));

  /** Services that are called so in every partition. */
  private static final List<String> PRINCIPALS =
      List.of(
          "cloudwatch",
          "codedeploy",
          "ec2",
          "events",
          "lambda",
          "logdelivery.elasticloadbalancing",
          "logging.s3");

  private final Templates templates = Templates.committed();

  @ParameterizedTest
  @CsvSource({
    "aws, eu-central-1, amazonaws.com",
    "aws-cn, cn-north-1, amazonaws.com.cn",
    "aws-us-gov, us-gov-west-1, amazonaws.com"
  })
  void arnsAndAddressesFollowThePlace(String partition, String region, String suffix) {
    for (ObjectNode template : templates.all()) {
      Map<String, String> parameters = new TreeMap<>(EVERYTHING);
      parameters.keySet().removeIf(name -> !template.path("Parameters").has(name));
      Evaluation evaluation = new Evaluation(template, parameters, partition, region, suffix);
      String text = evaluation.of(template.path("Resources")).toString();

      assertThat(text.replace("arn:" + partition + ":", "")).doesNotContain("arn:aws");
      assertThat(text).doesNotContain("us-east-1");
      if (!suffix.equals("amazonaws.com")) {
        String rest = text.replace(suffix, "");
        for (String principal : PRINCIPALS) {
          rest = rest.replace("\"" + principal + ".amazonaws.com\"", "");
        }
        assertThat(rest).doesNotContain("amazonaws.com");
      }
    }
  }

  @Test
  void noRegionAccountOrImageIsWrittenDown() {
    for (ObjectNode template : templates.all()) {
      assertThat(template.toString())
          .doesNotContainPattern("\\b(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov)?-[a-z]+-[1-9]\\b")
          .doesNotContainPattern("(?<![0-9.])[0-9]{12}(?![0-9])")
          .doesNotContainPattern("\\bami-[0-9a-f]{8,}");
    }
  }

  @Test
  void everyFunctionCanBeEvaluatedWithTheDefaultsToo() {
    for (ObjectNode template : templates.all()) {
      Evaluation evaluation = new Evaluation(template, Map.of());
      assertThat(evaluation.of(template.path("Resources")).toString()).doesNotContain("Fn::");
      assertThat(evaluation.of(template.path("Outputs")).toString()).doesNotContain("Fn::");
    }
  }
}
