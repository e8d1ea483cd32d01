package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevisionOriginTest {
  @Test
  void scriptsLearnTheObjectInS3() {
    assertThat(new RevisionOrigin.S3("b", "k", Optional.of("v"), Optional.of("e")).variables())
        .isEqualTo(
            Map.of(
                "BUNDLE_BUCKET", "b",
                "BUNDLE_KEY", "k",
                "BUNDLE_VERSION", "v",
                "BUNDLE_ETAG", "e"));
    assertThat(new RevisionOrigin.S3("b", "k", Optional.empty(), Optional.empty()).variables())
        .isEqualTo(Map.of("BUNDLE_BUCKET", "b", "BUNDLE_KEY", "k"));
  }

  @Test
  void scriptsLearnTheCommit() {
    assertThat(new RevisionOrigin.GitHub("abc").variables())
        .isEqualTo(Map.of("BUNDLE_COMMIT", "abc"));
  }

  @Test
  void aLocalRevisionHasNoOrigin() {
    assertThat(new RevisionOrigin.Local().variables()).isEmpty();
  }
}
