package dev.turbine.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that lead to a package index.
 *
 * @param environment of this process
 * @param home the user's home folder
 */
record NetworkCheck(Map<String, String> environment, Path home) implements Check {
  private static final List<String> VARIABLES =
      List.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "PIP_INDEX_URL",
          "PIP_EXTRA_INDEX_URL",
          "PIP_NO_INDEX",
          "PIP_FIND_LINKS",
          "UV_DEFAULT_INDEX",
          "UV_INDEX_URL",
          "UV_INDEX",
          "UV_EXTRA_INDEX_URL",
          "UV_OFFLINE",
          "SSL_CERT_FILE");

  @Override
  public String subject() {
    return "network";
  }

  @Override
  public List<Finding> examine() {
    Stream<String> variables =
        VARIABLES.stream()
            .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
            .filter(name -> !environment.getOrDefault(name, "").isEmpty())
            .map(name -> name + "=" + withoutCredentials(environment.getOrDefault(name, "")));
    Stream<String> files =
        Stream.of(
                Path.of("/etc/pip.conf"),
                home.resolve(".config/pip/pip.conf"),
                home.resolve(".pip/pip.conf"))
            .filter(Files::exists)
            .map(Path::toString);
    String seen = Stream.concat(variables, files).collect(Collectors.joining("; "));
    return List.of(
        Finding.ok(subject(), seen.isEmpty() ? "no proxy and no index of your own is set" : seen));
  }

  /** Of an address its scheme and host only: user, path and query may be secret. */
  static String withoutCredentials(String value) {
    String[] words = value.strip().split("\\s+");
    if (value.contains("@") && !Stream.of(words).allMatch(word -> word.contains("://"))) {
      // Not addresses as they should be: what is the password cannot be told.
      return "…";
    }
    return Stream.of(words).map(NetworkCheck::host).collect(Collectors.joining(" "));
  }

  private static String host(String word) {
    int scheme = word.indexOf("://");
    String head = scheme < 0 ? "" : word.substring(0, scheme + 3);
    String rest = word.substring(head.length());
    boolean user = rest.contains("@");
    // The last one: a password may hold any character, encoded or not.
    String host = rest.substring(rest.lastIndexOf('@') + 1);
    String shown = head.isEmpty() && !user ? host : host.replaceFirst("[/?#].*", "/…");
    return head + (user ? "…@" : "") + shown;
  }
}
