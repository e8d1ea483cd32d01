package dev.turbine.core.appspec;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a revision comes from. Hook scripts learn it by the variables {@code BUNDLE_*}. */
public sealed interface RevisionOrigin {
  /** The variables that CodeDeploy's agent sets for such a revision. */
  Map<String, String> variables();

  /**
   * An object in S3.
   *
   * @param version the object's, where the deployment names one
   * @param etag the object's, where the deployment names one
   */
  record S3(String bucket, String key, Optional<String> version, Optional<String> etag)
      implements RevisionOrigin {
    @Override
    public Map<String, String> variables() {
      Map<String, String> variables = new TreeMap<>();
      variables.put("BUNDLE_BUCKET", bucket);
      variables.put("BUNDLE_KEY", key);
      version.ifPresent(value -> variables.put("BUNDLE_VERSION", value));
      etag.ifPresent(value -> variables.put("BUNDLE_ETAG", value));
      return variables;
    }
  }

  /**
   * A commit at GitHub.
   *
   * @param commit its full id
   */
  record GitHub(String commit) implements RevisionOrigin {
    @Override
    public Map<String, String> variables() {
      return Map.of("BUNDLE_COMMIT", commit);
    }
  }

  /** A file or folder of this machine. */
  record Local() implements RevisionOrigin {
    @Override
    public Map<String, String> variables() {
      return Map.of();
    }
  }
}
