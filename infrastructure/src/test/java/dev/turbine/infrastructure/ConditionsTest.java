package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster has only when it is asked for: then, and at no other time. */
class ConditionsTest {
  private final Templates templates = Templates.committed();

  @Test
  void nothingIsMadeUnasked() {
    assertThat(new Evaluation(templates.cluster(), Map.of()).chosen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AlarmEmail, person@example.com, AlarmSubscription",
    "CertificateArn, a-certificate, Balancer BalancerIngress BalancerListener"
        + " BalancerSecurityGroup BalancerTargets",
    "EmptyBucketsOnDelete, Yes, BucketCleaner BucketCleanerRole BucketCleaning CleanerLogs"
  })
  void whatIsAskedForIsMade(String parameter, String value, String resources) {
    assertThat(new Evaluation(templates.cluster(), Map.of(parameter, value)).chosen())
        .containsExactlyInAnyOrder(resources.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"NAT, false", "NATPerZone, false", "Endpoints, false", "Public, true"})
  void machinesHavePublicAddressesWhenTheyHaveNoOtherWayOut(String access, String expected) {
    List<String> machines =
        Stream.of(templates.cluster(), templates.workers())
            .map(template ->
                new Evaluation(template, Map.of("NetworkAccess", access))
                    .of(template.path("Resources")))
            .flatMap(resources -> resources.findValuesAsText("AssociatePublicIpAddress").stream())
            .toList();
    assertThat(machines).hasSize(3).containsOnly(expected);
  }
}
