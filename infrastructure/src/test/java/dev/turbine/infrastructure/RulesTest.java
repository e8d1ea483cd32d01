package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules between parameters, evaluated as CloudFormation would before it makes anything. */
class RulesTest {
  private static final String CERTIFICATE =
      "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
  private final Templates templates = Templates.committed();

  @Test
  void theDefaultsAreAccepted() {
    for (ObjectNode template : templates.all()) {
      assertThat(new Evaluation(template, Map.of()).refusals()).isEmpty();
    }
  }

  @Test
  void everyPairOfSizesIsComparedRightly() {
    for (ObjectNode template : templates.all()) {
      for (int least : values(template, "MinGroupSize")) {
        for (int most : values(template, "MaxGroupSize")) {
          Map<String, String> sizes = Map.of("MinGroupSize", "" + least, "MaxGroupSize", "" + most);
          assertThat(new Evaluation(template, sizes).refusals().isEmpty())
              .as("%d to %d", least, most)
              .isEqualTo(least <= most);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.5,false", "0.4,0.5,true", "0.9,0.9,false", "0.9,1.0,true", "0.8,0.6,false"})
  void theLoadThatRemovesWorkersIsTheSmaller(String shrink, String growth, boolean accepted) {
    for (ObjectNode template : templates.all()) {
      Map<String, String> thresholds = Map.of("ShrinkThreshold", shrink, "GrowthThreshold", growth);
      assertThat(new Evaluation(template, thresholds).refusals().isEmpty()).isEqualTo(accepted);
    }
  }

  @ParameterizedTest
  @CsvSource({"t4g.medium,'',true", "t4g.medium,m7g.large,true", "t4g.large,t4g.large,false"})
  void noTypeOfMachineIsNamedTwice(String first, String second, boolean accepted) {
    for (ObjectNode template : templates.all()) {
      Map<String, String> types =
          Map.of("WorkerInstanceType", first, "WorkerInstanceType2", second);
      assertThat(new Evaluation(template, types).refusals().isEmpty()).isEqualTo(accepted);
    }
  }

  @Test
  void aCertificateNeedsANameAndAddresses() {
    for (ObjectNode template : List.of(templates.master(), templates.cluster())) {
      assertThat(new Evaluation(template, Map.of("CertificateArn", CERTIFICATE)).refusals())
          .hasSize(2)
          .anyMatch(message -> message.contains("DomainName"))
          .anyMatch(message -> message.contains("AllowHTTPAccessCIDR"));
      Map<String, String> complete = new TreeMap<>();
      complete.put("CertificateArn", CERTIFICATE);
      complete.put("DomainName", "airflow.example.com");
      complete.put("AllowHTTPAccessCIDR", "203.0.113.0/24");
      assertThat(new Evaluation(template, complete).refusals()).isEmpty();
    }
  }

  @Test
  void withoutAWayToTheInternetPackagesComeFromElsewhere() {
    for (ObjectNode template : List.of(templates.master(), templates.cluster())) {
      assertThat(new Evaluation(template, Map.of("NetworkAccess", "Endpoints")).refusals())
          .singleElement()
          .asString()
          .contains("PackageIndex");
    }
  }

  @Test
  void subnetsAreComparedByZoneAndNetwork() {
    JsonNode assertions = templates.cluster().at("/Rules/SubnetsAreInTwoZones/Assertions");
    assertThat(assertions.toString())
        .contains(
            "{\"Fn::ValueOf\":[\"PrivateSubnetA\",\"AvailabilityZone\"]}",
            "{\"Fn::ValueOf\":[\"PublicSubnetB\",\"AvailabilityZone\"]}",
            "{\"Fn::ValueOfAll\":[\"AWS::EC2::Subnet::Id\",\"VpcId\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "VPCCIDR,10.0.0.0/16,true",
    "VPCCIDR,172.16.0.0/20,true",
    "VPCCIDR,172.32.0.0/16,false",
    "VPCCIDR,10.0.0.0/8,false",
    "VPCCIDR,10.0.0.0/28,false",
    "VPCCIDR,8.8.0.0/16,false",
    "VPCCIDR,10.0/16,false",
    "VPCCIDR,192.168.1.2.3/16,false",
    "AllowHTTPAccessCIDR,203.0.113.0/24,true",
    "AllowHTTPAccessCIDR,203.0.113.7/32,true",
    "AllowHTTPAccessCIDR,203.0.113.0/33,false",
    "AllowHTTPAccessCIDR,256.0.0.0/8,false",
    "AllowHTTPAccessCIDR,203.0.113.0,false",
    "Name,turbine2,true",
    // Roles of a "turbine" may reach all that is called turbine-*.
    "Name,turbine-2,false",
    "Name,Turbine,false",
    "WorkerSet,large,true",
    "WorkerSet,web-large,true",
    "WorkerSet,dead-letters,true",
    "WorkerSet,web,false",
    "WorkerSet,scheduler,false",
    "WorkerSet,large-dead,false",
    "WorkerSet,Large,false",
    "WorkerInstanceType,m7g.2xlarge,true",
    "WorkerInstanceType,c7gd.metal,true",
    "WorkerInstanceType,u7i-12tb.224xlarge,true",
    "WorkerInstanceType,medium,false",
    "DatabaseInstanceClass,db.r8g.large,true",
    "DatabaseInstanceClass,t4g.micro,false",
    "CertificateArn,arn:aws-cn:acm:cn-north-1:123456789012:certificate/12-ab,true",
    "CertificateArn,arn:aws:iam::123456789012:server-certificate/x,false",
    "AssetsPrefix,turbine/0.1.0/,true",
    "AssetsPrefix,turbine/0.1.0,false",
    "AssetsPrefix,/turbine/,false",
    "PackageIndex,https://pypi.example.com/simple,true",
    "PackageIndex,http://pypi.example.com/simple,false",
    "PackageIndex,https://user:word@pypi.example.com/simple,false"
  })
  void patternsTakeWhatTheyShould(String name, String value, boolean accepted) {
    ObjectNode template = name.equals("WorkerSet") ? templates.workers() : templates.master();
    String pattern = template.path("Parameters").path(name).path("AllowedPattern").asText();
    assertThat(pattern).isNotEmpty();
    assertThat(value.matches(pattern)).isEqualTo(accepted);
  }

  private static List<Integer> values(ObjectNode template, String parameter) {
    return template
        .path("Parameters")
        .path(parameter)
        .path("AllowedValues")
        .valueStream()
        .map(JsonNode::asInt)
        .toList();
  }
}
