package dev.turbine.airflow.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * pip's settings as uv's variables: uv does not read pip.conf, and a person who has set up pip for
 * a private index or a proxy should not have to do it twice. What is set for uv already stays.
 */
final class PipSettings {
  /** A setting of pip, the variable of uv that means it, and the others that may say it already. */
  private record Mapping(String setting, String variable, String... alternatives) {}

  private static final List<Mapping> MAPPINGS =
      List.of(
          new Mapping("index-url", "UV_DEFAULT_INDEX", "UV_INDEX_URL"),
          new Mapping("extra-index-url", "UV_INDEX", "UV_EXTRA_INDEX_URL"),
          new Mapping("find-links", "UV_FIND_LINKS"),
          new Mapping("trusted-host", "UV_INSECURE_HOST"),
          new Mapping("cert", "SSL_CERT_FILE"),
          new Mapping("client-cert", "SSL_CLIENT_CERT"),
          new Mapping("timeout", "UV_HTTP_TIMEOUT"),
          new Mapping("proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
          new Mapping("proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"));

  /** The sections that count for an installation, the strongest last. */
  private static final List<String> SECTIONS = List.of("global.", "install.", ":env:.");

  private PipSettings() {}

  /**
   * The variables to add for uv.
   *
   * @param configuration what {@code pip config list} prints
   * @param environment the variables that are set
   */
  static Map<String, String> toUv(String configuration, Map<String, String> environment) {
    Map<String, String> settings = read(configuration);
    Map<String, String> result = new HashMap<>();
    for (Mapping mapping : MAPPINGS) {
      String value = settings.getOrDefault(mapping.setting(), "");
      boolean set =
          Stream.concat(Stream.of(mapping.variable()), Stream.of(mapping.alternatives()))
              .anyMatch(environment::containsKey);
      List<String> values =
          Stream.of(value.split("\\s+")).filter(item -> usable(mapping.setting(), item)).toList();
      if (!set && !values.isEmpty()) {
        // uv separates folders by commas and everything else by spaces, pip everything by spaces.
        String separator = mapping.setting().equals("find-links") ? "," : " ";
        result.put(mapping.variable(), String.join(separator, values));
      }
    }
    return result;
  }

  /** uv takes a folder of packages that is not there for an error, pip for an empty one. */
  private static boolean usable(String setting, String item) {
    boolean folder = setting.equals("find-links") && item.startsWith("/");
    return !item.isEmpty() && (!folder || Files.isDirectory(Path.of(item)));
  }

  private static Map<String, String> read(String configuration) {
    List<String> lines = configuration.lines().filter(line -> line.contains("=")).toList();
    return SECTIONS.stream()
        .flatMap(
            section -> lines.stream().filter(l -> l.startsWith(section)).map(l -> cut(section, l)))
        .collect(Collectors.toMap(e -> e[0], e -> e[1], (weak, strong) -> strong));
  }

  private static String[] cut(String section, String line) {
    String[] parts = line.substring(section.length()).split("=", 2);
    // pip prints values as Python literals.
    String value = parts[1].strip().replaceAll("^['\"]|['\"]$", "").replace("\\n", " ");
    return new String[] {parts[0].strip().replace('_', '-'), value};
  }
}
