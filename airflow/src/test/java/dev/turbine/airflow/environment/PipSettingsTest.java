package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples are what {@code pip config list} prints. */
class PipSettingsTest {
  @TempDir Path wheels;

  @Test
  void saysInUvsWordsWhatPipIsSetTo() {
    String configuration =
        """
        global.cert='/etc/company.pem'
        global.extra-index-url='\\nhttps://a.example/simple\\nhttps://b.example/simple'
        global.find-links='%s /does/not/exist'
        global.index-url='https://weak.example/simple'
        global.proxy='http://proxy.example:3128'
        install.index-url='https://strong.example/simple'
        download.index-url='https://other.example/simple'
        """
            .formatted(wheels);

    assertThat(PipSettings.toUv(configuration, Map.of()))
        .containsOnly(
            Map.entry("SSL_CERT_FILE", "/etc/company.pem"),
            Map.entry("UV_INDEX", "https://a.example/simple https://b.example/simple"),
            Map.entry("UV_FIND_LINKS", wheels.toString()),
            Map.entry("UV_DEFAULT_INDEX", "https://strong.example/simple"),
            Map.entry("HTTPS_PROXY", "http://proxy.example:3128"),
            Map.entry("HTTP_PROXY", "http://proxy.example:3128"));
  }

  @Test
  void leavesWhatIsSetForUv() {
    String configuration =
        ":env:.index-url='https://pip.example/simple'\n:env:.proxy='http://proxy.example'\n";
    Map<String, String> set = Map.of("UV_INDEX_URL", "https://uv", "ALL_PROXY", "http://other");

    assertThat(PipSettings.toUv(configuration, set)).isEmpty();
  }
}
